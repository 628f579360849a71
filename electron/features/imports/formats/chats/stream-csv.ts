import type { ChatFile, ChatProblemKind } from './chat-source.ts';
import { streamText, type TextPiece } from './stream-text.ts';

/** Characters of one quoted cell, and of one row, at most. */
const cellChars = 1024 * 1024;
const rowChars = 4 * cellChars;
/** A row that is not all there yet; a row whose quotes make no sense. */
const [wait, broken] = [-1, -2];
const columns = 512;
const jointChars = 65_536;
const [lf, cr, quote] = [10, 13, 34];

/**
 * Cuts text that comes in pieces into the rows of a CSV or TSV file, for millions of rows: give it a piece with `push`, then call
 * `next` until it says false. Blank lines are left out but counted. `cells` is the same array every time and its texts point into
 * the piece: take what you need before the next call. A row whose quotes do not close within 1 MB, or go on behind the closing
 * one, is `brokenQuotes` and ends with its own line, so that nothing after it is lost.
 */
export class CsvScanner {
  /** cells of the row; after a problem only for showing */
  readonly cells: string[] = [];
  /** line of text on which the row begins, 1 = first */
  line = 0;
  problem: ChatProblemKind | null = null;
  private text = '';
  private position = 0;
  private nextLine = 1;
  /** another piece will come */
  private more = true;
  /** the piece behind the joint that is being read, and how much of the joint comes from before it */
  private behind: string | null = null;
  private rest = 0;
  /** the rest of a line too long to keep is still coming */
  private skipping = false;
  /** only very old files end their lines with a CR alone; within other files it is part of a cell */
  private lineEnd = 0;
  private readonly delimiter: number;
  /** no sign that matters has a higher code */
  private readonly highest: number;

  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0);
    this.highest = Math.max(this.delimiter, quote);
  }

  /** Begins at a row in the midst of a file whose lines end with LF. */
  beginAt(line: number): void {
    this.nextLine = line;
    this.lineEnd = lf;
  }

  /** Adds text behind what is left of the piece before; `last` = no more comes, so that the row at the end is complete. */
  push(text: string, last: boolean): void {
    const rest = this.text.slice(this.position);
    this.position = 0;
    this.behind = null;
    this.text = rest + text;
    if (rest !== '' && text.length > jointChars) {
      // A joined string is slower to walk over: only the row across the border is read from one.
      this.text = rest + text.slice(0, jointChars);
      this.rest = rest.length;
      this.behind = text;
    }
    this.more = !last;
    this.lineEnd ||= this.findLineEnd();
  }

  /** Whether text follows behind what is being read. */
  private goesOn(): boolean {
    return this.more || this.behind !== null;
  }

  /** Leaves the joint of two pieces for the piece itself, or, when no row ends in the joint, joins them whole. */
  private passJoint(): boolean {
    const { behind } = this;
    if (behind === null) return false;
    this.behind = null;
    if (this.position >= this.rest) {
      this.text = behind;
      this.position -= this.rest;
    } else {
      this.text = this.text.slice(this.position, this.rest) + behind;
      this.position = 0;
    }
    return true;
  }

  /** Goes on to the next row; false = the piece has no whole row any more. */
  next(): boolean {
    if (this.lineEnd === 0) return false;
    for (;;) {
      if (this.position >= this.text.length && !this.passJoint()) return false;
      if (this.skipping && !this.skipRest()) continue;
      const start = this.position;
      this.line = this.nextLine;
      this.problem = null;
      const end = this.scanRow(start);
      if (end === broken) return this.breakRow(start);
      if (end === wait) {
        this.nextLine = this.line;
        if (this.passJoint()) continue;
        return this.text.length - start > rowChars && this.giveUp(start);
      }
      this.position = end + 1;
      this.nextLine++;
      if (this.cells.length > 1 || this.cells[0] !== '' || this.text.charCodeAt(start) === quote) return true;
    }
  }

  /** Fills `cells` from `start` on. Gives the place of the row's line end (or the end of the text), `wait` or `broken`. */
  private scanRow(start: number): number {
    const { text, delimiter, lineEnd, highest, cells } = this;
    const length = text.length;
    let count = 0;
    let from = start;
    let at = start;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code > highest) continue;
      if (code === delimiter) {
        if (count >= columns) return broken;
        cells[count] = cut(cells[count], text, from, at);
        count++;
        from = at + 1;
      } else if (code === lineEnd) break;
      else if (code === quote && at === from) {
        const behind = this.quotedCell(at, count);
        if (behind < 0) return behind;
        count++;
        from = behind + 1;
        at = behind;
        if (text.charCodeAt(behind) !== delimiter) {
          at = text.charCodeAt(behind) === cr && lineEnd === lf ? behind + 1 : behind;
          return this.endRow(at, count);
        }
      }
    }
    const end = at > from && text.charCodeAt(at - 1) === cr ? at - 1 : at;
    cells[count] = cut(cells[count], text, from, end);
    count++;
    return this.endRow(at, count);
  }

  private endRow(at: number, count: number): number {
    if (at >= this.text.length && this.goesOn()) return wait;
    if (this.cells.length !== count) this.cells.length = count;
    return at;
  }

  /** Takes the cell whose quote opens at `open`; gives the place of the delimiter or line end behind it, `wait` or `broken`. */
  private quotedCell(open: number, place: number): number {
    const { text, delimiter, lineEnd } = this;
    let close = text.indexOf('"', open + 1);
    let doubled = false;
    while (close !== -1 && text.charCodeAt(close + 1) === quote) {
      doubled = true;
      close = text.indexOf('"', close + 2);
    }
    if (close === -1) return this.goesOn() && text.length - open <= cellChars ? wait : broken;
    if (close - open > cellChars) return broken;
    let behind = close + 1;
    // Some programs write a TAB or a space between the closing quote and the comma.
    while (behind < text.length && isBlank(text.charCodeAt(behind)) && text.charCodeAt(behind) !== delimiter) behind++;
    if (behind >= text.length - 1 && this.goesOn()) return wait;
    const code = text.charCodeAt(behind);
    const ends = behind >= text.length || code === lineEnd || (code === cr && text.charCodeAt(behind + 1) === lineEnd);
    if (!ends && code !== delimiter) return broken;
    const raw = text.slice(open + 1, close);
    this.cells[place] = doubled ? raw.replaceAll('""', '"') : raw;
    const sign = lineEnd === lf ? '\n' : '\r';
    for (let at = raw.indexOf(sign); at !== -1; at = raw.indexOf(sign, at + 1)) this.nextLine++;
    return behind;
  }

  /** Gives up a row: it ends with its own line. */
  private breakRow(start: number): true {
    const { text, cells } = this;
    const found = text.indexOf(this.lineEnd === lf ? '\n' : '\r', start);
    const end = found === -1 ? text.length : found;
    cells.length = 0;
    cells.push(text.slice(start, Math.min(end, start + 200)));
    this.problem = 'brokenQuotes';
    this.position = found === -1 ? end : end + 1;
    this.nextLine = this.line + 1;
    if (found === -1 && this.goesOn()) this.skipping = true;
    return true;
  }

  /** A row that goes on and on without an end. */
  private giveUp(start: number): true {
    this.breakRow(start);
    if (this.skipping) this.problem = 'cellTooLong';
    return true;
  }

  private skipRest(): boolean {
    const found = this.text.indexOf(this.lineEnd === lf ? '\n' : '\r', this.position);
    this.skipping = found === -1;
    this.position = found === -1 ? this.text.length : found + 1;
    return found !== -1;
  }

  private findLineEnd(): number {
    if (this.text.includes('\n')) return lf;
    const at = this.text.indexOf('\r');
    if (at !== -1 && (at < this.text.length - 1 || !this.more)) return cr;
    return !this.more || this.text.length > cellChars ? lf : 0;
  }
}

/** A cell of `text`; where the row before has the same one, that one, so that comparing the two later costs nothing. */
function cut(before: string | undefined, text: string, from: number, to: number): string {
  const length = to - from;
  if (length === 0) return '';
  const same =
    before !== undefined &&
    before.length === length &&
    before.charCodeAt(length - 1) === text.charCodeAt(to - 1) &&
    before.charCodeAt(0) === text.charCodeAt(from) &&
    text.startsWith(before, from);
  return same ? before : text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Runs a file through a scanner: after each piece call `scanner.next()` until it says false, then ask for the next piece. */
export async function* scanCsv(file: ChatFile, delimiter: string): AsyncGenerator<{ scanner: CsvScanner; piece: Omit<TextPiece, 'text'> }> {
  const scanner = new CsvScanner(delimiter);
  let piece: TextPiece | null = null;
  for await (piece of streamText(file)) {
    scanner.push(piece.text, false);
    yield { scanner, piece };
  }
  if (!piece) return;
  scanner.push('', true);
  yield { scanner, piece };
}
