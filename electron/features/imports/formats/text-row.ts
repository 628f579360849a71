import type { RowProblem } from '../../../../shared/contracts/imports.ts';
import { isPlain } from './contact-values.ts';
import { limits } from './limits.ts';
import type { TableRow } from './table-row.ts';
import type { TextCodes } from './text-codes.ts';

/** What the rows of one text share. */
export interface RowText {
  text: string;
  delimiter: string;
}

/** `quoted`: with quotes that open and close; `broken`: with quotes that do not. */
export type RowKind = 'plain' | 'quoted' | 'broken';

/**
 * A row that knows its place in a text and is cut into cells anew each time they are asked for (ask once). The cells of all rows of a
 * large file would be a million small texts at a time: V8's collector would be longer at work over them than their reader.
 */
export class TextRow implements TableRow {
  readonly line: number;
  /** number of cells */
  readonly width: number;
  readonly isTidy: boolean;
  problem?: RowProblem;
  readonly #source: RowText;
  readonly #start: number;
  readonly #end: number;
  readonly #kind: RowKind;

  constructor(source: RowText, kind: RowKind, place: { line: number; start: number; end: number; width: number; isTidy: boolean }) {
    this.#source = source;
    this.#kind = kind;
    this.line = place.line;
    this.#start = place.start;
    this.#end = place.end;
    this.width = place.width;
    this.isTidy = place.isTidy;
    if (kind === 'broken') this.problem = 'brokenQuotes';
  }

  get cells(): string[] {
    if (this.#kind === 'quoted') return cutQuoted(this.#source, this.#start)!.cells;
    const { text, delimiter } = this.#source;
    const cells = text.slice(this.#start, this.#end).split(delimiter);
    return this.#kind === 'plain' ? cells : cells.map((cell) => cell.replace(/^"|"$/g, ''));
  }

  /** Whether any cell has something in it. */
  get isFilled(): boolean {
    return isLetter(this.#source.text.charCodeAt(this.#start)) || this.cells.some((cell) => cell.trim() !== '');
  }

  /** false = boundRow has to look at it, cell by cell */
  get isSmall(): boolean {
    return this.width <= limits.columns && this.#end - this.#start <= limits.cellChars;
  }

  /** The same row with cells that stay. */
  cut(): TableRow {
    const { line, cells, problem } = this;
    return problem ? { line, cells, problem } : { line, cells };
  }
}

const blank = 0x20;

/** Digits, Latin letters and Chinese signs. */
const isLetter = (code: number): boolean =>
  (code > 0x3000 && code < 0xfe00) || (code >= 0x30 && code <= 0x39) || (code > 0x40 && code <= 0x5a) || (code > 0x60 && code <= 0x7a);

/** Width and `isTidy` of the row that stands between two places of a text without quotes. */
export function measureRow(text: TextCodes, sign: number, start: number, end: number): { width: number; isTidy: boolean } {
  const from = text.seek(start, end);
  const { codes } = text;
  let width = 1;
  let isTidy = true;
  // as if another cell had ended there
  let before: number = kinds.sign;
  for (let at = from; at < from + end - start; at++) {
    const code = codes[at]!;
    let kind = kindOf[code]!;
    if (kind !== kinds.plain || code === sign) {
      if (code === sign) {
        kind = kinds.sign;
        width++;
        if (before === kinds.odd || before === kinds.blank) isTidy = false;
      } else if (kind === kinds.control || before === kinds.sign || (kind === kinds.blank && before === kinds.blank)) isTidy = false;
    }
    before = kind;
  }
  return { width, isTidy: isTidy && before !== kinds.odd && before !== kinds.blank };
}

/** What a character means for `isTidy`: odd ones may stand within a cell. */
const kinds = { plain: 0, odd: 1, blank: 2, control: 3, sign: 4 } as const;
const kindOf = Uint8Array.from({ length: 0x1_0000 }, (_, code) =>
  isPlain(code) ? kinds.plain : code > blank ? kinds.odd : code === blank ? kinds.blank : kinds.control,
);

/** Cells of the row that begins at `start`, and where it ends (a line end or the end of the text); null when its quotes do not close. */
export function cutQuoted({ text, delimiter }: RowText, start: number): { cells: string[]; end: number } | null {
  const sign = delimiter.charCodeAt(0);
  const cells: string[] = [];
  for (let at = start; ; at++) {
    let end = at;
    if (text.charCodeAt(at) === 34) {
      const close = closingQuote(text, at + 1);
      if (close === -1) return null;
      const raw = text.slice(at + 1, close);
      cells.push(raw.includes('""') ? raw.replaceAll('""', '"') : raw);
      end = skipBlanks(text, close + 1, sign);
      if (end < text.length && text.charCodeAt(end) !== sign && !isLineEnd(text.charCodeAt(end))) return null;
    } else {
      while (end < text.length && text.charCodeAt(end) !== sign && !isLineEnd(text.charCodeAt(end))) end++;
      cells.push(text.slice(at, end));
    }
    if (end >= text.length || text.charCodeAt(end) !== sign) return { cells, end };
    at = end;
  }
}

const isLineEnd = (code: number): boolean => code === 10 || code === 13;

/** Place of the quote that ends a cell whose content begins at `from`; -1 = none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at + 1) === 34) at = text.indexOf('"', at + 2);
  return at;
}

/** Some bills write a TAB between the closing quote and the comma. */
function skipBlanks(text: string, from: number, sign: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== sign && (text[at] === '\t' || text[at] === ' ')) at++;
  return at;
}
