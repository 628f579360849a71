import type { PageSource } from './page-source.ts';
import { readRecord, type Value, varint } from './record.ts';

/** One row as it lies in a tree; `rowid` null in trees without (indexes, tables WITHOUT ROWID). */
export interface Found {
  rowid: number | null;
  values: Value[];
}

/** A stretch of a tree that could not be read: rows behind `after` up to and with `upTo`. Without rowids it is everything. */
export interface Hole {
  after: number;
  upTo: number;
}

/** Whether a row can belong to the tree that is being read. */
export type Fits = (found: Found) => boolean;

interface Head {
  leaf: boolean;
  /** where the cells begin */
  cells: number[];
  /** rightmost child of an inner page */
  right: number;
}

const everything: Hole = { after: Number.NEGATIVE_INFINITY, upTo: Number.POSITIVE_INFINITY };
const types = { table: { inner: 5, leaf: 13 }, index: { inner: 2, leaf: 10 } } as const;
type Kind = keyof typeof types;

/**
 * Walks the trees of a damaged file. A page that does not fit (of another type, no ascending keys, keys outside of what the page
 * above says, cells that run off it) costs only itself: what hangs below a lost inner page is found again by `strays`.
 */
export class Trees {
  readonly #source: PageSource;
  /** pages that a tree, a long row or the list of free pages holds */
  readonly #taken: Uint8Array;
  /** pages of long rows taken since `strays` last looked at a page */
  #chained: number[] = [];

  constructor(source: PageSource) {
    this.#source = source;
    this.#taken = new Uint8Array(source.pages + 1);
  }

  /** Rows of a table in the order of their rowids. What cannot be read is added to `holes`. */
  *table(root: number, fits: Fits, holes: Hole[]): Generator<Found> {
    yield* this.#walk('table', root, everything, fits, holes);
  }

  /** Entries of an index, or rows of a table WITHOUT ROWID, in no particular order. */
  *index(root: number, fits: Fits, holes: Hole[]): Generator<Found> {
    yield* this.#walk('index', root, everything, fits, holes);
  }

  *#walk(kind: Kind, page: number, within: Hole, fits: Fits, holes: Hole[]): Generator<Found> {
    const bytes = this.#take(page);
    const head = bytes && this.#head(bytes, page === 1 ? 100 : 0, kind);
    if (!bytes || !head) {
      if (bytes) this.#taken[page] = 0;
      holes.push(within);
      return;
    }
    if (head.leaf) {
      yield* this.#leaf(kind, page, bytes, head, { within, fits, holes });
      return;
    }
    const children = kind === 'table' ? this.#tableChildren(bytes, head, within) : this.#indexChildren(bytes, head);
    if (!children) {
      this.#taken[page] = 0;
      holes.push(within);
      return;
    }
    // entries of an index stand on its inner pages too
    if (kind === 'index') yield* this.#rows(kind, bytes, head, { within, fits, holes });
    for (const child of children) yield* this.#walk(kind, child.page, child, fits, holes);
  }

  *#leaf(kind: Kind, page: number, bytes: Buffer, head: Head, ask: { within: Hole; fits: Fits; holes: Hole[] }): Generator<Found> {
    let good = 0;
    for (const found of this.#rows(kind, bytes, head, ask)) {
      good++;
      yield found;
    }
    // of another tree: the page above names the wrong one
    if (good === 0 && head.cells.length > 0) this.#taken[page] = 0;
  }

  *#rows(kind: Kind, bytes: Buffer, head: Head, { within, fits, holes }: { within: Hole; fits: Fits; holes: Hole[] }): Generator<Found> {
    let bad = false;
    for (const at of head.cells) {
      const found = this.#cell(kind, bytes, head.leaf ? at : at + 4);
      if (found && inside(found, within) && fits(found)) yield found;
      else bad = true;
    }
    if (bad) holes.push(within);
  }

  #take(page: number): Buffer | null {
    if (!(page >= 1 && page <= this.#source.pages) || this.#taken[page]) return null;
    const bytes = this.#source.keep(page);
    if (bytes) this.#taken[page] = 1;
    return bytes;
  }

  #head(bytes: Buffer, at: number, kind: Kind): Head | null {
    const type = bytes[at];
    const leaf = type === types[kind].leaf;
    if (!leaf && type !== types[kind].inner) return null;
    const first = at + (leaf ? 8 : 12);
    const count = bytes.readUInt16BE(at + 3);
    if (first + count * 2 > this.#source.usable) return null;
    const cells: number[] = [];
    for (let i = 0; i < count; i++) {
      const place = bytes.readUInt16BE(first + i * 2);
      // a place that cannot be is a row that cannot be read; the others may
      cells.push(place >= first + count * 2 && place + 4 <= this.#source.usable ? place : Number.NaN);
    }
    return { leaf, cells, right: leaf ? 0 : bytes.readUInt32BE(at + 8) };
  }

  /** @returns null when the page cannot be an inner page of this tree: none of its children is believed then */
  #tableChildren(bytes: Buffer, head: Head, within: Hole): (Hole & { page: number })[] | null {
    const children: (Hole & { page: number })[] = [];
    let { after } = within;
    for (const at of head.cells) {
      const key = Number.isNaN(at) ? null : varint(bytes, at + 4);
      if (!key || !(key.value > after && key.value <= within.upTo)) return null;
      children.push({ page: bytes.readUInt32BE(at), after, upTo: key.value });
      after = key.value;
    }
    children.push({ page: head.right, after, upTo: within.upTo });
    return children.every(({ page }) => page > 1 && page <= this.#source.pages) ? children : null;
  }

  #indexChildren(bytes: Buffer, head: Head): (Hole & { page: number })[] | null {
    if (head.cells.some(Number.isNaN)) return null;
    const pages = [...head.cells.map((at) => bytes.readUInt32BE(at)), head.right];
    if (new Set(pages).size < pages.length || pages.some((page) => page <= 1 || page > this.#source.pages)) return null;
    return pages.map((page) => ({ page, ...everything }));
  }

  /** The row that begins at `at`, behind the number of a child; null = it cannot be read. */
  #cell(kind: Kind, bytes: Buffer, at: number): Found | null {
    if (Number.isNaN(at)) return null;
    const length = varint(bytes, at);
    if (!length || Number.isNaN(length.value)) return null;
    let begin = length.end;
    let rowid: number | null = null;
    if (kind === 'table') {
      const id = varint(bytes, begin);
      if (!id || Number.isNaN(id.value)) return null;
      [rowid, begin] = [id.value, id.end];
    }
    const payload = this.#payload(kind, bytes, begin, length.value);
    const values = payload && readRecord(payload);
    return values && { rowid, values };
  }

  /** Bytes of a row: what lies on its page, and the chain of pages that hold the rest. */
  #payload(kind: Kind, bytes: Buffer, at: number, length: number): Buffer | null {
    const { usable, pages } = this.#source;
    const most = kind === 'table' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
    if (length <= most) return at + length <= usable ? bytes.subarray(at, at + length) : null;
    if (length > pages * usable) return null;
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const wished = least + ((length - least) % (usable - 4));
    const here = wished <= most ? wished : least;
    if (at + here + 4 > usable) return null;
    const parts = [bytes.subarray(at, at + here)];
    const chain: number[] = [];
    let next = bytes.readUInt32BE(at + here);
    for (let left = length - here; left > 0; left -= usable - 4) {
      const more = chain.includes(next) ? null : this.#take(next);
      // the last page of a chain ends it with a nought: one that was emptied looks just like it
      if (!more || isEmpty(more)) return this.#giveBack(chain);
      chain.push(next);
      parts.push(more.subarray(4, 4 + Math.min(left, usable - 4)));
      next = more.readUInt32BE(0);
    }
    if (next !== 0) return this.#giveBack(chain);
    this.#chained.push(...chain);
    return Buffer.concat(parts);
  }

  #giveBack(pages: readonly number[]): null {
    for (const page of pages) this.#taken[page] = 0;
    return null;
  }

  /** Marks the pages of the list of free ones: what lies there was deleted, and stays so. */
  leaveOutFree(firstTrunk: number): void {
    let trunk = firstTrunk;
    for (;;) {
      const bytes = this.#take(trunk);
      const count = bytes?.readUInt32BE(4) ?? Number.POSITIVE_INFINITY;
      if (!bytes || count > this.#source.usable / 4 - 2) return;
      for (let i = 0; i < count; i++) {
        const page = bytes.readUInt32BE(8 + i * 4);
        if (page <= this.#source.pages) this.#taken[page] = 1;
      }
      trunk = bytes.readUInt32BE(0);
    }
  }

  /**
   * Pages that hang on no tree that could be walked. `claim` says whose the rows of one are (all of a page belong to one tree);
   * it is asked once for a page, which nobody else is offered any more when it takes it.
   */
  strays(claim: (rows: Found[]) => boolean): void {
    for (let page = 2; page <= this.#source.pages; page++) {
      if (this.#taken[page]) continue;
      const bytes = this.#source.read(page);
      const kind = bytes?.[0] === types.table.leaf ? 'table' : bytes?.[0] === types.index.leaf || bytes?.[0] === 2 ? 'index' : null;
      if (!bytes || !kind) continue;
      const own = Buffer.from(bytes);
      const head = this.#head(own, 0, kind);
      if (!head) continue;
      this.#taken[page] = 1;
      this.#chained = [];
      const rows = [...this.#rows(kind, own, head, { within: everything, fits: () => true, holes: [] })];
      if (rows.length === 0 || !claim(rows)) this.#giveBack([page, ...this.#chained]);
    }
  }
}

const inside = ({ rowid }: Found, { after, upTo }: Hole) => rowid === null || (rowid > after && rowid <= upTo);

const isEmpty = (page: Buffer): boolean => page.every((byte) => byte === 0);
