import type { TextEncoding } from '../../../../../shared/contracts/imports.ts';
import { findOrderHeader, type OrderHeader } from '../../../../../shared/domain/order-columns.ts';
import type { ChatFile } from '../chats/chat-source.ts';
import { type Delimiter, readDelimited, sniffDelimiter } from '../csv.ts';
import { decodeText } from '../decode.ts';
import { sniff } from '../sniff.ts';
import type { TableRow } from '../table-row.ts';
import { bytesOf } from '../whole-file.ts';
import { openWorkbook, type Workbook } from '../xlsx.ts';

/** One table of a file: a text, or a sheet that is read as it inflates. */
export interface OrderTable {
  /** sheet; null = a text */
  sheet: string | null;
  /** Rows with something in them, each time anew. Throws AppError of category `file` when the sheet is damaged. */
  rows(): AsyncGenerator<{ rows: TableRow[]; bytesRead: number }>;
  /** the first rows, 40 of them and some data */
  head: TableRow[];
  header: OrderHeader | null;
}

export interface OrderFile {
  encoding: TextEncoding | null;
  bytes: number;
  /** of a workbook at most 20 sheets */
  tables: OrderTable[];
  close(): void;
}

const headRows = 240;

/** Opens a text or workbook as tables. Throws AppError of category `file`, as `sniff` and `openWorkbook` do. */
export async function openOrderFile(file: ChatFile, encoding: TextEncoding | null = null): Promise<OrderFile> {
  const bytes = await bytesOf(file);
  const sniffed = await sniff(bytes);
  if (sniffed.kind !== 'xlsx') return textFile(bytes, encoding);
  const { zip } = sniffed;
  try {
    const workbook = await openWorkbook(zip);
    const tables: OrderTable[] = [];
    for (const sheet of workbook.sheets.slice(0, 20)) tables.push(await sheetTable(workbook, sheet, bytes.length));
    return { encoding: null, bytes: bytes.length, tables, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

export const isFilled = (row: TableRow): boolean => row.problem !== undefined || row.cells.some((cell) => cell.trim() !== '');

const headerOf = (rows: readonly TableRow[]) => findOrderHeader(rows.slice(0, 40).map((row) => row.cells));

async function sheetTable(workbook: Workbook, sheet: string, bytes: number): Promise<OrderTable> {
  const head: TableRow[] = [];
  for await (const rows of workbook.streamSheet(sheet)) {
    for (const row of rows) if (isFilled(row) && head.length < headRows) head.push(row);
    if (head.length >= headRows) break;
  }
  return {
    sheet,
    head,
    header: headerOf(head),
    async *rows() {
      for await (const rows of workbook.streamSheet(sheet)) {
        // how much of a sheet is left is not known
        const bytesRead = Math.round(bytes * (1 - 1 / (1 + (rows.at(-1)?.line ?? 0) / 20_000)));
        yield { rows: rows.filter(isFilled), bytesRead };
      }
    },
  };
}

/** A bill's notes cut into other columns than its rows, so the delimiter that finds a header wins over the most even one. */
export function cutText(
  text: string,
  badLines?: ReadonlySet<number>,
): { head: TableRow[]; header: OrderHeader | null; delimiter: Delimiter } {
  const told = sniffDelimiter(text).delimiter;
  let first: { head: TableRow[]; header: OrderHeader | null; delimiter: Delimiter } | null = null;
  for (const delimiter of new Set<Delimiter>([told, ',', '\t', ';'])) {
    const head = readDelimited(text, { delimiter, badLines: badLines ?? new Set(), maxRows: headRows }).filter(isFilled);
    const cut = { head, header: headerOf(head), delimiter };
    if (cut.header && cut.header.confidence === 1) return cut;
    if (!first?.header) first = cut.header || !first ? cut : first;
  }
  return first!;
}

function textFile(bytes: Buffer, forced: TextEncoding | null): OrderFile {
  const { text, encoding, badLines } = decodeText(bytes, forced);
  const { head, header, delimiter } = cutText(text, badLines);
  const table: OrderTable = {
    sheet: null,
    head,
    header,
    async *rows() {
      yield { rows: readDelimited(text, { delimiter, badLines }).filter(isFilled), bytesRead: bytes.length };
    },
  };
  return { encoding, bytes: bytes.length, tables: [table], close: () => {} };
}
