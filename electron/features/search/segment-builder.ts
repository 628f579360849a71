import type { Database } from '../../platform/db/database.ts';
import { secondOf } from '../chats/index.ts';
import { isSearched } from './searched-kinds.ts';
import {
  chunkKey,
  chunkSeconds,
  conversationKey,
  directionKey,
  end,
  foldUnit,
  groupKey,
  keySpan,
  kindKey,
  mostRepeats,
  pairKey,
  privateKey,
  putNumber,
  repeatKey,
  talkerKey,
} from './segment-format.ts';

/** What a segment keeps of a message. */
export type IndexedRow = [
  id: number,
  conversationId: number,
  talkerId: number,
  direction: number,
  kind: number,
  content: string,
  batchId: number,
];
export const indexedColumns = 'id, conversation_id, talker_id, direction, kind, content, batch_id';

/** A block is closed at this many bytes: a few fit a page of search.db, and reading one for a key takes some µs. */
const blockBytes = 3900;

/** Collects messages, in the order of their ids, and writes them as a segment. Can be used for one after the other. */
export class SegmentBuilder {
  readonly #isGroup: (conversationId: number) => boolean;
  #seconds: number[] = [];
  /** where the postings of each message begin */
  #starts: number[] = [];
  /** places of keys, message after message */
  #postings = new Uint32Array(1 << 16);
  #length = 0;
  // keys by place, and where to find a place by its key: 0 = nothing, else place + 1
  #keys = new Float64Array(1 << 12);
  #counts = new Uint32Array(1 << 12);
  /** last message of each key + 1, and how often the key stands in it */
  #last = new Uint32Array(1 << 12);
  #times = new Uint8Array(1 << 12);
  #size = 0;
  #table = new Int32Array(1 << 13);
  #shift = 32 - 13;

  constructor(isGroup: (conversationId: number) => boolean) {
    this.#isGroup = isGroup;
  }

  /** messages so far */
  get messages(): number {
    return this.#seconds.length;
  }

  /** ids ascending */
  add([id, conversationId, talkerId, direction, kind, content]: IndexedRow): void {
    if (!isSearched[kind] || content === '') return;
    this.#seconds.push(secondOf(id));
    this.#starts.push(this.#length);
    this.#makeRoom(2 * content.length + 8);
    this.#put(conversationKey(conversationId));
    this.#put(this.#isGroup(conversationId) ? groupKey : privateKey);
    if (talkerId !== 0) this.#put(talkerKey(talkerId));
    this.#put(kindKey(kind));
    this.#put(directionKey(direction));
    const message = this.#seconds.length;
    let before = foldUnit(content.charCodeAt(0));
    for (let i = 1; i <= content.length; i++) {
      const unit = i < content.length ? foldUnit(content.charCodeAt(i)) : end;
      const pair = pairKey(before, unit);
      const place = this.#placeOf(pair, (before << 16) | unit);
      if (this.#last[place] !== message) {
        this.#last[place] = message;
        this.#times[place] = 1;
        this.#post(place);
      } else if (this.#times[place]! < mostRepeats) {
        this.#times[place]!++;
        this.#put(repeatKey(pair, this.#times[place]!));
      }
      before = unit;
    }
  }

  /** Writes the segment under `id` and begins a new one. @returns what a Segment tells of it */
  write(search: Database, id: number, span: number): { messages: number; last: number } {
    const { messages } = this;
    const last = this.#seconds.at(-1) ?? span;
    search.sql('INSERT INTO segments (id, span, messages, last) VALUES (?, ?, ?, ?)').run(id, span, messages, last);
    this.#writeBlocks(search, id);
    this.#writeSeconds(search, id);
    this.#clear();
    return { messages, last };
  }

  #writeSeconds(search: Database, id: number): void {
    const insert = search.sql('INSERT INTO postings (id, block) VALUES (?, ?)');
    for (let chunk = 0; chunk * chunkSeconds < this.messages; chunk++) {
      const some = Uint32Array.from(this.#seconds.slice(chunk * chunkSeconds, (chunk + 1) * chunkSeconds));
      insert.run(id * keySpan + chunkKey(chunk), Buffer.from(some.buffer));
    }
  }

  #writeBlocks(search: Database, id: number): void {
    const insert = search.sql('INSERT INTO postings (id, block) VALUES (?, ?)');
    const { starts, numbers } = this.#sorted();
    const bitmapBytes = Math.ceil(this.messages / 8);
    const keys = this.#keys.slice(0, this.#size).sort();
    let block = new Uint8Array(1 << 14);
    let length = 0;
    let first = 0;
    let before = 0;
    const list = new Uint8Array(bitmapBytes + 8);
    const flush = () => {
      if (length > 0) insert.run(id * keySpan + first, Buffer.from(block.buffer, 0, length));
      length = 0;
    };
    for (const key of keys) {
      const place = this.#placeOf(key, hashOf(key));
      const start = starts[place]!;
      const bytes = putList(list, numbers, start, start + this.#counts[place]!, bitmapBytes);
      if (length + bytes.length > blockBytes) flush();
      if (length === 0) first = before = key;
      if (length + bytes.length + 16 > block.length) {
        const wider = new Uint8Array(length + bytes.length + (1 << 14));
        wider.set(block.subarray(0, length));
        block = wider;
      }
      length = putNumber(block, length, key - before);
      length = putNumber(block, length, bytes.length * 2 + (bytes.bitmap ? 1 : 0));
      block.set(list.subarray(0, bytes.length), length);
      length += bytes.length;
      before = key;
    }
    flush();
  }

  /** Messages by the place of their key. */
  #sorted(): { starts: Uint32Array; numbers: Uint32Array } {
    const starts = new Uint32Array(this.#size);
    let sum = 0;
    for (let place = 0; place < this.#size; place++) {
      starts[place] = sum;
      sum += this.#counts[place]!;
    }
    const next = starts.slice();
    const numbers = new Uint32Array(sum);
    this.#starts.push(this.#length);
    for (let message = 0; message < this.messages; message++)
      for (let i = this.#starts[message]!; i < this.#starts[message + 1]!; i++) numbers[next[this.#postings[i]!]!++] = message;
    return { starts, numbers };
  }

  #put(key: number): void {
    this.#post(this.#placeOf(key, hashOf(key)));
  }

  #post(place: number): void {
    this.#counts[place]!++;
    this.#postings[this.#length++] = place;
  }

  /** `hash` = hashOf(key) */
  #placeOf(key: number, hash: number): number {
    const mask = this.#table.length - 1;
    for (let at = Math.imul(hash, 0x9e3779b1) >>> this.#shift; ; at = (at + 1) & mask) {
      const found = this.#table[at]!;
      if (found === 0) return this.#newPlace(key, at);
      if (this.#keys[found - 1] === key) return found - 1;
    }
  }

  #newPlace(key: number, at: number): number {
    const place = this.#size++;
    this.#table[at] = place + 1;
    this.#keys[place] = key;
    this.#counts[place] = 0;
    this.#last[place] = 0;
    if (this.#size === this.#keys.length) this.#grow();
    return place;
  }

  #grow(): void {
    const size = this.#size * 2;
    this.#keys = widened(this.#keys, new Float64Array(size));
    this.#counts = widened(this.#counts, new Uint32Array(size));
    this.#last = widened(this.#last, new Uint32Array(size));
    this.#times = widened(this.#times, new Uint8Array(size));
    this.#table = new Int32Array(size * 2);
    this.#shift--;
    const mask = this.#table.length - 1;
    for (let place = 0; place < this.#size; place++) {
      let at = Math.imul(hashOf(this.#keys[place]!), 0x9e3779b1) >>> this.#shift;
      while (this.#table[at] !== 0) at = (at + 1) & mask;
      this.#table[at] = place + 1;
    }
  }

  #makeRoom(more: number): void {
    if (this.#length + more <= this.#postings.length) return;
    this.#postings = widened(this.#postings, new Uint32Array(Math.max(this.#postings.length * 2, this.#length + more)));
  }

  #clear(): void {
    this.#seconds = [];
    this.#starts = [];
    this.#length = 0;
    this.#size = 0;
    this.#table.fill(0);
  }
}

/** Of a pair: its two units side by side. */
const hashOf = (key: number): number => (key | 0) ^ Math.imul((key / 2 ** 32) | 0, 0x85ebca6b);

/** Writes numbers as a list, as distances or as a bitmap. */
function putList(
  into: Uint8Array,
  numbers: Uint32Array,
  from: number,
  to: number,
  bitmapBytes: number,
): { length: number; bitmap: boolean } {
  let length = 0;
  let before = -1;
  let i = from;
  // into has room for one number more than a bitmap takes
  for (; i < to && length < bitmapBytes; i++) {
    length = putNumber(into, length, numbers[i]! - before - 1);
    before = numbers[i]!;
  }
  if (i === to && length <= bitmapBytes) return { length, bitmap: false };
  into.fill(0, 0, bitmapBytes);
  for (i = from; i < to; i++) into[numbers[i]! >> 3]! |= 1 << (numbers[i]! & 7);
  return { length: bitmapBytes, bitmap: true };
}

function widened<T extends { set(from: T): void }>(from: T, into: T): T {
  into.set(from);
  return into;
}
