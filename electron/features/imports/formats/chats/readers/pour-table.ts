import type { ChatBatch, ChatFile, ChatSink, ChatVoice } from '../chat-source.ts';
import { RowBytes } from '../row-bytes.ts';
import { CsvScanner } from '../stream-csv.ts';
import { beginText, type Decoder, pieces } from '../stream-text.ts';
import { type PlainColumns, PlainVoices } from './plain-voices.ts';
import type { RowAssembler, RowScanner } from './row-scanner.ts';
import { TableTime } from './table-time.ts';

export interface PouredTable {
  file: ChatFile;
  delimiter: string;
  plain: PlainColumns;
  /** makes a record, or a problem, of any row */
  assemble: RowAssembler;
  /** all columns that have a name */
  columns: ReadonlyMap<string, number>;
  /** of the header */
  line: number;
}

/**
 * Reads a CSV file into a sink: nearly all rows as bytes, without objects and texts; the others, which need a closer look, like all rows
 * of a table. Gives what `tableSource` gives, in the same order. @param atLeast bytes of a piece; tests take fewer
 */
export async function* pourTable(
  table: PouredTable,
  sink: ChatSink,
  atLeast?: number,
): AsyncGenerator<Pick<ChatBatch, 'bytesRead' | 'damagedIds'>> {
  const rows = new TableRows(table, sink);
  let bytesRead = 0;
  for await (const { bytes, last } of pieces(table.file, atLeast)) {
    rows.take(bytes, last);
    bytesRead += bytes.length;
    yield { bytesRead, damagedIds: rows.damagedIds() };
  }
}

class TableRows {
  readonly #table: PouredTable;
  readonly #sink: ChatSink;
  readonly #time = new TableTime();
  readonly #voices: PlainVoices;
  readonly #rows: RowBytes;
  /** a row of `#rows` as texts */
  readonly #texts: RowScanner & { cells: string[]; line: number };
  /** with fewer cells a row is not as the header says */
  readonly #fewest: number;
  #batch: ChatBatch = { records: [], problems: [], bytesRead: 0 };
  #decoder: Decoder | null = null;
  /** reads what `#rows` does not understand; null = nothing so far */
  #scanner: CsvScanner | null = null;

  constructor(table: PouredTable, sink: ChatSink) {
    const { plain, columns, delimiter } = table;
    this.#table = table;
    this.#sink = sink;
    this.#voices = new PlainVoices(plain.alike);
    this.#rows = new RowBytes(delimiter);
    this.#texts = { cells: [], line: 0, problem: null, next: () => false };
    this.#fewest = Math.max(columns.size / 2, ...[...plain.alike, plain.time, plain.words, plain.id ?? 0].map((place) => place + 1));
  }

  /** How many ids were rounded since this was asked before. */
  damagedIds(): number {
    const count = this.#batch.damagedIds ?? 0;
    this.#batch.damagedIds = 0;
    return count;
  }

  take(piece: Buffer, last: boolean): void {
    let body = piece;
    if (this.#decoder === null) {
      const begun = beginText(piece, last);
      body = begun.body;
      this.#decoder = begun.decoder;
      // what ends its lines otherwise, or is no UTF-8, is for the other way from the start
      if (!begun.encoding.startsWith('utf-8') || !body.includes(10)) this.#scanner = new CsvScanner(this.#table.delimiter);
    }
    if (this.#scanner === null) body = this.#cut(body, last);
    if (this.#scanner !== null) this.#scan(this.#decoder.write(body) + (last ? this.#decoder.end() : ''), last);
  }

  /** @returns what is left for the scanner, if there is one from now on */
  #cut(piece: Buffer, last: boolean): Buffer {
    const rows = this.#rows;
    let found: boolean | 'odd' = rows.push(piece) ? rows.next() : 'odd';
    for (; found === true; found = rows.next()) {
      if (rows.line > this.#table.line && !this.#asBytes()) this.#asTexts();
    }
    if (found === 'odd' || last) {
      this.#scanner = new CsvScanner(this.#table.delimiter);
      this.#scanner.beginAt(rows.nextLine);
    }
    return rows.bytes.subarray(rows.position);
  }

  #scan(text: string, last: boolean): void {
    const scanner = this.#scanner!;
    const takeAll = () => {
      while (scanner.next()) if (scanner.line > this.#table.line) this.#assemble(scanner);
    };
    scanner.push(text, false);
    takeAll();
    if (!last) return;
    scanner.push('', true);
    takeAll();
  }

  /** Takes the row if nothing about it is special. */
  #asBytes(): boolean {
    const { count, bytes, starts, ends, signs } = this.#rows;
    if (count < this.#fewest) return false;
    const { time, words, id } = this.#table.plain;
    const voice = this.#voices.find(this.#rows);
    if (voice === null) return false;
    if (!this.#time.readBytes(bytes, starts[time]!, ends[time]!) || this.#time.at > this.#sink.latest) return false;
    const idFrom = id === null ? 0 : starts[id]!;
    const idEnd = id === null ? 0 : ends[id]!;
    if (idFrom !== idEnd && !isWholeId(bytes, idFrom, idEnd)) return false;
    if (voice.kind !== 'text') this.#sink.plain(voice, this.#time.at, bytes, 0, 0, idFrom, idEnd);
    else {
      const from = starts[words]!;
      const end = ends[words]!;
      if (signs[words] !== 0 || mayHaveBlanks(bytes, from, end)) return false;
      this.#sink.plain(voice, this.#time.at, bytes, from, end, idFrom, idEnd);
    }
    return true;
  }

  #asTexts(): void {
    const rows = this.#rows;
    const texts = this.#texts;
    texts.cells.length = rows.count;
    for (let place = 0; place < rows.count; place++) texts.cells[place] = rows.text(place);
    texts.line = rows.line;
    const voice = this.#assemble(texts);
    if (voice && rows.count >= this.#fewest) this.#voices.learn(rows, voice);
  }

  /** @returns who says what in the record; null = it is none */
  #assemble(scanner: RowScanner): Omit<ChatVoice, 'number'> | null {
    const { records, problems } = this.#batch;
    this.#table.assemble(scanner, this.#batch);
    for (const problem of problems) this.#sink.problem(problem);
    problems.length = 0;
    const record = records.pop() ?? null;
    if (record) this.#sink.record(record);
    return record;
  }
}

/** As `wholeId`, of one that needs no cleaning. */
function isWholeId(bytes: Uint8Array, from: number, end: number): boolean {
  const length = end - from;
  if (length > 20 || (length === 1 && bytes[from] === 48)) return false;
  for (let at = from; at < end; at++) if (bytes[at]! < 48 || bytes[at]! > 57) return false;
  if (length < 14) return true;
  // zeros at the end: a spreadsheet may have rounded it
  return !(bytes[end - 1] === 48 && bytes[end - 2] === 48 && bytes[end - 3] === 48 && bytes[end - 4] === 48);
}

/** Whether something that `trim` takes off may stand at an end of words. */
function mayHaveBlanks(bytes: Uint8Array, from: number, end: number): boolean {
  if (from === end) return false;
  return isBlank(bytes, from) || isBlank(bytes, lastCharacter(bytes, from, end));
}

function lastCharacter(bytes: Uint8Array, from: number, end: number): number {
  let at = end - 1;
  while (at > from && (bytes[at]! & 0xc0) === 0x80) at--;
  return at;
}

/** Whether a character is a blank, or of the blocks in which all others lie: U+00A0, U+1680 to U+3000, U+FEFF. */
function isBlank(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!;
  if (byte <= 32) return true;
  if (byte < 0xc2) return false;
  if (byte === 0xe3) return bytes[at + 1] === 0x80 && bytes[at + 2] === 0x80;
  return byte === 0xc2 || byte === 0xe1 || byte === 0xe2 || (byte === 0xef && bytes[at + 1] === 0xbb);
}
