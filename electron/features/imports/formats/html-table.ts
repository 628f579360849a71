import { AppError } from '../../../../shared/errors.ts';
import { limits } from './limits.ts';
import { boundRow, boundRowCount, type TableRow } from './table-row.ts';

/** Cells that merged ones cover, in the whole page: more of them only a page made to do harm has. */
const mostCovered = 4_000_000;

/**
 * The cells of the tables of a web page, row by row, as shops' programs save them under the name .xls; `line` counts the rows. Nothing of
 * the page is run, shown or fetched. A merged cell stands in its first place; a table within a cell belongs to its own rows. Takes time
 * and memory in proportion to the page. Throws AppError `tooManyColumns`, `tooManyRows` or `fileSuspicious`.
 */
export function readHtmlTable(page: string): TableRow[] {
  const reader = new TableReader();
  const tags = new Tags(page);
  for (let tag = tags.next(); tag; tag = tags.next()) {
    reader.text(page, tag.from, tag.start);
    reader.tag(tag.name, tag.closes, page.slice(tag.start, tag.end));
  }
  return reader.finish();
}

/** Whether a page has a table at all. */
export const hasHtmlTable = (page: string): boolean => /<tr[\s>]/i.test(page) && /<t[dh][\s>]/i.test(page);

interface Tag {
  /** where the text before it begins */
  from: number;
  start: number;
  end: number;
  /** lower case */
  name: string;
  closes: boolean;
}

const nameAt = /<(\/?)([a-z][a-z0-9]*)/iy;
const commentEnd = /-->/g;
const quoteEnds: Readonly<Record<string, RegExp>> = { '"': /"/g, "'": /'/g };
/** of what holds no text, though signs of tags may stand in it */
const rawEnds: Readonly<Record<string, RegExp>> = { script: /<\/script/gi, style: /<\/style/gi };

/** Walks over the tags of a page; comments, scripts and styles are passed over. What is looked for in vain is never looked for again. */
class Tags {
  readonly #page: string;
  #at = 0;
  readonly #gone = new Set<RegExp>();

  constructor(page: string) {
    this.#page = page;
  }

  next(): Tag | null {
    const from = this.#at;
    for (;;) {
      const start = this.#page.indexOf('<', this.#at);
      if (start === -1) return null;
      if (this.#page.startsWith('<!--', start)) {
        const end = this.#after(commentEnd, start + 4);
        return this.#tag(from, start, end, '', false);
      }
      nameAt.lastIndex = start;
      const found = nameAt.exec(this.#page);
      const sign = this.#page[start + 1];
      if (!found && sign !== '!' && sign !== '?' && sign !== '/') {
        // a sign of less than
        this.#at = start + 1;
        continue;
      }
      const name = found?.[2]?.toLowerCase() ?? '';
      const closes = found?.[1] === '/';
      const end = this.#tagEnd(start + 1);
      const raw = closes ? undefined : rawEnds[name];
      return this.#tag(from, start, raw ? this.#after(raw, end) : end, name, closes);
    }
  }

  #tag(from: number, start: number, end: number, name: string, closes: boolean): Tag {
    this.#at = end;
    return { from, start, end, name, closes };
  }

  /** Place behind the `>` that stands in no quotes. */
  #tagEnd(from: number): number {
    const sign = />|=\s*["']/g;
    for (let at = from; ; ) {
      sign.lastIndex = at;
      const found = sign.exec(this.#page);
      if (!found) return this.#page.length;
      if (found[0] === '>') return sign.lastIndex;
      // a quote that nothing closes is a sign like any other
      at = this.#find(quoteEnds[found[0].at(-1)!]!, sign.lastIndex) ?? sign.lastIndex;
    }
  }

  #after(end: RegExp, from: number): number {
    return this.#find(end, from) ?? this.#page.length;
  }

  /** Place behind what is looked for; null = it comes no more. */
  #find(what: RegExp, from: number): number | null {
    if (this.#gone.has(what)) return null;
    what.lastIndex = from;
    if (what.test(this.#page)) return what.lastIndex;
    this.#gone.add(what);
    return null;
  }
}

/** Puts the cells of a table together. */
class TableReader {
  readonly #rows: TableRow[] = [];
  #line = 0;
  #cells: string[] | null = null;
  /** of the open cell; null = none is open */
  #cell: string[] | null = null;
  #columns = 1;
  #lines = 1;
  /** by column: rows that a merged cell above still covers */
  #below: number[] = [];
  #covered = 0;

  text(page: string, start: number, end: number): void {
    // a line end of the page is a blank; those of a cell are tags
    if (this.#cell && end > start) this.#cell.push(page.slice(start, end).replace(/\s+/g, ' '));
  }

  tag(name: string, closes: boolean, tag: string): void {
    if (name === 'tr' || name === 'table') {
      this.#endRow();
      if (name === 'table') this.#below = [];
      else if (!closes) this.#beginRow();
    } else if (name === 'td' || name === 'th') {
      this.#endCell();
      if (closes || !this.#cells) return;
      this.#cell = [];
      this.#columns = spanOf(tag, columnSpan, 100);
      this.#lines = spanOf(tag, rowSpan, 10_000);
    } else if (this.#cell && lineTags.has(name)) this.#cell.push('\n');
  }

  finish(): TableRow[] {
    this.#endRow();
    return this.#rows;
  }

  #beginRow(): void {
    this.#cells = [];
    this.#line++;
  }

  #endCell(): void {
    if (!this.#cell || !this.#cells) return;
    this.#passCovered();
    this.#cells.push(plain(this.#cell.join('')));
    const first = this.#cells.length - 1;
    for (let n = 1; n < this.#columns; n++) this.#cover();
    if (this.#lines > 1) for (let at = first; at < this.#cells.length; at++) this.#below[at] = this.#lines - 1;
    if (this.#cells.length > limits.columns) boundRow({ line: this.#line, cells: this.#cells });
    this.#cell = null;
  }

  #passCovered(): void {
    const cells = this.#cells!;
    while ((this.#below[cells.length] ?? 0) > 0) {
      this.#below[cells.length]!--;
      this.#cover();
    }
  }

  #cover(): void {
    if (++this.#covered > mostCovered) throw new AppError('fileSuspicious', { what: 'html', reason: 'size' });
    this.#cells!.push('');
  }

  #endRow(): void {
    this.#endCell();
    const cells = this.#cells;
    if (!cells) return;
    for (let at = cells.length; at < this.#below.length; at++) if (this.#below[at]! > 0) this.#below[at]!--;
    this.#cells = null;
    while (cells.length > 0 && cells.at(-1) === '') cells.pop();
    if (cells.length === 0) return;
    this.#rows.push(boundRow({ line: this.#line, cells }));
    boundRowCount(this.#rows.length);
  }
}

const lineTags = new Set(['br', 'p', 'div', 'li']);
const columnSpan = /\scolspan\s*=\s*["']?(\d{1,6})/i;
const rowSpan = /\srowspan\s*=\s*["']?(\d{1,6})/i;

/** How many places a cell takes. */
function spanOf(tag: string, pattern: RegExp, most: number): number {
  const told = tag.length < 2000 && tag.length > 10 ? pattern.exec(tag) : null;
  return Math.min(most, Math.max(1, Number(told?.[1] ?? 1)));
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', middot: '·', yen: '¥' };

function plain(text: string): string {
  const decoded = text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
        if (name) return named[name.toLowerCase()] ?? whole;
        return signOf(decimal ? Number(decimal) : Number.parseInt(hex!, 16));
      })
    : text;
  const lines = decoded.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').join('\n');
}

/** '' for what is no sign: controls, halves of a pair, beyond the last. */
const signOf = (code: number): string =>
  code < 32 || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ? ' ' : String.fromCodePoint(code);
