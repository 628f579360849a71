import { normalizeHeader } from '../../../../../shared/domain/contact-columns.ts';
import type { BillDirection, ControlFact } from '../../../../../shared/domain/order-record.ts';
import type { TableRow } from '../table-row.ts';
import { orderCell, readFen } from './order-values.ts';

/** A sum as the file prints it. */
export type PrintedFact = Pick<ControlFact, 'what' | 'line' | 'count' | 'amountFen'>;

/** What the rows of a bill come to; `raw` = of the columns as they stand, for files that sum those. */
export interface BillSums {
  rows: number;
  in: { count: number; fen: number };
  out: { count: number; fen: number };
  neutral: { count: number; fen: number };
  rawAmountFen: number;
  rawRefundFen: number;
}

export const noSums = (): BillSums => ({
  rows: 0,
  in: { count: 0, fen: 0 },
  out: { count: 0, fen: 0 },
  neutral: { count: 0, fen: 0 },
  rawAmountFen: 0,
  rawRefundFen: 0,
});

const money = /^[\s"]*(?:已)?(收入|支出|中性交易|不计收支|其他)[::]\s*(?:共\s*)?(\d{1,9})\s*笔[\s,，]*([\d.,]{1,20})\s*元/;
const total = /共\s*(\d{1,9})\s*笔(?:记录|交易)?/;
const kinds: Readonly<Record<string, ControlFact['what']>> = {
  收入: 'income',
  支出: 'expense',
  中性交易: 'neutral',
  不计收支: 'neutral',
  其他: 'neutral',
};

/** Sums that the notes above or below a bill name: 共10笔记录 · 收入：1笔 0.35元. */
export function factsOfNotes(rows: readonly TableRow[]): PrintedFact[] {
  const facts: PrintedFact[] = [];
  for (const { line, cells } of rows) {
    for (const piece of notePieces(cells)) {
      const sum = money.exec(piece);
      if (sum) facts.push({ what: kinds[sum[1]!]!, line, count: Number(sum[2]), amountFen: readFen(sum[3]!) });
      const all = sum ? null : total.exec(piece);
      if (all && /^[\s"]*(?:共|总)/.test(piece)) facts.push({ what: 'rows', line, count: Number(all[1]), amountFen: null });
    }
  }
  return facts;
}

/** The cuts of the table also cut its notes: 收入：3笔,174.00元. They are put together and cut where a new word begins. */
function notePieces(cells: readonly string[]): string[] {
  const text = cells
    .slice(0, 12)
    .map((cell) => cell.slice(0, 400))
    .join(',')
    .normalize('NFKC');
  return text.split(/(?<![已待])(?=[已待]?(?:收入|支出|中性交易|不计收支|其他):)/);
}

const firstOf = (row: TableRow): string => row.cells.find((cell) => cell.trim() !== '') ?? '';
const filledOf = (cells: readonly string[]): number => cells.reduce((count, cell) => count + (orderCell(cell) === '' ? 0 : 1), 0);

/**
 * Rows of a bill that are no movements: a line of dashes, printed sums, and what stands below the first of them (a second bill pasted
 * there has notes and a header of its own). Nothing that could be a damaged movement is taken for one.
 */
export class BillNotes {
  /** in the order of the file */
  readonly rows: TableRow[] = [];
  readonly #header: string;
  readonly #most: number;

  constructor(header: readonly string[]) {
    this.#header = normalizedLine(header);
    this.#most = filledOf(header) / 2;
  }

  /** Takes a row that was not read when it is a remark. `saysMovement` = it names a time or an amount in their columns. */
  take(row: TableRow, saysMovement: boolean): boolean {
    const isNote = this.#begins(row) || (this.rows.length > 0 && this.#isRemark(row, saysMovement));
    if (isNote) this.rows.push(row);
    return isNote;
  }

  /** Where the rows end: a line of dashes, or printed sums. */
  #begins(row: TableRow): boolean {
    const first = orderCell(firstOf(row));
    return /^[-—=]{8,}/.test(firstOf(row).trim()) || first === '总交易单数' || /^共\d+笔(记录|交易)/.test(first);
  }

  #isRemark(row: TableRow, saysMovement: boolean): boolean {
    if (filledOf(row.cells) > this.#most) return normalizedLine(row.cells) === this.#header;
    return !saysMovement || factsOfNotes([row]).length > 0;
  }
}

const normalizedLine = (cells: readonly string[]): string => cells.map(normalizeHeader).filter(Boolean).join();

/** Sums of a merchant bill: a header of its own (总交易单数, …) and one row below it. */
export function factsOfMerchantFooter(rows: readonly TableRow[]): PrintedFact[] {
  const at = rows.findIndex((row) => row.cells.some((cell) => normalizeHeader(cell) === '总交易单数'));
  const values = rows[at + 1];
  if (at < 0 || !values) return [];
  const facts: PrintedFact[] = [];
  for (const [index, cell] of rows[at]!.cells.entries()) {
    const text = orderCell(values.cells[index]);
    const name = normalizeHeader(cell);
    if (name === '总交易单数' && /^\d+$/.test(text)) facts.push({ what: 'rows', line: values.line, count: Number(text), amountFen: null });
    if (name === '应结订单总金额' || name === '总交易额')
      facts.push({ what: 'orderAmount', line: values.line, count: null, amountFen: readFen(text) });
    if (name === '退款总金额' || name === '总退款金额')
      facts.push({ what: 'refund', line: values.line, count: null, amountFen: readFen(text) });
  }
  return facts;
}

/** Printed sums beside what was read. `unread` = rows of the bill that are problems; they count as rows, their money is missing. */
export function compareFacts(printed: readonly PrintedFact[], sums: BillSums, unread: number): ControlFact[] {
  return printed.map((fact) => {
    const counted = countedFor(fact.what, sums, unread);
    const agrees = (fact.count === null || fact.count === counted.count) && (fact.amountFen === null || fact.amountFen === counted.fen);
    return { ...fact, countedCount: counted.count, countedFen: counted.fen, agrees };
  });
}

function countedFor(what: ControlFact['what'], sums: BillSums, unread: number): { count: number; fen: number } {
  const direction = ({ income: 'in', expense: 'out', neutral: 'neutral' } as Partial<Record<ControlFact['what'], BillDirection>>)[what];
  if (direction) return sums[direction];
  if (what === 'orderAmount' || what === 'paid') return { count: sums.rows, fen: sums.rawAmountFen };
  if (what === 'refund') return { count: sums.rows, fen: sums.rawRefundFen };
  return { count: sums.rows + unread, fen: sums.in.fen + sums.out.fen + sums.neutral.fen };
}

/** Whose bill it is, by the notes above it; null = they do not say. */
export function ownerOfNotes(rows: readonly TableRow[]): string | null {
  for (const { cells } of rows) {
    for (const [index, cell] of cells.slice(0, 4).entries()) {
      const told = /^\s*(?:微信昵称|姓名|京东账号名|账号|支付宝账户)\s*[:：]\s*\[?([^\]]*)\]?\s*$/.exec(cell.slice(0, 200));
      const name = (told?.[1] || (told ? (cells[index + 1] ?? '') : '')).trim();
      if (name !== '') return name.slice(0, 100);
    }
  }
  return null;
}
