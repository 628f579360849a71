import { integerType, type Leaves, leafType, pageBytes, putInteger, putShort } from './page-file.ts';

const headerBytes = 8;
/** of a row: its length, and its head with a type for each column */
const headBytes = 5;

/** A leaf page under way; its rows are laid from its end towards its beginning. */
class Page {
  readonly bytes = new Uint8Array(pageBytes);
  #start = pageBytes;
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** @returns false when there is no room left */
  add(row: Uint8Array, length: number): boolean {
    const start = this.#start - length;
    if (start < headerBytes + 2 * (this.#count + 1)) return false;
    for (let at = 0; at < length; at++) this.bytes[start + at] = row[at]!;
    putShort(this.bytes, headerBytes + 2 * this.#count++, start);
    this.#start = start;
    return true;
  }

  /** Takes the last row off again. */
  pop(): Uint8Array {
    const length = this.bytes[this.#start]! + 1;
    const row = this.bytes.slice(this.#start, this.#start + length);
    this.#start += length;
    this.#count--;
    return row;
  }

  finish(): Uint8Array {
    this.bytes[0] = leafType.keys;
    putShort(this.bytes, 3, this.#count);
    putShort(this.bytes, 5, this.#start);
    return this.bytes;
  }
}

/**
 * Rows of a table WITHOUT ROWID of three whole numbers, of which the first two are its key.
 * @param lists first column → second column, both rising
 * @param third the third column of all rows
 */
export function keyPages(lists: Iterable<readonly [number, Uint32Array]>, third: number): Leaves {
  const pages: Page[] = [];
  const dividers: Uint8Array[] = [];
  const row = new Uint8Array(headBytes + 24);
  const thirdType = integerType(third);
  row[1] = headBytes - 1;
  row[4] = thirdType;
  let page = new Page();
  for (const [first, seconds] of lists) {
    row[2] = integerType(first);
    const from = putInteger(row, headBytes, row[2], first);
    for (let i = 0; i < seconds.length; i++) {
      const second = seconds[i]!;
      const type = integerType(second);
      row[3] = type;
      const length = putInteger(row, putInteger(row, from, type, second), thirdType, third);
      row[0] = length - 1;
      if (page.add(row, length)) continue;
      pages.push(page);
      dividers.push(row.slice(0, length));
      page = new Page();
    }
  }
  if (page.isEmpty && dividers.length > 0) {
    // nothing stands behind the last divider: it goes there, and the row before it divides
    const last = dividers.pop()!;
    dividers.push(pages.at(-1)!.pop());
    page.add(last, last.length);
  }
  if (!page.isEmpty) pages.push(page);
  return { kind: 'keys', pages: pages.map((one) => one.finish()), dividers };
}
