import type { MessageDirection, MessageKind } from '../../../../../../shared/domain/messages.ts';
import { AppError } from '../../../../../../shared/errors.ts';
import { isDamagedId } from '../../contact-values.ts';
import { sniffDelimiter } from '../../csv.ts';
import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatBatch, ChatConversation, ChatFile, ChatProblemKind, ChatRecord, ChatSource } from '../chat-source.ts';
import { isSystemKind, kindOfLabel, settleKind } from '../kinds.ts';
import { CsvScanner, scanCsv } from '../stream-csv.ts';
import { readableText } from '../words.ts';
import type { PlainColumns } from './plain-voices.ts';
import { pourTable } from './pour-table.ts';
import type { RowAssembler, RowScanner } from './row-scanner.ts';
import { TableTime } from './table-time.ts';

/** Rows of a table, from the first, each time anew; all rows of one step are to be taken before the next step. */
export type RowScan = () => AsyncGenerator<{ scanner: RowScanner; bytesRead: number }>;

/** Column names of a table → their places. A name that stands twice has its second place under `name#2`. */
export type Columns = ReadonlyMap<string, number>;

/** What a format is told of the table it is to read. */
export interface TableStart {
  file: ChatFile;
  columns: Columns;
  /** rows above the header */
  above: readonly (readonly string[])[];
  /** the first rows below the header, some thousand at most */
  sample: readonly (readonly string[])[];
  scan: RowScan;
  /** of a CSV file */
  delimiter?: string;
  /** the header and its line */
  header: readonly string[];
  line: number;
  /** name of the sheet, and the rows of the other sheets by their names; null = no workbook */
  sheet: string | null;
  otherSheets: ReadonlyMap<string, readonly (readonly string[])[]>;
}

/** What a row says, before words are made readable. */
export interface RowParts {
  time: string;
  conversation: string;
  kind: MessageKind;
  /** words as the file has them */
  raw: string;
  senderId: string | null;
  senderName: string;
  /** null = the file does not say; left alone for what WeChat itself says */
  direction: MessageDirection | null;
  serverId: string;
}

export interface TableMapping {
  ownerId: string | null;
  knowsMe: boolean;
  conversations: ChatConversation[];
  /** Where rows say the same that are alike in some cells; absent = nothing is known of that. */
  plain?: PlainColumns;
  /** Cells of a row → what it says, or why it cannot be read. Must not keep `cells`. */
  row(cells: readonly string[]): RowParts | ChatProblemKind;
}

/** One program's table, in whatever file it stands. */
export interface TableFormat {
  format: string;
  tool: string;
  /** by the names of the columns alone */
  matches(columns: Columns, above: readonly (readonly string[])[]): boolean;
  begin(start: TableStart): TableMapping | Promise<TableMapping>;
}

export type TableRows = readonly { line: number; cells: readonly string[] }[];
export type FoundFormat = Pick<TableStart, 'columns' | 'header' | 'line' | 'above'> & { format: TableFormat };

const headerRows = 40;
export const sampleRows = 3000;

/** A header cell without what programs and Excel put around it: blanks, BOM, zero-width characters, full-width brackets; lower case. */
export function headerName(cell: string): string {
  return cell
    .replace(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .replaceAll('（', '(')
    .replaceAll('）', ')')
    .trim()
    .toLowerCase();
}

export function columnsOf(cells: readonly string[]): Columns {
  const columns = new Map<string, number>();
  for (const [place, cell] of cells.entries()) {
    const name = headerName(cell);
    if (name !== '') columns.set(columns.has(name) ? `${name}#2` : name, place);
  }
  return columns;
}

export function hasColumns(columns: Columns, names: string): boolean {
  return names.split(',').every((name) => columns.has(name));
}

/** A reader of cells by column name; a column or cell that is missing is ''. */
export function cellOf(columns: Columns, name: string): (cells: readonly string[]) => string {
  const place = columns.get(name) ?? -1;
  return (cells) => cells[place] ?? '';
}

/** Finds the header among the first 40 rows; null = none of the formats is here. */
export function findFormat(rows: TableRows, formats: readonly TableFormat[]): FoundFormat | null {
  for (const [place, { line, cells }] of rows.slice(0, headerRows).entries()) {
    const columns = columnsOf(cells);
    if (columns.size < 4) continue;
    const above = rows.slice(0, place).map((row) => [...row.cells]);
    const format = formats.find((one) => one.matches(columns, above));
    if (format) return { format, columns, header: cells, line, above };
  }
  return null;
}

/** An id with all its digits; null for none and for one that Excel has rounded (`7.43E+18`, or zeros behind the 15th digit). */
export function wholeId(cell: string): string | null {
  const id = isDigits(cell) ? cell : cell.trim().replace(/^['`]/, '');
  if (!isDigits(id) || id === '0') return null;
  return id.length >= 18 && id.endsWith('0000') ? null : id;
}

/** Whether an id lost its last digits, so that it says nothing any more. */
const isRounded = (cell: string): boolean => isDamagedId(cell.trim()) || /^\d{14,16}0000$/.test(cell.trim());

function isDigits(text: string): boolean {
  if (text.length === 0 || text.length > 20) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** As kindOfLabel, which takes its time, for labels that come again and again. */
export function labelKinds(): (label: string) => LabelKind {
  const known = new Map<string, LabelKind>();
  let recent: string | null = null;
  let recentKind: LabelKind = null;
  return (label) => {
    if (label === recent) return recentKind;
    let kind = known.get(label);
    if (kind === undefined) {
      kind = kindOfLabel(label);
      if (known.size < 1000) known.set(Buffer.from(label).toString(), kind);
    }
    recent = label;
    recentKind = kind;
    return kind;
  };
}
type LabelKind = ReturnType<typeof kindOfLabel>;

export function isTrue(cell: string): boolean {
  if (cell.length === 1) return cell === '1' || cell === '是';
  return /^\s*(?:1(?:\.0)?|true|是)\s*$/i.test(cell);
}

const mostInterned = 50_000;

/**
 * Keeps one copy of texts that stand in every row; a slice would keep its whole piece of the file alive. A table of our own: a Map asks
 * V8 for the hash of each slice, which takes longer than finding it.
 */
export function internStrings(): (text: string) => string {
  let table: (string | undefined)[] = new Array(1024).fill(undefined);
  let count = 0;
  let recent = '';
  let recentKept = '';
  const placeOf = (text: string) => {
    const mask = table.length - 1;
    let place = signOf(text) & mask;
    for (let kept = table[place]; kept !== undefined && kept !== text; kept = table[place]) place = (place + 1) & mask;
    return place;
  };
  const keep = (text: string) => {
    const before = count < mostInterned ? table : [];
    if (count >= mostInterned) table.fill(undefined);
    if (count >= mostInterned) count = 0;
    if (++count * 2 > table.length) {
      table = new Array(table.length * 2).fill(undefined);
      for (const kept of before) if (kept !== undefined) table[placeOf(kept)] = kept;
    }
    const kept = Buffer.from(text).toString();
    table[placeOf(kept)] = kept;
    return kept;
  };
  return (text) => {
    if (text === recent) return recentKept;
    recentKept = table[placeOf(text)] ?? keep(text);
    // the text itself: the scanner gives the very same one as long as it repeats
    recent = text;
    return recentKept;
  };
}

function signOf(text: string): number {
  const step = (text.length >> 5) + 1;
  let sign = text.length;
  for (let at = 0; at < text.length; at += step) sign = Math.imul(sign ^ text.charCodeAt(at), 0x01000193);
  return sign ^ (sign >>> 15);
}

/** Whether a text is an id of WeChat that can stand for a conversation or a person. */
export function isId(text: string): boolean {
  return /^(?:wxid_\w+|gh_\w+|\d+@chatroom|[\w-]+@openim|filehelper|[A-Za-z][\w-]{5,19})$/.test(text);
}

export function isGroupId(id: string): boolean {
  return id.endsWith('@chatroom');
}

/** Account folders of WeChat 4 carry an ending (`wxid_abc_10e8`) that ids of senders lack. */
export function withoutSuffix(id: string): string {
  return id.replace(/_[0-9a-f]{4}$/, '');
}

/** The parts of a place; the file's own name without its ending. */
export function placeParts(path: string): { folders: string[]; stem: string } {
  const parts = path.split('/').filter((part) => part !== '');
  const name = parts.pop() ?? '';
  return { folders: parts, stem: name.replace(/\.[A-Za-z]{2,5}$/, '') };
}

export function conversation(externalId: string | null, name: string, group: boolean | null): ChatConversation {
  return { key: externalId ?? name, externalId, name, group, members: [] };
}

/** Makes a source of a table whose format is known. */
export async function tableSource(start: TableStart, format: TableFormat): Promise<ChatSource> {
  const mapping = await format.begin(start);
  const { plain, ownerId, knowsMe, conversations } = mapping;
  const source: ChatSource = {
    format: format.format,
    tool: format.tool,
    ownerId,
    knowsMe,
    conversations,
    records: () => recordsOf(start, mapping),
  };
  const { delimiter, file } = start;
  if (plain && delimiter !== undefined)
    source.pour = (sink, atLeast) => pourTable({ ...start, file, delimiter, plain, assemble: rowAssembler(start, mapping) }, sink, atLeast);
  return source;
}

async function* recordsOf(start: TableStart, mapping: TableMapping): AsyncGenerator<ChatBatch> {
  const assemble = rowAssembler(start, mapping);
  for await (const { scanner, bytesRead } of start.scan()) {
    const batch: ChatBatch = { records: [], problems: [], bytesRead };
    while (scanner.next()) {
      if (scanner.line > start.line) assemble(scanner, batch);
    }
    yield batch;
  }
}

function rowAssembler({ columns, header }: TableStart, mapping: TableMapping): RowAssembler {
  const time = new TableTime();
  // One store each, because the text of the row before is the likeliest.
  const intern = { conversation: internStrings(), id: internStrings(), name: internStrings() };
  const place = header.findIndex((cell) => cell !== '');
  const fail = (batch: ChatBatch, { line, cells }: RowScanner, problem: ChatProblemKind) => {
    batch.problems.push({ line, problem, text: cells.join(',').slice(0, 80) });
  };
  return (scanner, batch) => {
    const { cells } = scanner;
    if (scanner.problem) return fail(batch, scanner, scanner.problem);
    if (cells.length < columns.size / 2) return fail(batch, scanner, cells.length < 2 ? 'unknownShape' : 'tooFewCells');
    // Files joined by hand repeat the header.
    if (cells[place] === header[place] && cells.join() === header.join()) return;
    const parts = mapping.row(cells);
    if (typeof parts === 'string') return fail(batch, scanner, parts);
    if (parts.conversation === '') return fail(batch, scanner, 'noConversation');
    if (parts.raw.length > 1_048_576) return fail(batch, scanner, 'cellTooLong');
    const problem = time.read(parts.time);
    if (problem) return fail(batch, scanner, problem);
    const record = recordOf(parts, scanner.line, time, intern);
    if (record.serverId === null && parts.serverId !== '' && isRounded(parts.serverId)) batch.damagedIds = (batch.damagedIds ?? 0) + 1;
    batch.records.push(record);
  };
}

type Interns = Record<'conversation' | 'id' | 'name', (text: string) => string>;

function recordOf(parts: RowParts, line: number, time: TableTime, intern: Interns): ChatRecord {
  const { raw } = parts;
  const signs = parts.kind === 'text' ? signsOf(raw) : 0;
  // Words become something else only with a '#接龙' in them.
  const kind = parts.kind === 'text' && (signs & hash) === 0 ? 'text' : settleKind(parts.kind, raw);
  const system = parts.direction === 'system' || isSystemKind(kind);
  const conversation = intern.conversation(parts.conversation);
  const { senderId } = parts;
  return {
    line,
    conversation,
    // a private chat is called by its peer
    senderId: system || !senderId ? null : senderId === conversation ? conversation : intern.id(senderId),
    senderName: system || parts.senderName === '' ? '' : intern.name(parts.senderName),
    direction: system ? 'system' : parts.direction,
    at: time.at,
    precision: time.precision,
    kind,
    // Most messages are words with nothing to take off.
    text: kind === 'text' && (signs & unclean) === 0 ? raw : readableText(kind, raw),
    serverId: wholeId(parts.serverId),
  };
}

const [hash, unclean] = [1, 2];

/** Whether words hold a '#', and whether they hold what `readableText` may take away: CR, NUL, blanks at their ends. */
function signsOf(raw: string): number {
  const { length } = raw;
  if (length === 0) return 0;
  let signs = mayBeBlank(raw.charCodeAt(0)) || mayBeBlank(raw.charCodeAt(length - 1)) ? unclean : 0;
  for (let at = 0; at < length; at++) {
    const code = raw.charCodeAt(at);
    if (code > 35) continue;
    if (code === 35) signs |= hash;
    else if (code === 13 || code === 0) signs |= unclean;
  }
  return signs;
}

/** Everything that `trim` takes off is among these. */
const mayBeBlank = (code: number): boolean => code <= 32 || code === 0xa0 || (code >= 0x1680 && code <= 0x3000) || code === 0xfeff;

/** The first rows of a table that can be read, `count` at most. */
export async function firstRows(scan: RowScan, count: number): Promise<TableRows> {
  const rows: { line: number; cells: string[] }[] = [];
  for await (const { scanner } of scan()) {
    takeRows(scanner, rows, count);
    if (rows.length >= count) break;
  }
  return rows;
}

function takeRows(scanner: RowScanner, rows: { line: number; cells: string[] }[], count: number): void {
  while (rows.length < count && scanner.next()) {
    if (!scanner.problem) rows.push({ line: scanner.line, cells: [...scanner.cells] });
  }
}

/** A chat reader for a table that stands in a CSV or TSV file. */
export function csvReader(format: TableFormat): ChatReader {
  return {
    format: format.format,
    tool: format.tool,
    recognise: (head) => findFormat(headRows(head), [format]) !== null,
    async open(file, head) {
      const { delimiter } = sniffDelimiter(head.text ?? '');
      const scan: RowScan = async function* () {
        for await (const { scanner, piece } of scanCsv(file, delimiter)) yield { scanner, bytesRead: piece.bytesRead };
      };
      const rows = await firstRows(scan, sampleRows);
      const found = findFormat(rows, [format]);
      if (!found) throw new AppError('fileNotUnderstood', { what: 'csv' });
      const sample = rows.filter((row) => row.line > found.line).map((row) => row.cells);
      return tableSource({ file, ...found, sample, scan, delimiter, sheet: null, otherSheets: new Map() }, format);
    },
  };
}

const lastHead = new WeakMap<ChatHead, TableRows>();

/** The rows of a head; every reader asks about the same one. */
function headRows(head: ChatHead): TableRows {
  const known = lastHead.get(head);
  if (known) return known;
  const rows: { line: number; cells: string[] }[] = [];
  if (head.text !== null && head.json === null) {
    const scanner = new CsvScanner(sniffDelimiter(head.text).delimiter);
    scanner.push(head.text, true);
    takeRows(scanner, rows, headerRows);
  }
  lastHead.set(head, rows);
  return rows;
}
