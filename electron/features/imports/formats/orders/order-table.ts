import type { TextEncoding } from '../../../../../shared/contracts/imports.ts';
import { findOrderHeader, type OrderHeader } from '../../../../../shared/domain/order-columns.ts';
import { readHead } from '../chats/chat-head.ts';
import type { ChatFile } from '../chats/chat-source.ts';
import { scanCsv } from '../chats/stream-csv.ts';
import { encodingOf } from '../chats/stream-text.ts';
import { type Delimiter, readDelimited, sniffDelimiter } from '../csv.ts';
import { decodeText, undecodable } from '../decode.ts';
import { limits } from '../limits.ts';
import { sniff } from '../sniff.ts';
import { boundRow, boundRowCount, type TableRow } from '../table-row.ts';
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
  /** several sheets, read one behind the other */
  isJoined?: boolean;
}

export interface OrderFile {
  encoding: TextEncoding | null;
  bytes: number;
  /** of a workbook at most 20 sheets */
  tables: OrderTable[];
  close(): void;
}

const headRows = 240;

/** Larger texts are read piece by piece; smaller ones whole, so that lines of another encoding among them can be told. */
const wholeBytes = 8 * 1024 * 1024;

/** Opens a text or workbook as tables. Throws AppError of category `file`, as `sniff` and `openWorkbook` do. */
export async function openOrderFile(file: ChatFile, encoding: TextEncoding | null = null): Promise<OrderFile> {
  if (file.size > wholeBytes && encoding === null) {
    const head = await readHead(file);
    if (head.text !== null) return streamedText(file, head.bytes);
  }
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

/** A text of any length: its beginning tells how it is cut, its rows come as they are read. */
async function streamedText(file: ChatFile, beginning: Buffer): Promise<OrderFile> {
  await sniff(beginning);
  const encoding = encodingOf(beginning);
  // the last line of it may be cut
  const { head, header, delimiter } = cutText(wholeLines(decodeText(beginning, encoding).text));
  const table: OrderTable = { sheet: null, head, header, rows: () => streamRows(file, delimiter) };
  return { encoding, bytes: file.size, tables: [table], close: () => {} };
}

function wholeLines(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end > 0 ? text.slice(0, end + 1) : text;
}

async function* streamRows(file: ChatFile, delimiter: Delimiter): AsyncGenerator<{ rows: TableRow[]; bytesRead: number }> {
  let count = 0;
  for await (const { scanner, piece } of scanCsv(file, delimiter)) {
    const rows: TableRow[] = [];
    const broken = piece.undecoded > 0;
    while (scanner.next()) {
      const row: TableRow = { line: scanner.line, cells: [...scanner.cells] };
      if (scanner.problem) row.problem = scanner.problem === 'cellTooLong' ? 'cellTooLong' : 'brokenQuotes';
      else if (broken && row.cells.some((cell) => cell.includes('\uFFFD'))) row.problem = 'badCharacters';
      boundRow(row);
      boundRowCount(++count);
      if (isFilled(row)) rows.push(row);
    }
    if (piece.undecoded > piece.characters * limits.undecodable) throw undecodable();
    yield { rows, bytesRead: piece.bytesRead };
  }
}
