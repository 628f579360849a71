import type { SqlValue } from '../undo/recorder.ts';
import { integerType, type Leaves, leafType, pageBytes, putInteger, putShort, putVarint, textType } from './page-file.ts';

const headerBytes = 8;
const pointerBytes = 2;
/** the numbers before a row are told in at most so many bytes */
const varintBytes = 4;
/** the types of a row, more than 200 columns of them */
const headMost = 1024;

/** Lays rows of a table with a rowid into leaf pages. */
export class RowPages {
  readonly #pages: Uint8Array[] = [];
  readonly #dividers: Uint8Array[] = [];
  /** rows of the page under way, one behind the other; behind them the values of the row under way */
  readonly #cells = Buffer.allocUnsafe(2 * pageBytes + headMost);
  readonly #starts: number[] = [];
  #used = 0;
  #last = 0;
  /** types of the row under way */
  readonly #head = Buffer.allocUnsafe(headMost);

  /**
   * @param rowid the first column, rising from row to row
   * @param values of all others; numbers are whole
   * @returns false when the row fits into no page: nothing was laid then
   */
  add(rowid: number, values: readonly SqlValue[]): boolean {
    if ((values.length + 2) * varintBytes > headMost) return false;
    const cells = this.#cells;
    const body = this.#used + headMost;
    let end = body;
    // the column that is the rowid stands as NULL in its row
    let types = putVarint(this.#head, 0, 0);
    for (const value of values) {
      let type = 0;
      if (typeof value === 'string') {
        if (end - body + value.length * 3 > pageBytes) return false;
        const from = end;
        end = putText(cells, from, value);
        type = textType(end - from);
      } else if (value !== null) {
        type = integerType(value);
        end = putInteger(cells, end, type, value);
      }
      types = putVarint(this.#head, types, type);
    }
    // the length of the head counts itself: one byte up to 127, two beyond
    const head = types + (types + 1 < 128 ? 1 : 2);
    const length = end - body;
    const most = head + length + 3 * varintBytes;
    if (headerBytes + pointerBytes + most > pageBytes) return false;
    if (headerBytes + (this.#starts.length + 1) * pointerBytes + this.#used + most > pageBytes) this.#flush(true);
    this.#starts.push(this.#used);
    let at = putVarint(cells, this.#used, head + length);
    at = putVarint(cells, at, rowid);
    at = putVarint(cells, at, head);
    for (let i = 0; i < types; i++) cells[at++] = this.#head[i]!;
    cells.copyWithin(at, body, end);
    this.#used = at + length;
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

/** Node's own writer takes longer to start than a few plain letters take by hand. */
const fewLetters = 6;

/** @returns where it ends */
function putText(into: Buffer, at: number, text: string): number {
  if (text.length > fewLetters) return at + into.write(text, at);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return at + into.write(text, at);
    into[at + i] = code;
  }
  return at + text.length;
}
