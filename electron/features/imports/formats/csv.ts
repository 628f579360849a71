import type { TableRow } from './table-row.ts';
import { boundRow, boundRowCount } from './table-row.ts';
import { TextCodes } from './text-codes.ts';
import { cutQuoted, measureRow, type RowText, TextRow } from './text-row.ts';

export type Delimiter = ',' | ';' | '\t';

export interface ScanOptions {
  delimiter: Delimiter;
  /** false for programs that never quote: a quote is then a character like any other */
  quotes?: boolean;
  /** lines that did not decode: their rows get `badCharacters` */
  badLines?: ReadonlySet<number>;
  /** stop after so many rows, for looking at the head of a file */
  maxRows?: number;
  /** true = rows keep their place in the text and are cut each time their cells are asked for: see TextRow */
  late?: boolean;
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
  const late = options.late ?? false;
  const scanner = new Scanner(text, options.delimiter, options.quotes ?? true);
  while (rows.length < maxRows) {
    const found = scanner.next();
    if (!found) break;
    const row = late && found.isSmall ? found : boundRow(found.cut());
    if (badLines) {
      for (let line = row.line; line < scanner.line; line++) {
        if (badLines.has(line)) row.problem = 'badCharacters';
      }
    }
    rows.push(row);
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
  private readonly source: RowText;
  private readonly codes: TextCodes;
  private readonly sign: number;

  constructor(text: string, delimiter: string, quotes: boolean) {
    this.source = { text, delimiter };
    this.codes = new TextCodes(text);
    this.sign = delimiter.charCodeAt(0);
    if (!quotes) this.quote = -1;
  }

  next(): TextRow | null {
    const { text } = this.source;
    while (this.position < text.length) {
      const start = this.position;
      const line = this.line;
      let end = this.lineEnd(start);
      if (end === start) {
        this.passLineEnd(end);
        continue;
      }
      if (this.quote !== -1 && this.quote < start) this.quote = text.indexOf('"', start);
      const hasQuotes = this.quote !== -1 && this.quote < end;
      const quoted = hasQuotes ? cutQuoted(this.source, start) : null;
      if (quoted) {
        end = quoted.end;
        this.line += countLineEnds(text, start, end);
      }
      this.passLineEnd(end);
      const { width, isTidy } = quoted ? { width: quoted.cells.length, isTidy: false } : measureRow(this.codes, this.sign, start, end);
      const kind = quoted ? 'quoted' : hasQuotes ? 'broken' : 'plain';
      return new TextRow(this.source, kind, { line, start, end, width, isTidy: isTidy && kind === 'plain' });
    }
    return null;
  }

  /** Place of the line end at or after `from`, or the end of the text. */
  private lineEnd(from: number): number {
    if (this.lf !== -1 && this.lf < from) this.lf = this.source.text.indexOf('\n', from);
    if (this.cr !== -1 && this.cr < from) this.cr = this.source.text.indexOf('\r', from);
    if (this.lf === -1) return this.cr === -1 ? this.source.text.length : this.cr;
    return this.cr !== -1 && this.cr < this.lf ? this.cr : this.lf;
  }

  private passLineEnd(end: number): void {
    const crlf = this.source.text.charCodeAt(end) === 13 && this.source.text.charCodeAt(end + 1) === 10;
    this.position = end + (crlf ? 2 : 1);
    this.line++;
  }
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
      widths.set(row.width, (widths.get(row.width) ?? 0) + 1);
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
