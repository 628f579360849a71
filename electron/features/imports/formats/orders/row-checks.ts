import type { OrderProblem, OrderProblemKind } from '../../../../../shared/domain/order-record.ts';
import type { TableRow } from '../table-row.ts';
import { orderCell } from './order-values.ts';

/** Why a row cannot be trusted as it stands; null = it can. */
export type RowCheck = (row: TableRow) => OrderProblemKind | null;

/**
 * In a text, a comma or line end that nobody quoted shifts the cells of its row. Rows with something beyond the header are never read
 * askew; shorter ones only where the others are whole. `head` are the first data rows. Sheets keep their cells apart by themselves.
 */
export function rowCheck(header: readonly string[], head: readonly TableRow[], isText: boolean): RowCheck {
  const width = header.length;
  const least = filledWidth(header);
  const whole = head.filter((row) => !row.problem);
  const strict = whole.filter((row) => row.cells.length < least).length * 3 <= whole.length;
  return (row) => {
    // the result of a formula that nobody stored leaves its cell empty; the others can be read
    if (row.problem && row.problem !== 'formulaCell') return asProblem(row.problem);
    if (!isText) return null;
    if (row.cells.length > width && filledWidth(row.cells) > width) return 'tooManyCells';
    return strict && row.cells.length < least ? 'tooFewCells' : null;
  };
}

function asProblem(problem: string): OrderProblemKind {
  switch (problem) {
    case 'brokenQuotes':
    case 'cellTooLong':
    case 'badCharacters':
    case 'tooManyCells':
      return problem;
    default:
      return 'tooFewCells';
  }
}

function filledWidth(cells: readonly string[]): number {
  let end = cells.length;
  while (end > 0 && orderCell(cells[end - 1]) === '') end--;
  return end;
}

/** A row that could not be read, for the list of problems. */
export function problemOf(sheet: string | null, row: TableRow, problem: OrderProblemKind): OrderProblem {
  const text = row.cells
    .slice(0, 60)
    .map((cell) => cell.slice(0, 80).trim())
    .filter((cell) => cell !== '')
    .join(' ');
  return { sheet: row.sheet ?? sheet, line: row.line, problem, text: text.replace(/\s+/g, ' ').slice(0, 80) };
}
