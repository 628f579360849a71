import type { SqlValue } from '../undo/recorder.ts';
import { integerType, type Leaves, leafType, pageBytes, putInteger, putShort, putVarint, textType } from './page-file.ts';

const headerBytes = 8;
const pointerBytes = 2;
/** the numbers before a row are told in at most so many bytes */
const varintBytes = 4;

/** Lays rows of a table with a rowid into leaf pages. */
export class RowPages {
  readonly #pages: Uint8Array[] = [];
  readonly #dividers: Uint8Array[] = [];
  /** rows of the page under way, one behind the other */
  readonly #cells = Buffer.allocUnsafe(pageBytes);
  readonly #starts: number[] = [];
  #used = 0;
  #last = 0;
  /** values of the row under way */
  readonly #body = Buffer.allocUnsafe(pageBytes);
  /** lengths and types of the row under way */
  readonly #head = Buffer.allocUnsafe(4096);

  /**
   * @param rowid the first column, rising from row to row
   * @param values of all others; numbers are whole
   * @returns false when the row fits into no page: nothing was laid then
   */
  add(rowid: number, values: readonly SqlValue[]): boolean {
    let end = 0;
    // the column that is the rowid stands as NULL in its row
    let types = putVarint(this.#head, 0, 0);
    for (const value of values) {
      let type = 0;
      if (typeof value === 'string') {
        if (end + value.length * 3 > pageBytes) return false;
        const from = end;
        end = putText(this.#body, from, value);
        type = textType(end - from);
      } else if (value !== null) {
        type = integerType(value);
        end = putInteger(this.#body, end, type, value);
      }
      types = putVarint(this.#head, types, type);
    }
    // the length of the head counts itself: one byte up to 127, two beyond
    const head = types + (types + 1 < 128 ? 1 : 2);
    const most = head + end + 3 * varintBytes;
    if (headerBytes + pointerBytes + most > pageBytes) return false;
    if (headerBytes + (this.#starts.length + 1) * pointerBytes + this.#used + most > pageBytes) this.#flush(true);
    this.#starts.push(this.#used);
    let at = putVarint(this.#cells, this.#used, head + end);
    at = putVarint(this.#cells, at, rowid);
    at = putVarint(this.#cells, at, head);
    at = putBytes(this.#cells, at, this.#head, types);
    this.#used = putBytes(this.#cells, at, this.#body, end);
    this.#last = rowid;
    return true;
  }

  finish(): Leaves {
    if (this.#starts.length > 0) this.#flush(false);
    return { kind: 'rows', pages: this.#pages, dividers: this.#dividers };
  }

  #flush(divide: boolean): void {
    const page = new Uint8Array(pageBytes);
    const first = pageBytes - this.#used;
    page[0] = leafType.rows;
    putShort(page, 3, this.#starts.length);
    putShort(page, 5, first);
    for (let i = 0; i < this.#starts.length; i++) putShort(page, headerBytes + i * pointerBytes, first + this.#starts[i]!);
    page.set(this.#cells.subarray(0, this.#used), first);
    this.#pages.push(page);
    this.#starts.length = 0;
    this.#used = 0;
    if (!divide) return;
    const divider = new Uint8Array(varintBytes);
    this.#dividers.push(divider.subarray(0, putVarint(divider, 0, this.#last)));
  }
}

/** By hand: of so few bytes a view would cost more. @returns where they end */
function putBytes(into: Uint8Array, at: number, from: Uint8Array, count: number): number {
  for (let i = 0; i < count; i++) into[at + i] = from[i]!;
  return at + count;
}

/** Longer texts are quicker with Node's own writer. */
const shortText = 120;

/** @returns where it ends */
function putText(into: Buffer, at: number, text: string): number {
  if (text.length > shortText) return at + into.write(text, at);
  let end = at;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) into[end++] = code;
    else if (code < 0x800) {
      into[end++] = 0xc0 | (code >> 6);
      into[end++] = 0x80 | (code & 0x3f);
    } else if (code < 0xd800 || code > 0xdfff) {
      into[end++] = 0xe0 | (code >> 12);
      into[end++] = 0x80 | ((code >> 6) & 0x3f);
      into[end++] = 0x80 | (code & 0x3f);
      // pairs, and halves without the other
    } else return at + into.write(text, at);
  }
  return end;
}
