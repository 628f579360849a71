import { slots } from './message-id.ts';
import type { ConversationState } from './people.ts';

/** Records in memory at once, some 150 MB. Each chunk of a chat-by-chat file touches nearly every page of the book: fewer are quicker. */
export const chunkSize = 1_000_000;
const mostBytes = 96 * 2 ** 20;

/** A stretch of records by column, words as UTF-8: as many objects and strings would cost four times the memory, and the collector's time. */
export class Chunk {
  readonly capacity: number;
  size = 0;
  /** id that the record looks at first */
  readonly base: Float64Array;
  readonly talker: Int32Array;
  readonly direction: Uint8Array;
  readonly kind: Uint8Array;
  readonly precision: Uint8Array;
  /** -1 = none */
  readonly sourceKey: Float64Array;
  readonly conversation: ConversationState[] = [];
  /** where the words of a record end */
  readonly #ends: Uint32Array;
  #words: Buffer;
  #used = 0;
  readonly #order: Uint32Array;
  readonly #spare: Uint32Array;

  constructor(capacity = chunkSize) {
    this.capacity = capacity;
    this.base = new Float64Array(capacity);
    this.talker = new Int32Array(capacity);
    this.direction = new Uint8Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.precision = new Uint8Array(capacity);
    this.sourceKey = new Float64Array(capacity);
    this.#ends = new Uint32Array(capacity);
    this.#words = Buffer.allocUnsafeSlow(Math.min(capacity * 32, mostBytes));
    this.#order = new Uint32Array(capacity);
    this.#spare = new Uint32Array(capacity);
  }

  get isFull(): boolean {
    return this.size === this.capacity || this.#used > mostBytes;
  }

  /** Puts the words of record `size - 1`, the last one; half a character becomes U+FFFD, as SQLite would have it. */
  addWords(words: string): void {
    const needed = this.#used + words.length * 3;
    if (needed > this.#words.length) {
      const wider = Buffer.allocUnsafeSlow(Math.max(needed, this.#words.length * 2));
      this.#words.copy(wider, 0, 0, this.#used);
      this.#words = wider;
    }
    this.#used += this.#words.write(words, this.#used);
    this.#ends[this.size - 1] = this.#used;
  }

  textOf(record: number): string {
    return this.#words.toString('utf8', record === 0 ? 0 : this.#ends[record - 1], this.#ends[record]);
  }

  clear(): void {
    this.size = 0;
    this.#used = 0;
    this.conversation.length = 0;
  }

  /** Places of the records by id, equal ones in the order of the file; valid until the next call. Sorted digit by digit. */
  order(): Uint32Array {
    const { size, base } = this;
    let from = this.#order.subarray(0, size);
    let to = this.#spare.subarray(0, size);
    const slot = new Uint32Array(size);
    const second = new Uint32Array(size);
    let first = 2 ** 32 - 1;
    let last = 0;
    for (let i = 0; i < size; i++) {
      const id = base[i]!;
      const at = Math.floor(id / slots);
      from[i] = i;
      slot[i] = id - at * slots;
      second[i] = at;
      if (at < first) first = at;
      if (at > last) last = at;
    }
    for (let i = 0; i < size; i++) second[i]! -= first;
    for (const shift of [0, 11]) [from, to] = pass(from, to, slot, shift);
    for (let shift = 0; shift < 32 && last - first >= 2 ** shift; shift += 11) [from, to] = pass(from, to, second, shift);
    return from;
  }
}

const counts = new Uint32Array(2049);

function pass(from: Uint32Array, to: Uint32Array, keys: Uint32Array, shift: number): [Uint32Array, Uint32Array] {
  counts.fill(0);
  for (let i = 0; i < from.length; i++) counts[((keys[from[i]!]! >>> shift) & 2047) + 1]!++;
  for (let d = 1; d < counts.length; d++) counts[d]! += counts[d - 1]!;
  for (let i = 0; i < from.length; i++) {
    const record = from[i]!;
    to[counts[(keys[record]! >>> shift) & 2047]!++] = record;
  }
  return [to, from];
}
