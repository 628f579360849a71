import type { RowProblem } from '../../../../shared/contracts/imports.ts';
import { AppError } from '../../../../shared/errors.ts';
import { limits } from './limits.ts';

/** One row of a table file. `line` counts lines of text (CSV) or rows of the sheet (XLSX), 1 = first. */
export interface TableRow {
  line: number;
  cells: string[];
  /** where it stands, when several sheets are read as one table; missing = in the first of them */
  sheet?: string;
  /** no cell of it needs cleaning: each begins and ends with a sign of `isPlain`, and has no line end, TAB or double blank; missing = not known */
  readonly isTidy?: boolean;
  /** set when the row cannot be trusted; its cells are for showing only */
  problem?: RowProblem;
}

/**
 * Checks one row against the limits: empty cells at the end of an over-wide row are dropped (Excel writes thousands of them),
 * and over-long cells are cut and reported. Returns the same row.
 * Throws AppError `tooManyColumns` ({ columns, limit, line }).
 */
export function boundRow(row: TableRow): TableRow {
  const { cells } = row;
  if (cells.length > limits.columns) {
    let filled = cells.length;
    while (filled > 0 && cells[filled - 1] === '') filled--;
    if (filled > limits.columns) throw new AppError('tooManyColumns', { columns: filled, limit: limits.columns, line: row.line });
    cells.length = Math.max(filled, 1);
  }
  for (let i = 0; i < cells.length; i++) {
    if (cells[i]!.length <= limits.cellChars) continue;
    cells[i] = `${cells[i]!.slice(0, limits.keptChars)}…`;
    row.problem ??= 'cellTooLong';
  }
  return row;
}

/** Throws AppError `tooManyRows` ({ limit }) once more than the limit have been read. */
export function boundRowCount(count: number): void {
  if (count > limits.rows) throw new AppError('tooManyRows', { limit: limits.rows });
}
