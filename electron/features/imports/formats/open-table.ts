import type { SourceColumn, TableFormat, TextEncoding } from '../../../../shared/contracts/imports.ts';
import { describeColumns, findHeader, joinedHeader, originWithoutHeader, toolOf } from '../../../../shared/domain/contact-columns.ts';
import { AppError } from '../../../../shared/errors.ts';
import { readContactsJson } from './contacts-json.ts';
import { readContactsText } from './contacts-text.ts';
import { readDelimited, sniffDelimiter } from './csv.ts';
import { type DecodedText, decodeText } from './decode.ts';
import { areGarbled, isTextGarbled } from './garbled.ts';
import { hasHtmlTable, readHtmlTable } from './html-table.ts';
import { partPhones } from './name-and-phone.ts';
import { type RecordKind, type Sniffed, sniff } from './sniff.ts';
import { readStableFile } from './stable-file.ts';
import type { TableRow } from './table-row.ts';
import { TextRow } from './text-row.ts';
import { rejoinUnquoted, type UnquotedWriter, unquotedWidth } from './unquoted.ts';
import { readVcards } from './vcard.ts';
import { openWorkbook } from './xlsx.ts';
import type { ZipContents } from './zip.ts';

/** A file of people read as a table. `rows` are the data rows, header and the notes above it left out, empty rows too. */
export interface TableSource {
  format: TableFormat;
  /** null for xlsx and pasted names */
  encoding: TextEncoding | null;
  /** the program that wrote it, when known */
  origin: string | null;
  sheets: string[];
  sheet: string | null;
  /** line of the header in the file, 1 = first; 0 = none. JSON and vCard name their columns in every record: 1 */
  headerLine: number;
  columns: SourceColumn[];
  rows: TableRow[];
  /** what stands there reads as rubbish, whatever encoding it was read in */
  garbled: boolean;
}

export interface OpenTableOptions {
  /** null or missing = recognise */
  encoding?: TextEncoding | null;
  sheet?: string | null;
  /** 0 = the file has no header */
  headerLine?: number | null;
  /** runs while the file is being read; for tests */
  whileReading?: () => Promise<void>;
}

/**
 * Reads a CSV, TSV, XLSX, JSON or vCard file of contacts, recognised by its content. Never changes the file, uses no database; runs in any thread.
 * Throws AppError only: fileGone, fileChanged, fileEmpty, fileTooLarge, fileNotUnderstood ({ what }), filePasswordProtected,
 * fileOldWorkbook, fileSuspicious, fileDamaged ({ encodings } for text), headerMissing ({ line }), tooManyColumns, tooManyRows.
 */
export async function openTable(path: string, options: OpenTableOptions = {}): Promise<TableSource> {
  const bytes = await readStableFile(path, options.whileReading);
  return tableFromBytes(bytes, options);
}

/** As openTable, for bytes in memory. */
export async function tableFromBytes(bytes: Buffer, options: OpenTableOptions = {}): Promise<TableSource> {
  const sniffed = await sniff(bytes);
  const source = await read(sniffed, bytes, options);
  if (source.rows.length === 0) throw new AppError('fileEmpty', { what: source.headerLine > 0 ? 'headerOnly' : 'blank' });
  return source;
}

function read(sniffed: Sniffed, bytes: Buffer, options: OpenTableOptions): TableSource | Promise<TableSource> {
  if (sniffed.kind === 'xlsx') return fromWorkbook(sniffed.zip, options);
  if (sniffed.record === 'html') return fromHtml(bytes, options);
  return sniffed.record ? fromRecords(bytes, sniffed.record, options) : fromText(bytes, options);
}

/** People that are no rows of a table: their columns are named by us, so that there is no header to look for. */
function fromRecords(bytes: Buffer, kind: Exclude<RecordKind, 'html'>, options: OpenTableOptions): TableSource {
  const decoded = decodeText(bytes, options.encoding);
  const { encoding } = decoded;
  const common = { encoding, sheets: [], sheet: null, headerLine: 1 };
  if (kind === 'contactsText') {
    const list = readContactsText(decoded);
    return { format: 'txt', origin: 'WeChatDataAnalysis', ...common, ...list, garbled: areGarbled(list.rows) };
  }
  const { origin, table } = kind === 'vcard' ? readVcards(decoded) : readContactsJson(decoded);
  const { columns, rows } = table.finish();
  return { format: kind === 'vcard' ? 'vcard' : 'json', origin, ...common, columns, rows, garbled: areGarbled(rows) };
}

function fromText(bytes: Buffer, options: OpenTableOptions): TableSource {
  const decoded = decodeText(bytes, options.encoding);
  return { ...tableFromText(decoded, options), encoding: decoded.encoding };
}

/** The lines of a CSV or TSV text as a table. */
export function tableFromText({ text, badLines }: Pick<DecodedText, 'text' | 'badLines'>, options: OpenTableOptions): TableSource {
  const { delimiter, skipLines } = sniffDelimiter(text);
  let rows = readDelimited(text, { delimiter, badLines, late: true }).filter((row) => row.line > skipLines);
  const writer = unquotedWriter(rows, options.headerLine);
  if (writer) rows = readDelimited(text, { delimiter, badLines, quotes: false });
  let filled = rows.filter(isFilled);
  if (!options.headerLine && !findHeader(filled.slice(0, 40).map((row) => row.cells))) filled = partPhones(filled) ?? filled;
  const table = toTable(filled, options.headerLine, writer);
  if (table.headerLine > 0 && !writer) checkWidths(table, filled.find((row) => row.line === table.headerLine)!);
  return {
    format: delimiter === '\t' ? 'tsv' : 'csv',
    encoding: null,
    sheets: [],
    sheet: null,
    ...table,
    garbled: isTextGarbled(text, badLines),
  };
}

/** A web page is a table only when it has one with a header: shops' programs save such pages as .xls. */
function fromHtml(bytes: Buffer, options: OpenTableOptions): TableSource {
  const { text, encoding } = decodeText(bytes, options.encoding);
  const rows = hasHtmlTable(text) ? readHtmlTable(text).filter(isFilled) : [];
  const table = toTable(rows, options.headerLine, null);
  if (table.headerLine === 0 && options.headerLine !== 0) throw new AppError('fileNotUnderstood', { what: 'html' });
  return { format: 'html', encoding, sheets: [], sheet: null, ...table, garbled: areGarbled(rows) };
}

/**
 * In a text a comma or line end that nobody quoted shifts the cells of its row: where nearly all rows are as wide as the header,
 * the wider and the shorter ones are reported instead of being read askew. Spreadsheets keep their cells apart by themselves.
 */
function checkWidths(table: Table, header: TableRow): void {
  const least = trimmed(header.cells).length;
  const sound = table.rows.filter((row) => !row.problem);
  const width = header.cells.length;
  const wide = sound.filter((row) => widthOf(row) > width && trimmed(row.cells).length > width);
  if (wide.length * 2 < sound.length) for (const row of wide) row.problem = 'tooManyCells';
  const short = sound.filter((row) => widthOf(row) < least);
  if (table.origin || short.length * 20 <= sound.length) for (const row of short) row.problem = 'tooFewCells';
  table.columns.length = wide.length * 2 < sound.length ? Math.min(table.columns.length, width) : table.columns.length;
}

/** The program that writes without quotes, when the header is one of its. */
function unquotedWriter(rows: readonly TableRow[], headerLine: number | null | undefined): UnquotedWriter | null {
  if (headerLine === 0) return null;
  const index = headerLine
    ? rows.findIndex((row) => row.line === headerLine)
    : findHeader(rows.slice(0, 40).map((row) => row.cells))?.index;
  const origin = index === undefined || index < 0 ? null : toolOf(rows[index]!.cells)?.origin;
  return origin && origin in unquotedWidth ? (origin as UnquotedWriter) : null;
}

async function fromWorkbook(zip: ZipContents, options: OpenTableOptions): Promise<TableSource> {
  try {
    const workbook = await openWorkbook(zip);
    const wanted = options.sheet && workbook.sheets.includes(options.sheet) ? [options.sheet] : workbook.sheets.slice(0, 20);
    let chosen: { sheet: string; rows: TableRow[] } | null = null;
    for (const sheet of wanted) {
      const rows = (await workbook.readSheet(sheet)).filter(isFilled);
      if (rows.length === 0) continue;
      chosen ??= { sheet, rows };
      // A sheet with a header wins over a cover page without one.
      if (!findHeader(rows.slice(0, 40).map((row) => row.cells))) continue;
      chosen = { sheet, rows };
      break;
    }
    const { sheet, rows } = chosen ?? { sheet: wanted[0]!, rows: [] };
    const table = toTable(rows, options.headerLine, null);
    return { format: 'xlsx', encoding: null, sheets: workbook.sheets, sheet, ...table, garbled: areGarbled(rows) };
  } finally {
    zip.close();
  }
}

function isFilled(row: TableRow): boolean {
  if (row.problem !== undefined) return true;
  return row instanceof TextRow ? row.isFilled : row.cells.some((cell) => cell.trim() !== '');
}

const widthOf = (row: TableRow): number => (row instanceof TextRow ? row.width : row.cells.length);

type Table = Pick<TableSource, 'origin' | 'headerLine' | 'columns' | 'rows'>;

function toTable(all: readonly TableRow[], headerLine: number | null | undefined, writer: UnquotedWriter | null): Table {
  const header = headerOf(all, headerIndex(all, headerLine));
  let rows = header ? all.slice(header.index + 1) : [...all];
  if (writer && header) rows = rejoinUnquoted(rows, writer);
  const sound = rows.filter((row) => !row.problem);
  const columns = describeColumns(
    header && trimmed(header.cells),
    (sound.length > 0 ? sound : rows).slice(0, 500).map((row) => row.cells),
  );
  const origin = header ? (toolOf(header.cells)?.origin ?? null) : originWithoutHeader(columns);
  return { origin, headerLine: header ? all[header.index]!.line : 0, columns, rows };
}

/** The header that stands at `index`, with the rows right beside it: it may take two. */
function headerOf(rows: readonly TableRow[], index: number): { index: number; cells: readonly string[] } | null {
  if (index < 0) return null;
  const from = index > 0 && rows[index - 1]!.line === rows[index]!.line - 1 ? index - 1 : index;
  const to = rows[index + 1]?.line === rows[index]!.line + 1 ? index + 2 : index + 1;
  const found = joinedHeader(
    rows.slice(from, to).map((row) => row.cells),
    index - from,
  );
  return { index: from + found.index, cells: found.cells };
}

function headerIndex(rows: readonly TableRow[], told: number | null | undefined): number {
  if (told === 0) return -1;
  if (told) {
    const index = rows.findIndex((row) => row.line === told);
    if (index < 0) throw new AppError('headerMissing', { line: told });
    return index;
  }
  const found = findHeader(rows.slice(0, 40).map((row) => row.cells));
  if (found?.otherTable) throw new AppError('fileNotUnderstood', { what: found.otherTable });
  return found?.index ?? -1;
}

function trimmed(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1]!.trim() === '') end--;
  return cells.slice(0, end);
}
