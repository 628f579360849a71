import { slotOfHash, slots, wordsHash } from './message-id.ts';
import type { ConversationState } from './people.ts';

/** Records in memory at once, some 150 MB. Each chunk of a chat-by-chat file touches nearly every page of the book: fewer are quicker. */
export const chunkSize = 1_000_000;
/** so that the place of a record fits beside its time when sorting */
const placeBits = 2 ** 20;
const mostBytes = 96 * 2 ** 20;

/** What stands for a record in `fields`: all of it in one line of the processor's cache, as records are visited in the order of time. */
const width = 5;
const [baseAt, keyAt, metaAt, talkerAt, endAt] = [0, 1, 2, 3, 4];

/** A stretch of records in typed arrays, words as UTF-8: as many objects and strings would cost four times the memory, and the collector's time. */
export class Chunk {
  readonly capacity: number;
  size = 0;
  readonly #fields: Float64Array;
  /** by ConversationState.index */
  readonly #states: ConversationState[] = [];
  #words: Buffer;
  #used = 0;
  readonly #keys: Float64Array;
  readonly #order: Uint32Array;

  constructor(capacity = chunkSize) {
    this.capacity = Math.min(capacity, placeBits);
    this.#fields = new Float64Array(this.capacity * width);
    this.#words = Buffer.allocUnsafeSlow(Math.min(this.capacity * 32, mostBytes));
    this.#keys = new Float64Array(this.capacity);
    this.#order = new Uint32Array(this.capacity);
  }

  get isFull(): boolean {
    return this.size === this.capacity || this.#used > mostBytes;
  }

  /**
   * Adds a record. `place` = hash of who said what kind of thing where; words that are no part of what it is (`wordless`) are kept all
   * the same. `sourceKey` -1 = none. Half a character becomes U+FFFD, as SQLite would have it.
   */
  add(record: {
    state: ConversationState;
    talker: number;
    direction: number;
    kind: number;
    precision: number;
    sourceKey: number;
    second: number;
    place: number;
    words: string;
    wordless: boolean;
  }): void {
    const { state, place, words } = record;
    const at = this.size++ * width;
    const fields = this.#fields;
    const hash = this.#write(words, place);
    fields[at + baseAt] = record.second * slots + slotOfHash(record.wordless ? wordsHash(place, '') : hash);
    fields[at + keyAt] = record.sourceKey;
    fields[at + metaAt] = state.index * 1024 + (record.direction | (record.kind << 2) | (record.precision << 8));
    fields[at + talkerAt] = record.talker;
    fields[at + endAt] = this.#used;
    this.#states[state.index] = state;
  }

  /** Writes words as UTF-8. @returns their hash, by the same rule as `wordsHash` */
  #write(words: string, place: number): number {
    const needed = this.#used + words.length * 3;
    if (needed > this.#words.length) {
      const wider = Buffer.allocUnsafeSlow(Math.max(needed, this.#words.length * 2));
      this.#words.copy(wider, 0, 0, this.#used);
      this.#words = wider;
    }
    const bytes = this.#words;
    const { length } = words;
    let used = this.#used;
    let hash = wordsHash(place, '');
    for (let i = 0; i < length; i++) {
      const code = words.charCodeAt(i);
      hash = Math.imul(hash ^ code, 0x01000193);
      if (code < 0x80) bytes[used++] = code;
      else if (code < 0x800) {
        bytes[used++] = 0xc0 | (code >> 6);
        bytes[used++] = 0x80 | (code & 0x3f);
      } else if (code < 0xd800 || code > 0xdfff) {
        bytes[used++] = 0xe0 | (code >> 12);
        bytes[used++] = 0x80 | ((code >> 6) & 0x3f);
        bytes[used++] = 0x80 | (code & 0x3f);
      } else {
        const low = code < 0xdc00 && i + 1 < length ? words.charCodeAt(i + 1) : 0;
        if (low >= 0xdc00 && low <= 0xdfff) {
          hash = Math.imul(hash ^ low, 0x01000193);
          i++;
          const point = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          bytes[used++] = 0xf0 | (point >> 18);
          bytes[used++] = 0x80 | ((point >> 12) & 0x3f);
          bytes[used++] = 0x80 | ((point >> 6) & 0x3f);
          bytes[used++] = 0x80 | (point & 0x3f);
        } else {
          bytes[used++] = 0xef;
          bytes[used++] = 0xbf;
          bytes[used++] = 0xbd;
        }
      }
    }
    this.#used = used;
    return hash;
  }

  /** id that the record looks at first */
  base(record: number): number {
    return this.#fields[record * width + baseAt]!;
  }

  /** -1 = none */
  sourceKey(record: number): number {
    return this.#fields[record * width + keyAt]!;
  }

  /** Forgets the id on the platform. */
  dropSourceKey(record: number): void {
    this.#fields[record * width + keyAt] = -1;
  }

  talker(record: number): number {
    return this.#fields[record * width + talkerAt]!;
  }

  conversation(record: number): ConversationState {
    return this.#states[Math.floor(this.#fields[record * width + metaAt]! / 1024)]!;
  }

  /** direction | kind << 2 | precision << 8 */
  traits(record: number): number {
    return this.#fields[record * width + metaAt]! % 1024;
  }

  direction(record: number): number {
    return this.traits(record) & 3;
  }

  kind(record: number): number {
    return (this.traits(record) >> 2) & 63;
  }

  precision(record: number): number {
    return this.traits(record) >> 8;
  }

  textOf(record: number): string {
    const at = record * width + endAt;
    return this.#words.toString('utf8', record === 0 ? 0 : this.#fields[at - width], this.#fields[at]);
  }

  clear(): void {
    this.size = 0;
    this.#used = 0;
    this.#states.length = 0;
  }

  /** Places of the records by id, equal ones in the order of the file; valid until the next call. */
  order(): Uint32Array {
    const { size } = this;
    let first = Number.POSITIVE_INFINITY;
    for (let i = 0; i < size; i++) first = Math.min(first, this.base(i));
    first = Math.floor(first / slots);
    const keys = this.#keys.subarray(0, size);
    for (let i = 0; i < size; i++) keys[i] = (Math.floor(this.base(i) / slots) - first) * placeBits + i;
    // plain numbers are sorted without a comparison in JavaScript, five times as quickly
    keys.sort();
    const order = this.#order.subarray(0, size);
    for (let from = 0; from < size; ) {
      const second = Math.floor(keys[from]! / placeBits);
      let to = from;
      do order[to] = keys[to]! % placeBits;
      while (++to < size && Math.floor(keys[to]! / placeBits) === second);
      if (to - from > 1) order.subarray(from, to).sort((a, b) => this.base(a) - this.base(b) || a - b);
      from = to;
    }
    return order;
  }
}
