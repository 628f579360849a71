import { normalizeHeader } from '../../../../../shared/domain/contact-columns.ts';
import { describeOrderColumns } from '../../../../../shared/domain/order-columns.ts';
import { orderProfiles } from '../../../../../shared/domain/order-headers.ts';
import type { OrderLine, OrderProblem, OrderWarning } from '../../../../../shared/domain/order-record.ts';
import type { TableRow } from '../table-row.ts';
import { addExtra, type OrderDraft, OrderMapper } from './order-draft.ts';
import type { OrderTable } from './order-table.ts';
import { orderCell } from './order-values.ts';
import { problemOf, rowCheck } from './row-checks.ts';

/** Goods and deliveries that stand in sheets of their own, by order no. */
export interface SheetJoin {
  complete(draft: OrderDraft): void;
  /** rows that are wrong in themselves, and, once all orders were read, those whose order never came */
  problems(): OrderProblem[];
}

interface Joined {
  rows: { sheet: string | null; row: TableRow }[];
  lines: OrderLine[];
  /** that the lines come from */
  sheet: string | null;
  warnings: Set<OrderWarning>;
  extra: Record<string, string>;
}

/** Where the header of a sheet stands whose rows belong to orders of another: 主订单编号, or deliveries by 订单编号; null = it is none. */
export function joinIndex(table: OrderTable): { index: number; hasLines: boolean } | null {
  for (const [index, row] of table.head.slice(0, 40).entries()) {
    const there = new Set(row.cells.map(normalizeHeader));
    const delivery = there.has('订单编号') && !there.has('订单状态') && [...there].some((word) => /^(物流|快递|运单|发货)/.test(word));
    if (there.has('主订单编号') || delivery) return { index, hasLines: there.has('子订单编号') };
  }
  return null;
}

/** Reads the other sheets of a 千牛 workbook into a join; null = there are none. Throws as `OrderTable.rows`. */
export async function joinSheets(main: OrderTable, tables: readonly OrderTable[], latest: number): Promise<SheetJoin | null> {
  const byOrder = new Map<string, Joined>();
  const problems: OrderProblem[] = [];
  const others = tables.filter((table) => table !== main).map((table) => ({ table, place: joinIndex(table) }));
  others.sort((one, other) => Number(other.place?.hasLines ?? false) - Number(one.place?.hasLines ?? false));
  for (const { table, place } of others) if (place) await readSheet(table, place.index, { byOrder, problems, latest });
  if (!others.some(({ place }) => place)) return null;
  const taken = new Set<string>();
  return {
    complete(draft) {
      const id = draft.record.key.orderNo;
      const joined = id === null ? undefined : byOrder.get(id);
      if (!joined || id === null) return;
      taken.add(id);
      const { record } = draft;
      if (joined.lines.length > 0) record.lines = joined.lines;
      record.rowCount += joined.rows.length;
      addExtra(record.extra, joined.extra);
      for (const warning of joined.warnings) draft.warnings.add(warning);
    },
    problems() {
      const lost = [...byOrder].filter(([id]) => !taken.has(id)).flatMap(([, joined]) => joined.rows);
      return [...problems, ...lost.map(({ sheet, row }) => problemOf(sheet, row, 'orderMissing'))];
    },
  };
}

interface Gathering {
  byOrder: Map<string, Joined>;
  problems: OrderProblem[];
  latest: number;
}

async function readSheet(table: OrderTable, headerIndex: number, { byOrder, problems, latest }: Gathering): Promise<void> {
  const header = table.head[headerIndex]!;
  const profile = orderProfiles.find((one) => one.format === 'qianniuLines')!;
  const columns = describeOrderColumns(
    header.cells,
    table.head.slice(headerIndex + 1).map((row) => row.cells),
    profile,
  );
  const mapper = new OrderMapper(columns, null, latest);
  const check = rowCheck(header.cells, [], false);
  for await (const { rows } of table.rows()) {
    for (const row of rows) {
      if (row.line <= header.line || (!row.problem && row.cells.every((cell) => orderCell(cell) === ''))) continue;
      const { orderNo, damaged } = mapper.key(row);
      const problem = check(row) ?? (damaged ? 'damagedId' : orderNo === null ? 'noOrder' : null);
      if (problem || orderNo === null) {
        problems.push(problemOf(table.sheet, row, problem ?? 'noOrder'));
        continue;
      }
      const joined: Joined = byOrder.get(orderNo) ?? { rows: [], lines: [], sheet: null, warnings: new Set(), extra: {} };
      byOrder.set(orderNo, joined);
      const draft = mapper.start(row);
      joined.rows.push({ sheet: table.sheet, row });
      // deliveries name the goods a second time
      if (joined.sheet === null || joined.sheet === table.sheet) {
        joined.lines.push(...draft.record.lines);
        joined.sheet = joined.lines.length > 0 ? table.sheet : null;
      }
      for (const warning of draft.warnings) joined.warnings.add(warning);
      addExtra(joined.extra, draft.record.extra);
    }
  }
}
