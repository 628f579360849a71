import { describeBillColumns, describeOrderColumns, type OrderHeader } from '../../../../../shared/domain/order-columns.ts';
import type { BillProfile, OrderProfile } from '../../../../../shared/domain/order-headers.ts';
import type { ChatFile } from '../chats/chat-source.ts';
import { withAlikeSheets } from './alike-sheets.ts';
import { ownerOfNotes } from './bill-facts.ts';
import { readBill } from './bill-reader.ts';
import { OrderMapper } from './order-draft.ts';
import { type OrderTablePlan, readOrders, takeCensus } from './order-reader.ts';
import { type BillSource, type OrderFormat, type OrderHints, type OrderSource, otherTool } from './order-source.ts';
import { type OrderFile, type OrderTable, openOrderFile } from './order-table.ts';
import { joinSheets } from './qianniu.ts';
import { rowCheck } from './row-checks.ts';

const dayMs = 86_400_000;

/** An open file of orders or a bill; `close` it. */
export interface OpenOrders {
  source: OrderSource | BillSource;
  close(): void;
}

/**
 * Opens a file of orders or a bill, recognised by its content; null = it is none. With a template a table without any known header is
 * read too. Throws AppError of category `file`: fileEmpty, fileTooLarge, fileNotUnderstood, filePasswordProtected (unlock it first),
 * fileOldWorkbook, fileSuspicious, fileDamaged, tooManyColumns, tooManyRows.
 */
export async function openOrders(file: ChatFile, hints: OrderHints = {}): Promise<OpenOrders | null> {
  const opened = await openOrderFile(file, hints.encoding ?? null);
  try {
    const source = await sourceOf(file, opened, hints);
    if (source) return { source, close: () => opened.close() };
  } catch (error) {
    opened.close();
    throw error;
  }
  opened.close();
  return null;
}

async function sourceOf(file: ChatFile, opened: OrderFile, hints: OrderHints): Promise<OrderSource | BillSource | null> {
  const found = bestTable(opened.tables, hints);
  if (!found) return null;
  const { table, header } = found;
  if (header.kind === 'bill') return billSource(opened, table, { ...header, profile: header.profile }, hints);
  return orderSource(file, opened, { table, header, profile: header.profile }, hints);
}

interface Found {
  table: OrderTable;
  header: OrderHeader;
}

/** The table to read, or null when none has a header: the surest; orders before the goods lines and deliveries that only belong to them, then the first sheet. */
export function bestTable(tables: readonly OrderTable[], { template }: OrderHints): Found | null {
  const rank = ({ header }: Found) =>
    header.confidence -
    (header.profile && ['qianniuLines', 'kttGoods', 'youzanGoods', 'qunjielongDetail'].includes(header.profile.format) ? 0.05 : 0);
  const found = tables.flatMap((table): Found[] => (table.header ? [{ table, header: table.header }] : []));
  found.sort((one, other) => rank(other) - rank(one));
  if (found[0] || !template) return found[0] ?? null;
  const told = new Set(Object.keys(template));
  for (const table of tables) {
    const index = table.head
      .slice(0, 40)
      .findIndex((row) => row.cells.filter((cell) => told.has(cell.trim())).length >= Math.min(2, told.size));
    if (index >= 0) return { table, header: { index, confidence: 1, kind: 'orders', profile: null } };
  }
  return null;
}

function billSource(opened: OrderFile, table: OrderTable, header: { index: number; profile: BillProfile }, hints: OrderHints): BillSource {
  const { profile } = header;
  const headRow = table.head[header.index]!;
  const data = table.head.slice(header.index + 1);
  const cells = trimmedEnd(headRow.cells);
  const columns = describeBillColumns(
    cells,
    data.map((row) => row.cells),
    profile,
    hints.template ?? null,
  );
  const check = rowCheck(cells, data, table.sheet === null);
  const plan = { format: profile.format, table, headerLine: headRow.line, columns, check, latest: latestOf(hints) };
  return {
    kind: 'bill',
    format: profile.format,
    tool: profile.tool,
    title: ownerOfNotes(table.head.slice(0, header.index)),
    encoding: opened.encoding,
    sheet: table.sheet,
    headerLine: headRow.line,
    columns,
    unknownColumns: columns.filter((column) => column.by === 'none').map((column) => column.header),
    rows: () => readBill(plan, opened.bytes),
  };
}

const latestOf = ({ now }: OrderHints): number => (now === undefined ? Number.POSITIVE_INFINITY : now + dayMs);

interface OrderPlace {
  table: OrderTable;
  header: OrderHeader;
  profile: OrderProfile | null;
}

async function orderSource(
  file: ChatFile,
  opened: OrderFile,
  { table: first, header, profile }: OrderPlace,
  hints: OrderHints,
): Promise<OrderSource> {
  const several = opened.tables.length > 1 && (profile?.format === 'qianniu' || profile?.format === 'taobao');
  const table = several ? first : withAlikeSheets(first, opened.tables);
  const headRow = table.head[header.index]!;
  const data = table.head.slice(header.index + 1);
  const cells = trimmedEnd(headRow.cells);
  const columns = describeOrderColumns(
    cells,
    data.map((row) => row.cells),
    profile,
    hints.template ?? null,
  );
  const title = columns.some((column) => column.field === 'sequence') ? titleOfName(file.path) : null;
  const mapper = new OrderMapper(columns, title, latestOf(hints));
  const plan: OrderTablePlan = {
    table,
    headerLine: headRow.line,
    columns,
    mapper,
    check: rowCheck(cells, data, table.sheet === null),
    rowIsOrder: profile?.grain === 'order',
  };
  const census = await takeCensus(plan);
  return {
    kind: 'orders',
    format: formatOf(profile),
    tool: profile?.tool ?? otherTool,
    title,
    encoding: opened.encoding,
    sheet: table.sheet,
    headerLine: headRow.line,
    columns,
    unknownColumns: columns.filter((column) => column.by === 'none').map((column) => column.header),
    grain: census.goods || profile?.grain === 'goods' ? 'goods' : 'order',
    async *rows() {
      const join = several ? await joinSheets(table, opened.tables, latestOf(hints)) : null;
      for await (const batch of readOrders(join ? { ...plan, complete: join.complete } : plan, census, opened.bytes)) {
        const lost = batch.control && join ? join.problems() : [];
        yield lost.length > 0 ? { ...batch, problems: [...batch.problems, ...lost] } : batch;
      }
    },
  };
}

/** The name of a platform's file for the outside. */
export function formatOf(profile: OrderProfile | null): OrderFormat {
  if (!profile) return 'otherOrders';
  return profile.format === 'qianniuLines' ? 'qianniu' : profile.format;
}

/** Without the empty cells behind the last header: a comma at the end of every line is no column. */
function trimmedEnd(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1]!.trim() === '') end--;
  return cells.slice(0, end);
}

/** `赣南脐橙第3团 (1).xlsx` → `赣南脐橙第3团`: the title of a list often stands in the file's name only. null = nothing is left. */
export function titleOfName(path: string): string | null {
  const name = path.split('/').at(-1) ?? '';
  const bare = name
    .replace(/\.(xlsx|xlsm|xls|csv|tsv|txt)$/i, '')
    .replace(/\s*[(（]\d{1,3}[)）]$/, '')
    .trim();
  return bare === '' ? null : bare.slice(0, 200);
}
