import type { ChatVoice } from '../chat-source.ts';
import { doubledQuotes, type RowBytes } from '../row-bytes.ts';

/**
 * Places of columns. Rows alike in the cells of `alike` say the same but for time, words and id: and of these `row` gives the cell as it
 * is, of texts, while pictures and videos have no words.
 */
export interface PlainColumns {
  alike: number[];
  time: number;
  words: number;
  /** null = there is none */
  id: number | null;
}

/** Places of columns by their names; of `alike` some may be missing, as `cellOf` takes them for empty. */
export function plainColumns(
  columns: ReadonlyMap<string, number>,
  names: { alike: string; time: string; words: string; id?: string },
): PlainColumns {
  const at = (name: string) => columns.get(name) ?? -1;
  const alike = names.alike.split(',').map(at);
  return {
    alike: alike.filter((place) => place !== -1),
    time: at(names.time),
    words: at(names.words),
    id: columns.get(names.id ?? '') ?? null,
  };
}

/** Beyond so many the rest is read as texts. */
const mostVoices = 200_000;
/** A longer cell is nobody's name. */
const mostCellBytes = 255;

/** Knows by the bytes of some cells of a row who says something of which kind, once a row with the same cells was read as texts. */
export class PlainVoices {
  readonly #columns: readonly number[];
  /** by place: null = rows like that have to be read as texts */
  readonly #voices: (ChatVoice | null)[] = [];
  #numbers = 0;
  /** the cells of a voice, each behind its length */
  #cells = new Uint8Array(4096);
  #view = new DataView(this.#cells.buffer);
  #used = 0;
  #starts = new Uint32Array(256);
  /** place + 1 by hash; 0 = free */
  #table = new Uint32Array(1024);
  #hash = 0;

  /** @param columns that say everything of a row but its time, words and id */
  constructor(columns: readonly number[]) {
    this.#columns = columns;
  }

  /** Who speaks in a row; null = it has to be read as texts, and may then be learned. */
  find(rows: RowBytes): ChatVoice | null {
    const place = this.#find(rows);
    return place === -1 ? null : this.#voices[place]!;
  }

  #find(rows: RowBytes): number {
    this.#hash = this.#hashOf(rows);
    const mask = this.#table.length - 1;
    for (let at = this.#hash & mask; ; at = (at + 1) & mask) {
      const place = this.#table[at]! - 1;
      if (place === -1 || this.#fits(rows, place)) return place;
    }
  }

  /** Keeps what a row, the one asked for last, was read as. */
  learn(rows: RowBytes, { conversation, senderId, senderName, direction, kind }: Omit<ChatVoice, 'number'>): void {
    const known = this.#columns.every((column) => (rows.signs[column]! & doubledQuotes) === 0 && lengthOf(rows, column) <= mostCellBytes);
    // a list of sign-ups is told by its words, not by these cells
    if (!known || kind === 'solitaire' || this.#voices.length === mostVoices || this.#find(rows) !== -1) return;
    const place = this.#voices.length;
    const plain = kind === 'text' || kind === 'picture' || kind === 'video';
    this.#voices.push(plain ? { conversation, senderId, senderName, direction, kind, number: this.#numbers++ } : null);
    if (place * 2 >= this.#table.length) this.#widen();
    this.#keep(rows, place);
    this.#enter(this.#hash, place);
  }

  #keep({ bytes, starts, ends }: RowBytes, place: number): void {
    const needed = this.#used + this.#columns.length * (mostCellBytes + 1);
    if (needed > this.#cells.length) {
      this.#cells = wider(this.#cells, new Uint8Array(needed * 2));
      this.#view = new DataView(this.#cells.buffer);
    }
    if (place === this.#starts.length) this.#starts = wider(this.#starts, new Uint32Array(place * 2));
    this.#starts[place] = this.#used;
    for (const column of this.#columns) {
      this.#cells[this.#used++] = ends[column]! - starts[column]!;
      for (let from = starts[column]!; from < ends[column]!; from++) this.#cells[this.#used++] = bytes[from]!;
    }
  }

  #enter(hash: number, place: number): void {
    const mask = this.#table.length - 1;
    let at = hash & mask;
    while (this.#table[at] !== 0) at = (at + 1) & mask;
    this.#table[at] = place + 1;
  }

  #widen(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    for (let place = 0; place < this.#voices.length - 1; place++) {
      let from = this.#starts[place]!;
      let hash = first;
      for (let i = 0; i < this.#columns.length; i++) {
        const end = from + 1 + this.#cells[from]!;
        hash = hashed(hash, this.#view, from + 1, end);
        from = end;
      }
      this.#enter(spread(hash), place);
    }
  }

  #hashOf({ view, starts, ends }: RowBytes): number {
    const columns = this.#columns;
    let hash = first;
    for (let i = 0; i < columns.length; i++) hash = hashed(hash, view, starts[columns[i]!]!, ends[columns[i]!]!);
    return spread(hash);
  }

  #fits({ view, starts, ends, signs }: RowBytes, place: number): boolean {
    const cells = this.#view;
    const columns = this.#columns;
    let at = this.#starts[place]!;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      let from = starts[column]!;
      const end = ends[column]!;
      if (cells.getUint8(at++) !== end - from || (signs[column]! & doubledQuotes) !== 0) return false;
      for (; from + 4 <= end; from += 4, at += 4) if (cells.getInt32(at) !== view.getInt32(from)) return false;
      while (from < end) if (cells.getUint8(at++) !== view.getUint8(from++)) return false;
    }
    return true;
  }
}

const first = 0x11c9dc5;

/** Adds a cell, and that it ends. */
function hashed(before: number, view: DataView, from: number, end: number): number {
  let hash = before;
  let at = from;
  for (; at + 4 <= end; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at), 0x01000193);
    // the upper bits of four signs have to reach the lower ones
    hash ^= hash >>> 15;
  }
  while (at < end) hash = Math.imul(hash ^ view.getUint8(at++), 0x01000193);
  return Math.imul(hash ^ 0x1ff, 0x01000193);
}

const spread = (hash: number): number => (hash ^ (hash >>> 15)) & 0x3fffffff;

const lengthOf = ({ starts, ends }: RowBytes, column: number): number => ends[column]! - starts[column]!;

function wider<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
