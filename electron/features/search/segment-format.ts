/*
 * A segment tells for up to some 260,000 messages, numbered in the order of time, which of them hold a key. Keys are pairs of
 * neighbouring characters, and what filters ask for. What a segment names is looked at again with SQL's LIKE, so it may name too many
 * messages and must never name too few.
 *
 * In the file a segment is a row of blocks by key. A block: for each key its distance to the key before (the block's id says the
 * first), length of the list × 2 + 1 for a bitmap, the list. A list: ascending numbers as distances, or one bit a message, whichever
 * is shorter. Numbers take 7 bits a byte, the last byte of a number has its top bit clear.
 */

/** Ids of blocks: segment × keySpan + key. Segments below 2^18 keep them exact. */
export const keySpan = 2 ** 35;
const space = 2 ** 32;

/** Stands behind the last character of a message, so that each character is the first of a pair. */
export const end = 0;
/** From the second time on that a pair stands in a message, up to this time, each has a key of its own: 哈哈哈哈 is more than 哈哈. */
export const mostRepeats = 9;

/** A–Z as a–z and nothing else, as LIKE folds. UTF-16 units. */
export const foldUnit = (unit: number): number => (unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit);

/** Two UTF-16 units side by side, folded. */
export const pairKey = (first: number, second: number): number => first * 0x10000 + second;
/** A pair for the nth time in a message, nth from 2 on. Different ones may share a key. */
export const repeatKey = (pair: number, nth: number): number => space + (Math.imul(pair ^ Math.imul(nth, 0x85ebca6b), 0x9e3779b1) >>> 0);
export const conversationKey = (id: number): number => 2 * space + (id % space);
export const talkerKey = (id: number): number => 3 * space + (id % space);
/** `kind` and `direction` by place in messageKinds and messageDirections. */
export const kindKey = (kind: number): number => 4 * space + kind;
export const directionKey = (direction: number): number => 5 * space + direction;
export const groupKey = 6 * space;
export const privateKey = 6 * space + 1;

/** Where in time the messages are: their seconds, in chunks. Fewer of them, and each message to look at would cost several looks. */
export const chunkSeconds = 1024;
export const chunkKey = (chunk: number): number => 7 * space + chunk;

/** A key's list inside of a block. */
export interface List {
  bytes: Uint8Array;
  from: number;
  to: number;
  /** one bit a message instead of distances */
  bitmap: boolean;
}

/** Writes a number below 2^53 and returns the place behind it. Room for 8 bytes is needed. */
export function putNumber(bytes: Uint8Array, at: number, value: number): number {
  while (value >= 0x80) {
    bytes[at++] = (value % 0x80) | 0x80;
    value = Math.floor(value / 0x80);
  }
  bytes[at++] = value;
  return at;
}

/** Walks through the lists of a block whose first key is `first`, in the order of keys, until `visit` says true. */
export function walkBlock(bytes: Uint8Array, first: number, visit: (key: number, list: List) => boolean): void {
  let at = 0;
  let key = first;
  const number = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  };
  while (at < bytes.length) {
    key += number();
    const length = number();
    const from = at;
    at += Math.floor(length / 2);
    if (visit(key, { bytes, from, to: at, bitmap: length % 2 === 1 })) return;
  }
}

/** The numbers of a list, ascending, into a new array of at most `size` places. */
export function numbersOf(list: List, size: number): Uint32Array {
  const { bytes, from, to, bitmap } = list;
  if (bitmap) return setBits(bytes.subarray(from, to));
  const numbers = new Uint32Array(Math.min(size, to - from));
  let count = 0;
  let number = -1;
  for (let at = from; at < to; ) {
    let byte = bytes[at++]!;
    let distance = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[at++]!;
      distance |= (byte & 0x7f) << shift;
    }
    number += distance + 1;
    numbers[count++] = number;
  }
  return numbers.subarray(0, count);
}

/** Sets the bit of each number of a list. */
export function markIn(bits: Uint8Array, { bytes, from, to, bitmap }: List): void {
  if (bitmap) {
    for (let i = from; i < to; i++) bits[i - from]! |= bytes[i]!;
    return;
  }
  let number = -1;
  for (let at = from; at < to; ) {
    let byte = bytes[at++]!;
    let distance = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[at++]!;
      distance |= (byte & 0x7f) << shift;
    }
    number += distance + 1;
    bits[number >> 3]! |= 1 << (number & 7);
  }
}

/** Those of ascending numbers that a bitmap, `from` a place on, has. Works in place. */
export function keepMarked(numbers: Uint32Array, bits: Uint8Array, from: number): Uint32Array {
  let kept = 0;
  for (const number of numbers) if ((bits[from + (number >> 3)]! >> (number & 7)) & 1) numbers[kept++] = number;
  return numbers.subarray(0, kept);
}

/** Those of ascending numbers that a list has. Works in place. */
export function keepListed(numbers: Uint32Array, list: List): Uint32Array {
  const { bytes, from, to } = list;
  if (list.bitmap) return keepMarked(numbers, bytes, from);
  let kept = 0;
  let i = 0;
  let number = -1;
  for (let at = from; at < to && i < numbers.length; ) {
    let byte = bytes[at++]!;
    let distance = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      byte = bytes[at++]!;
      distance |= (byte & 0x7f) << shift;
    }
    number += distance + 1;
    while (i < numbers.length && numbers[i]! < number) i++;
    if (numbers[i] === number) numbers[kept++] = number;
  }
  return numbers.subarray(0, kept);
}

/** Numbers of the bits that are set, ascending. */
export function setBits(bits: Uint8Array): Uint32Array {
  let count = 0;
  for (let byte of bits) for (; byte !== 0; byte &= byte - 1) count++;
  const numbers = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < bits.length; i++)
    for (let byte = bits[i]!; byte !== 0; byte &= byte - 1) numbers[at++] = i * 8 + 31 - Math.clz32(byte & -byte);
  return numbers;
}
