import type { TableRow } from './table-row.ts';
import { boundRow, boundRowCount } from './table-row.ts';

export type Delimiter = ',' | ';' | '\t';

export interface ScanOptions {
  delimiter: Delimiter;
  /** false for programs that never quote: a quote is then a character like any other */
  quotes?: boolean;
  /** lines that did not decode: their rows get `badCharacters` */
  badLines?: ReadonlySet<number>;
  /** stop after so many rows, for looking at the head of a file */
  maxRows?: number;
}

/**
 * Text of a CSV or TSV file → its rows, in order; blank lines are left out but counted. Reads every file: a row whose quotes do not
 * close is `brokenQuotes` and ends at its own line, so that nothing after it is lost. Rows may differ in length.
 * Throws AppError `tooManyColumns` or `tooManyRows`.
 */
export function readDelimited(text: string, options: ScanOptions): TableRow[] {
  const rows: TableRow[] = [];
  const maxRows = options.maxRows ?? Number.POSITIVE_INFINITY;
  const badLines = options.badLines?.size ? options.badLines : null;
  const scanner = new Scanner(text, options.delimiter, options.quotes ?? true);
  while (rows.length < maxRows) {
    const row = scanner.next();
    if (!row) break;
    if (badLines) {
      for (let line = row.line; line < scanner.line; line++) {
        if (badLines.has(line)) row.problem = 'badCharacters';
      }
    }
    rows.push(boundRow(row));
    boundRowCount(rows.length);
  }
  return rows;
}

/** Walks over a text; a place once searched for is remembered, so that the whole text is searched once for each sign. */
class Scanner {
  /** line on which the next row begins */
  line = 1;
  private position = 0;
  private lf = -2;
  private cr = -2;
  private quote = -2;
  private cut = -2;
  private readonly text: string;
  private readonly delimiter: string;

  constructor(text: string, delimiter: string, quotes: boolean) {
    this.text = text;
    this.delimiter = delimiter;
    if (!quotes) this.quote = -1;
  }

  next(): TableRow | null {
    const { text } = this;
    while (this.position < text.length) {
      const start = this.position;
      const line = this.line;
      const end = this.lineEnd(start);
      if (end === start) {
        this.passLineEnd(end);
        continue;
      }
      if (this.quote !== -1 && this.quote < start) this.quote = text.indexOf('"', start);
      if (this.quote === -1 || this.quote >= end) {
        this.passLineEnd(end);
        return { line, cells: text.slice(start, end).split(this.delimiter) };
      }
      return this.quotedRow(start, end, line);
    }
    return null;
  }

  /** Place of the line end at or after `from`, or the end of the text. */
  private lineEnd(from: number): number {
    if (this.lf !== -1 && this.lf < from) this.lf = this.text.indexOf('\n', from);
    if (this.cr !== -1 && this.cr < from) this.cr = this.text.indexOf('\r', from);
    if (this.lf === -1) return this.cr === -1 ? this.text.length : this.cr;
    return this.cr !== -1 && this.cr < this.lf ? this.cr : this.lf;
  }

  private passLineEnd(end: number): void {
    const crlf = this.text.charCodeAt(end) === 13 && this.text.charCodeAt(end + 1) === 10;
    this.position = end + (crlf ? 2 : 1);
    this.line++;
  }

  /** Place of the delimiter at or after `from`, or the end of the text. */
  private nextCut(from: number): number {
    if (this.cut !== -1 && this.cut < from) this.cut = this.text.indexOf(this.delimiter, from);
    return this.cut === -1 ? this.text.length : this.cut;
  }

  private quotedRow(start: number, firstEnd: number, line: number): TableRow {
    const { text, delimiter } = this;
    this.nextCut(start);
    const { lf, cr, cut } = this;
    const broken = () => {
      // A place remembered from behind the recovered line would hide the ones before it.
      Object.assign(this, { lf, cr, cut });
      return this.brokenRow(start, firstEnd, line);
    };
    const cells: string[] = [];
    let at = start;
    for (;;) {
      let cellEnd: number;
      if (text.charCodeAt(at) === 34) {
        const close = closingQuote(text, at + 1);
        if (close === -1) return broken();
        const raw = text.slice(at + 1, close);
        cells.push(raw.includes('""') ? raw.replaceAll('""', '"') : raw);
        cellEnd = skipBlanks(text, close + 1, delimiter);
      } else {
        cellEnd = Math.min(this.lineEnd(at), this.nextCut(at));
        cells.push(text.slice(at, cellEnd));
      }
      const code = text.charCodeAt(cellEnd);
      if (code === delimiter.charCodeAt(0)) {
        at = cellEnd + 1;
        continue;
      }
      if (cellEnd < text.length && code !== 10 && code !== 13) return broken();
      this.line += countLineEnds(text, start, cellEnd);
      this.passLineEnd(cellEnd);
      return { line, cells };
    }
  }

  private brokenRow(start: number, end: number, line: number): TableRow {
    const cells = this.text.slice(start, end).split(this.delimiter);
    this.passLineEnd(end);
    return { line, cells: cells.map((cell) => cell.replace(/^"|"$/g, '')), problem: 'brokenQuotes' };
  }
}

/** Place of the quote that ends a cell whose content begins at `from`; -1 = none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at + 1) === 34) at = text.indexOf('"', at + 2);
  return at;
}

/** Some bills write a TAB between the closing quote and the comma. */
function skipBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && (text[at] === '\t' || text[at] === ' ')) at++;
  return at;
}

function countLineEnds(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count++;
  }
  return count;
}

/**
 * The delimiter of a text, by which one cuts its first 60 rows into the most even columns (`,` when none does),
 * and the text without Excel's `sep=;` line.
 */
export function sniffDelimiter(text: string): { delimiter: Delimiter; skipLines: number } {
  const told = /^"?sep=([,;\t])"?\r?\n/i.exec(text.slice(0, 16));
  if (told) return { delimiter: told[1] as Delimiter, skipLines: 1 };
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  const head = text.slice(0, 200_000);
  for (const delimiter of [',', '\t', ';'] as const) {
    const widths = new Map<number, number>();
    let rows = 0;
    const scanner = new Scanner(head, delimiter, true);
    for (let row = scanner.next(); row && rows < 60; row = scanner.next()) {
      rows++;
      widths.set(row.cells.length, (widths.get(row.cells.length) ?? 0) + 1);
    }
    for (const [width, count] of widths) {
      const score = width < 2 ? 0 : (count / rows) * (1 + Math.log2(width) / 8);
      if (score > best.score) best = { delimiter, score };
    }
  }
  return { delimiter: best.delimiter, skipLines: 0 };
}

/** Rows → CSV text with CRLF; every cell that needs it is quoted. Reading it again gives the same cells. */
export function writeDelimited(rows: readonly (readonly string[])[], delimiter: Delimiter = ','): string {
  const needsQuotes = /["\r\n]/;
  return rows
    .map((cells) => {
      const line = cells
        .map((cell) => (needsQuotes.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(delimiter);
      return line === '' ? '""' : line;
    })
    .join('\r\n');
}
