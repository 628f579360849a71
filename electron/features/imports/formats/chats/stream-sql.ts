import type { ChatProblemKind } from './chat-source.ts';

const statementChars = 4 * 1024 * 1024;

/**
 * Finds the rows of `INSERT INTO … VALUES (…);` statements in a script that comes in pieces; everything else is passed over. Values are texts in single quotes (a quote within is doubled), numbers, TRUE, FALSE and NULL (= '').
 * A statement that does not end properly is `brokenQuotes`; reading goes on with the next line that begins one.
 */
export class SqlScanner {
  readonly cells: string[] = [];
  /** line on which the statement begins, 1 = first */
  line = 0;
  problem: ChatProblemKind | null = null;
  private text = '';
  private position = 0;
  private nextLine = 1;
  private last = false;
  private readonly begin: string;

  /** `begin` = the words that every statement begins with */
  constructor(begin: string) {
    this.begin = begin;
  }

  push(text: string, last: boolean): void {
    this.text = this.text.slice(this.position) + text;
    this.position = 0;
    this.last = last;
  }

  next(): boolean {
    const start = this.text.indexOf(this.begin, this.position);
    if (start === -1) {
      // The beginning of a statement may be cut by the end of the piece.
      this.moveTo(this.last ? this.text.length : Math.max(this.position, this.text.length - this.begin.length));
      return false;
    }
    this.moveTo(start);
    this.cells.length = 0;
    this.problem = null;
    this.line = this.nextLine;
    const end = this.values(start + this.begin.length);
    if (end === -1 && !this.last && this.text.length - start <= statementChars) return false;
    if (end < 0) {
      this.problem = this.last && end === -1 ? 'cutOff' : 'brokenQuotes';
      this.cells.length = 0;
      this.cells.push(this.text.slice(start, start + 200));
      this.moveTo(this.recover(start + this.begin.length));
      return true;
    }
    this.moveTo(end);
    return true;
  }

  /** Where a statement begins again behind a broken one: words within a value may look like one, but hardly at the beginning of a line. */
  private recover(from: number): number {
    const at = this.text.indexOf(`\n${this.begin}`, from);
    if (at !== -1) return at + 1;
    return this.last ? this.text.length : from;
  }

  private moveTo(place: number): void {
    const { text } = this;
    for (let at = text.indexOf('\n', this.position); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) this.nextLine++;
    this.position = place;
  }

  /** Reads the values from behind the statement's first words on; gives the place behind the closing bracket, -1 = cut, -2 = broken. */
  private values(from: number): number {
    const { text, cells } = this;
    const open = /VALUES\s*\(/gi;
    open.lastIndex = from;
    const found = open.exec(text.length - from > 2000 ? text.slice(0, from + 2000) : text);
    if (!found) return text.length - from > 2000 ? -2 : -1;
    let at = found.index + found[0].length;
    for (;;) {
      while (isSpace(text.charCodeAt(at))) at++;
      if (at >= text.length) return -1;
      if (text.charCodeAt(at) === 39) {
        const close = this.closingQuote(at + 1);
        if (close === -1) return -1;
        const raw = text.slice(at + 1, close);
        cells.push(raw.includes("''") ? raw.replaceAll("''", "'") : raw);
        at = close + 1;
      } else {
        const word = /[\w.+-]*/y;
        word.lastIndex = at;
        const value = word.exec(text)![0];
        cells.push(/^null$/i.test(value) ? '' : value);
        at += value.length;
      }
      while (isSpace(text.charCodeAt(at))) at++;
      if (at >= text.length) return -1;
      const sign = text[at++];
      if (sign === ')') return at;
      if (sign !== ',' || cells.length > 64) return -2;
    }
  }

  private closingQuote(from: number): number {
    const { text } = this;
    let at = text.indexOf("'", from);
    while (at !== -1 && text.charCodeAt(at + 1) === 39) at = text.indexOf("'", at + 2);
    return at === text.length - 1 && !this.last ? -1 : at;
  }
}

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
