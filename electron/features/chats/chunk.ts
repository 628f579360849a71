import { slots } from './message-id.ts';
import type { ConversationState } from './people.ts';

/** Records in memory at once. */
export const chunkSize = 200_000;

/** A stretch of records by column: 200,000 objects would cost four times the memory, and the collector's time. */
export class Chunk {
  readonly capacity: number;
  size = 0;
  /** id that the record looks at first */
  readonly base: Float64Array;
  readonly talker: Float64Array;
  readonly direction: Uint8Array;
  readonly kind: Uint8Array;
  readonly precision: Uint8Array;
  /** -1 = none */
  readonly sourceKey: Float64Array;
  readonly text: string[];
  readonly conversation: ConversationState[];
  readonly #order: Uint32Array;
  readonly #spare: Uint32Array;

  constructor(capacity = chunkSize) {
    this.capacity = capacity;
    this.base = new Float64Array(capacity);
    this.talker = new Float64Array(capacity);
    this.direction = new Uint8Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.precision = new Uint8Array(capacity);
    this.sourceKey = new Float64Array(capacity);
    this.text = [];
    this.conversation = [];
    this.#order = new Uint32Array(capacity);
    this.#spare = new Uint32Array(capacity);
  }

  get isFull(): boolean {
    return this.size === this.capacity;
  }

  clear(): void {
    this.size = 0;
    this.text.length = 0;
    this.conversation.length = 0;
  }

  /** Places of the records by id, equal ones in the order of the file; valid until the next call. Sorted digit by digit. */
  order(): Uint32Array {
    const { size, base } = this;
    let from = this.#order.subarray(0, size);
    let to = this.#spare.subarray(0, size);
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (let i = 0; i < size; i++) {
      from[i] = i;
      const second = Math.floor(base[i]! / slots);
      if (second < first) first = second;
      if (second > last) last = second;
    }
    for (const shift of [0, 11]) [from, to] = pass(from, to, (i) => ((base[i]! % slots) >>> shift) & 2047);
    for (let shift = 0; last - first >= 2 ** shift; shift += 11)
      [from, to] = pass(from, to, (i) => ((Math.floor(base[i]! / slots) - first) >>> shift) & 2047);
    return from;
  }
}

const counts = new Uint32Array(2049);

function pass(from: Uint32Array, to: Uint32Array, digit: (i: number) => number): [Uint32Array, Uint32Array] {
  counts.fill(0);
  for (const i of from) counts[digit(i) + 1]!++;
  for (let d = 1; d < counts.length; d++) counts[d]! += counts[d - 1]!;
  for (const i of from) to[counts[digit(i)]!++] = i;
  return [to, from];
}
