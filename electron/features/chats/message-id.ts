import { earliestAt, type MessageKind, messageKinds, type TimePrecision, wordlessKinds } from '../../../shared/domain/messages.ts';

/*
 * id = unix seconds × 2^21 + slot. It is the order in time, the place on disk and the key by which a message is found again.
 * The slot is a hash of what the message is; whoever finds it taken by another message goes on to the next of the same second.
 */

export const slots = 2 ** 21;
const chinaOffset = 8 * 3600;
const daySeconds = 86_400;

/** Hash of a message; `place` = conversation, talker, direction and kind in one number of 32 bits (placeOf). */
export function wordsHash(place: number, words: string): number {
  let hash = 0x811c9dc5 ^ place;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193);
  return hash;
}

/** Slot that a message of this hash looks at first. */
export const slotOfHash = (hash: number): number => scatter(hash) >>> 11;

/** Mixes who wrote what kind of thing where into 32 bits. */
export function placeOf(conversationId: number, talkerId: number, direction: number, kind: number): number {
  return scatter(Math.imul(scatter(Math.imul(conversationId, 0x9e3779b1) ^ talkerId), 0x85ebca6b) ^ (direction | (kind << 2)));
}

/** 32-bit hash of a message's id on the platform. */
export function sourceKeyOf(serverId: string): number {
  let hash = 0x2545f491;
  for (let i = 0; i < serverId.length; i++) hash = Math.imul(hash ^ serverId.charCodeAt(i), 0x5bd1e995);
  return scatter(hash) >>> 0;
}

/** The same of an id whose digits lie in `bytes`. */
export function sourceKeyOfDigits(bytes: Uint8Array, from: number, end: number): number {
  let hash = 0x2545f491;
  for (let i = from; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x5bd1e995);
  return scatter(hash) >>> 0;
}

function scatter(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x7feb352d);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x846ca68b);
  return hash ^ (hash >>> 16);
}

export const idOf = (second: number, slot: number): number => second * slots + slot;
export const secondOf = (id: number): number => Math.floor(id / slots);
/** ms UTC */
export const timeOf = (id: number): number => secondOf(id) * 1000;
/** First id that a message of this moment (ms UTC) can have. */
export const firstIdAt = (at: number): number => Math.floor(at / 1000) * slots;
/** The next place in the same second; after the last comes the first. */
export const nextId = (id: number): number => (id % slots === slots - 1 ? id - (slots - 1) : id + 1);
export const previousId = (id: number): number => (id % slots === 0 ? id + (slots - 1) : id - 1);

export const dayOfSecond = (second: number): number => Math.floor((second + chinaOffset) / daySeconds);
/** Seconds from the start of the minute or the day (China time). */
export const minuteStart = (second: number): number => second - (second % 60);
export const dayStart = (second: number): number => dayOfSecond(second) * daySeconds - chinaOffset;
/** First second of the day after (China time). */
export const dayEnd = (second: number): number => dayStart(second) + daySeconds;
/** First second of what may be meant by a second known this exactly. */
export const spanStart = (second: number, precision: TimePrecision): number =>
  precision === 'second' ? second : precision === 'minute' ? minuteStart(second) : dayStart(second);
export const coarseSpan = { minute: 60, day: daySeconds } as const;

/** Whether a message may be of this moment (ms UTC): not before WeChat, and no later than a day from now, as clocks go wrong. */
export const isTimely = (at: number, now: number): boolean => at >= earliestAt && at <= latestTimely(now);
/** The last moment that is (ms UTC). */
export const latestTimely = (now: number): number => now + daySeconds * 1000;

/** By place in messageKinds: exporters word it differently, so its words are no part of what it is. */
export const isWordless: readonly boolean[] = messageKinds.map((kind: MessageKind) => wordlessKinds.has(kind));
