import { isWordless, placeOf, secondOf, slotOfHash, slots, wordsHash } from './message-id.ts';
import type { ConversationState } from './people.ts';
import type { RunMerge } from './spool-runs.ts';

/** Records that are placed at once: enough that their borders cost nothing, few enough to stay in the processor's caches. */
export const chunkSize = 65_536;

/** Who speaks in a record, as the book knows it. */
export interface Speaker {
  state: ConversationState;
  talker: number;
  direction: number;
  /** rows of others who may be the talker: the same name in the same group */
  namesakes: readonly number[];
}

/** A stretch of records in typed arrays, words as UTF-8: as many objects and strings would cost four times the memory, and the collector's time. */
export class Chunk {
  readonly capacity: number;
  size = 0;
  readonly #bases: Float64Array;
  readonly #sourceKeys: Float64Array;
  readonly #talkers: Float64Array;
  readonly #places: Uint32Array;
  readonly #traits: Uint16Array;
  readonly #ends: Uint32Array;
  /** by ConversationState.index */
  readonly #states: ConversationState[] = [];
  /** by record: who is still to be tried as its talker, the talker told by the file last */
  readonly #untried = new Map<number, number[]>();
  #words: Buffer;
  #used = 0;

  constructor(capacity = chunkSize) {
    this.capacity = capacity;
    this.#bases = new Float64Array(capacity);
    this.#sourceKeys = new Float64Array(capacity);
    this.#talkers = new Float64Array(capacity);
    this.#places = new Uint32Array(capacity);
    this.#traits = new Uint16Array(capacity);
    this.#ends = new Uint32Array(capacity);
    this.#words = Buffer.allocUnsafeSlow(this.capacity * 48);
  }

  get isFull(): boolean {
    return this.size === this.capacity;
  }

  /** Adds the record that `runs` is at. Records come in the order of their precision, and of time each. */
  add(runs: RunMerge, { state, talker, direction, namesakes }: Speaker): void {
    const { kind } = runs;
    const at = this.size++;
    const place = placeOf(state.id || -1 - state.index, talker, direction, kind);
    const hash = this.#copy(runs, wordsHash(place, ''));
    this.#bases[at] = runs.second * slots + slotOfHash(isWordless[kind] ? wordsHash(place, '') : hash);
    this.#sourceKeys[at] = runs.sourceKey;
    this.#talkers[at] = talker;
    this.#places[at] = state.index;
    this.#traits[at] = direction | (kind << 2) | (runs.precision << 8);
    this.#ends[at] = this.#used;
    this.#states[state.index] = state;
    if (namesakes.length > 0) this.#untried.set(at, [...namesakes, talker]);
  }

  /** Whether somebody of the same name may have said it as well. */
  hasNamesakes(record: number): boolean {
    return this.#untried.has(record);
  }

  /** Goes on to the next who may be its talker; the last is the one that the file told. */
  tryNamesake(record: number): void {
    const untried = this.#untried.get(record)!;
    const talker = untried.shift()!;
    if (untried.length === 0) this.#untried.delete(record);
    const { id, index } = this.conversation(record);
    const kind = this.kind(record);
    const hash = wordsHash(placeOf(id || -1 - index, talker, this.direction(record), kind), isWordless[kind] ? '' : this.textOf(record));
    this.#talkers[record] = talker;
    this.#bases[record] = secondOf(this.base(record)) * slots + slotOfHash(hash);
  }

  /** Copies words. @returns their hash, by the same rule as `wordsHash`; `begun` = the hash of what is before them */
  #copy({ bytes, from, end }: RunMerge, begun: number): number {
    if (this.#used + end - from > this.#words.length) this.#widen(this.#used + end - from);
    const words = this.#words;
    let used = this.#used;
    let hash = begun;
    for (let i = from; i < end; ) {
      const byte = bytes[i++]!;
      words[used++] = byte;
      let code = byte;
      if (byte >= 0xe0) {
        const [second, third] = [bytes[i++]!, bytes[i++]!];
        words[used++] = second;
        words[used++] = third;
        code = ((byte & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
        if (byte >= 0xf0) {
          const fourth = bytes[i++]!;
          words[used++] = fourth;
          const point = (((byte & 0x07) << 18) | ((second & 0x3f) << 12) | ((third & 0x3f) << 6) | (fourth & 0x3f)) - 0x10000;
          hash = Math.imul(hash ^ (0xd800 | (point >> 10)), 0x01000193);
          code = 0xdc00 | (point & 0x3ff);
        }
      } else if (byte >= 0x80) {
        const second = bytes[i++]!;
        words[used++] = second;
        code = ((byte & 0x1f) << 6) | (second & 0x3f);
      }
      hash = Math.imul(hash ^ code, 0x01000193);
    }
    this.#used = used;
    return hash;
  }

  #widen(needed: number): void {
    const wider = Buffer.allocUnsafeSlow(Math.max(needed, this.#words.length * 2));
    this.#words.copy(wider, 0, 0, this.#used);
    this.#words = wider;
  }

  /** id that the record looks at first */
  base(record: number): number {
    return this.#bases[record]!;
  }

  /** -1 = none */
  sourceKey(record: number): number {
    return this.#sourceKeys[record]!;
  }

  /** Forgets the id on the platform. */
  dropSourceKey(record: number): void {
    this.#sourceKeys[record] = -1;
  }

  talker(record: number): number {
    return this.#talkers[record]!;
  }

  conversation(record: number): ConversationState {
    return this.#states[this.#places[record]!]!;
  }

  /** direction | kind << 2 | precision << 8 */
  traits(record: number): number {
    return this.#traits[record]!;
  }

  direction(record: number): number {
    return this.#traits[record]! & 3;
  }

  kind(record: number): number {
    return (this.#traits[record]! >> 2) & 63;
  }

  precision(record: number): number {
    return this.#traits[record]! >> 8;
  }

  textOf(record: number): string {
    return this.#words.toString('utf8', this.#startOf(record), this.#ends[record]!);
  }

  /** How long its words are as UTF-8. */
  bytesOf(record: number): number {
    return this.#ends[record]! - this.#startOf(record);
  }

  /** Puts its words, as UTF-8, into `target` from `at` on. */
  copyWords(record: number, target: Buffer, at: number): void {
    const [words, end] = [this.#words, this.#ends[record]!];
    // for some dozen bytes quicker than Buffer.copy
    for (let from = this.#startOf(record), to = at; from < end; ) target[to++] = words[from++]!;
  }

  #startOf(record: number): number {
    return record === 0 ? 0 : this.#ends[record - 1]!;
  }

  clear(): void {
    this.size = 0;
    this.#used = 0;
    this.#states.length = 0;
    this.#untried.clear();
  }

  /** Places of the records by precision and id, equal ones in the order of the file. */
  order(): Uint32Array {
    const { size } = this;
    const order = new Uint32Array(size);
    for (let i = 0; i < size; i++) order[i] = i;
    for (let from = 0; from < size; ) {
      const second = Math.floor(this.base(from) / slots);
      let to = from + 1;
      while (to < size && Math.floor(this.base(to) / slots) === second && this.precision(to) === this.precision(from)) to++;
      if (to - from > 1) this.#sortSecond(order, from, to);
      from = to;
    }
    return order;
  }

  #sortSecond(order: Uint32Array, from: number, to: number): void {
    if (to - from > 2) order.subarray(from, to).sort((a, b) => this.base(a) - this.base(b) || a - b);
    else if (this.base(from) > this.base(from + 1)) {
      order[from] = from + 1;
      order[from + 1] = from;
    }
  }
}
