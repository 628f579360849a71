import type { MappedColumn, OrderField } from '../../../../../shared/domain/order-fields.ts';
import type { ControlFact, OrderProblem, OrderRecord } from '../../../../../shared/domain/order-record.ts';
import type { TableRow } from '../table-row.ts';
import { finishOrder, type OrderDraft, type OrderMapper } from './order-draft.ts';
import type { Batch } from './order-source.ts';
import type { OrderTable } from './order-table.ts';
import { orderCell, readFen } from './order-values.ts';
import { problemOf, type RowCheck } from './row-checks.ts';

/** What is needed to read the orders of one table. */
export interface OrderTablePlan {
  table: OrderTable;
  headerLine: number;
  columns: readonly MappedColumn<OrderField>[];
  mapper: OrderMapper;
  check: RowCheck;
  /** the rows of the platform are orders (true) or goods lines; only asked where rounded numbers hide it */
  rowIsOrder: boolean;
  /** adds to an order what other sheets say of it, before it is finished */
  complete?: (draft: OrderDraft) => void;
}

/** What a first look over all rows finds; an order's number, or a mark of list number and buyer, with the rows it has. */
export interface OrderCensus {
  rows: Map<string, number>;
  damaged: Map<string, number>;
  /** an order takes several rows */
  goods: boolean;
}

const batchRows = 500;
const footerWord = /^(合计|总计|共计|汇总|总合计)[:：]?$/;

/** Sums below the rows: 合计 in the first filled cell of a row that is no order. */
function isFooter(row: TableRow, mapper: OrderMapper): boolean {
  const first = row.cells.find((cell) => orderCell(cell) !== '') ?? '';
  if (!footerWord.test(orderCell(first))) return false;
  const { orderNo, sequence } = mapper.key(row);
  const word = (text: string | null) => text === null || footerWord.test(text);
  return word(orderNo) && word(sequence) && mapper.cell(row, 'status') === '';
}

/** Rows below the header, with what they are; both looks at a table go through here and see the same. */
async function* dataRows(plan: OrderTablePlan): AsyncGenerator<{ row: TableRow; key: string | null; bytesRead: number }> {
  const { table, headerLine, mapper, check } = plan;
  let open = false;
  let sheet: string | undefined;
  for await (const { rows, bytesRead } of table.rows()) {
    for (const row of rows) {
      const isAbove = row.sheet === undefined && row.line <= headerLine;
      if (isAbove || row.cells.every((cell) => orderCell(cell) === '')) {
        if (!isAbove && row.problem) yield { row, key: null, bytesRead };
        continue;
      }
      // no order goes on in another sheet
      if (row.sheet !== sheet) open = false;
      sheet = row.sheet;
      if (check(row) || isFooter(row, mapper)) {
        yield { row, key: null, bytesRead };
        continue;
      }
      if (open && mapper.continues(row)) {
        yield { row, key: '', bytesRead };
        continue;
      }
      const key = keyOf(plan, row);
      open = true;
      yield { row, key, bytesRead };
    }
  }
}

function keyOf({ mapper }: OrderTablePlan, row: TableRow): string {
  const { orderNo, damaged, sequence } = mapper.key(row);
  if (orderNo !== null) return `o${orderNo}`;
  // without an order no. the number in a list holds goods lines together, for one and the same buyer
  const place = row.sheet ?? '';
  if (!damaged && sequence !== null && mapper.hasProduct) return `s${place}\u001F${sequence}\u001F${mapper.buyerMark(row)}`;
  return `l${place}\u001F${row.line}`;
}

/** Looks over all rows without keeping them. Throws as `OrderTable.rows`. */
export async function takeCensus(plan: OrderTablePlan): Promise<OrderCensus> {
  const census: OrderCensus = { rows: new Map(), damaged: new Map(), goods: false };
  let last = '';
  for await (const { row, key } of dataRows(plan)) {
    if (key === null) continue;
    if (key !== '') last = key;
    const count = (census.rows.get(last) ?? 0) + 1;
    census.rows.set(last, count);
    census.goods ||= count > 1;
    const { damagedText } = plan.mapper.key(row);
    if (damagedText !== '') census.damaged.set(damagedText, (census.damaged.get(damagedText) ?? 0) + 1);
  }
  return census;
}

/** Reads a table's orders; each comes as soon as its last row was seen, so that only the unfinished ones are held. */
export async function* readOrders(plan: OrderTablePlan, census: OrderCensus, bytes: number): AsyncGenerator<Batch<OrderRecord>> {
  const { table, mapper } = plan;
  const open = new Map<string, { draft: OrderDraft; left: number }>();
  const sums = { count: 0, amountFen: 0, paidFen: 0, refundFen: 0 };
  const footers: TableRow[] = [];
  let records: OrderRecord[] = [];
  let problems: OrderProblem[] = [];
  let last = '';
  let told = 0;
  for await (const { row, key, bytesRead } of dataRows(plan)) {
    const problem = key === null ? plan.check(row) : problemBefore(plan, census, row, key);
    if (problem) {
      problems.push(problemOf(table.sheet, row, problem));
      if (key !== null && key !== '') last = '';
    } else if (key === null) {
      footers.push(row);
    } else if (key === '' && last === '') {
      problems.push(problemOf(table.sheet, row, 'orderMissing'));
    } else {
      last = key || last;
      const held = open.get(last);
      const entry = held ?? { draft: mapper.start(row), left: census.rows.get(last) ?? 1 };
      if (held) mapper.add(held.draft, row);
      else open.set(last, entry);
      if (--entry.left === 0) {
        open.delete(last);
        records.push(finished(plan, entry.draft, sums));
      }
    }
    if (records.length + problems.length >= batchRows) {
      yield { records, problems, notes: footers.length - told, bytesRead };
      [records, problems, told] = [[], [], footers.length];
    }
  }
  // only when the file changed between both looks
  for (const { draft } of open.values()) records.push(finished(plan, draft, sums));
  // sums below one of several sheets are not those of all
  const control = table.isJoined ? [] : footers.flatMap((row) => controlOf(row, mapper, sums));
  yield { records, problems, notes: footers.length - told, bytesRead: bytes, control };
}

function finished(plan: OrderTablePlan, draft: OrderDraft, sums: { count: number; amountFen: number; paidFen: number; refundFen: number }) {
  plan.complete?.(draft);
  const record = finishOrder(draft);
  sums.count++;
  sums.amountFen += record.amountFen;
  sums.paidFen += record.paidFen ?? 0;
  sums.refundFen += record.refundFen;
  return record;
}

function problemBefore(plan: OrderTablePlan, census: OrderCensus, row: TableRow, key: string) {
  if (key === '') return null;
  const { mapper } = plan;
  if (!mapper.saysOrder(row)) return mapper.continues(row) ? 'orderMissing' : 'noOrder';
  const { damagedText } = mapper.key(row);
  // several rows with the same rounded number: one order or many, nobody can tell
  const many = damagedText !== '' && (census.damaged.get(damagedText) ?? 0) > 1;
  return many && mapper.hasProduct && !plan.rowIsOrder ? 'damagedId' : null;
}

function controlOf(
  row: TableRow,
  mapper: OrderMapper,
  sums: { count: number; amountFen: number; paidFen: number; refundFen: number },
): ControlFact[] {
  const facts: ControlFact[] = [];
  const fields = [
    ['amount', 'orderAmount', sums.amountFen],
    ['paid', 'paid', sums.paidFen],
    ['refund', 'refund', sums.refundFen],
  ] as const;
  for (const [field, what, countedFen] of fields) {
    const amountFen = readFen(mapper.cell(row, field));
    if (amountFen === null) continue;
    facts.push({ what, line: row.line, count: null, amountFen, countedCount: sums.count, countedFen, agrees: amountFen === countedFen });
  }
  return facts;
}
