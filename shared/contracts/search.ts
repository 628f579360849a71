import { z } from 'zod';
import { messageDirections, messageKinds, timePrecisions } from '../domain/messages.ts';
import { conversationKinds, messageId } from './chats.ts';
import { moment, rowId } from './common.ts';
import { friendSelection } from './friends.ts';

/** What is left undefined does not narrow. Lists are alternatives; the fields hold all at once. */
export const searchFilter = z.object({
  /** in private chats with one of these friends, or written by one of them in a group */
  friendIds: z.array(rowId).min(1).max(1000).optional(),
  conversationIds: z.array(rowId).min(1).max(1000).optional(),
  kind: z.enum(conversationKinds).optional(),
  direction: z.enum(messageDirections).optional(),
  messageKinds: z.array(z.enum(messageKinds)).min(1).optional(),
  /** first moment, included */
  fromAt: moment.optional(),
  /** last moment, not included */
  toAt: moment.optional(),
});
export type SearchFilter = z.infer<typeof searchFilter>;

export const searchMessagesInput = z.object({
  /** Any characters, one is enough; taken as they are (no trimming, no wildcards), A–Z and a–z alike: SQL's LIKE '%text%'. */
  text: z.string().min(1).max(200),
  filter: searchFilter,
  /** from the answer before; null = from the newest message on */
  cursor: z.string().max(40).nullable(),
  limit: z.int().min(1).max(50),
});
export type SearchMessagesInput = z.infer<typeof searchMessagesInput>;

export const messageHit = z.object({
  messageId,
  conversationId: rowId,
  conversationName: z.string(),
  group: z.boolean(),
  /** who wrote it, or whom the private chat is with; null = nobody of the book */
  friendId: rowId.nullable(),
  /** null = nobody of the book */
  friendName: z.string().nullable(),
  /** who of a group wrote it, by the name there; null = the peer of a private chat, the seller, WeChat itself */
  talkerName: z.string().nullable(),
  direction: z.enum(messageDirections),
  kind: z.enum(messageKinds),
  at: moment,
  precision: z.enum(timePrecisions),
  /** the words around the first place found, on one line; '…' where words were left off */
  excerpt: z.string(),
  /** [start, length] of the places found in the excerpt, in UTF-16 units (as JavaScript's slice counts) */
  ranges: z.array(z.tuple([z.int().min(0), z.int().positive()])),
});
export type MessageHit = z.infer<typeof messageHit>;

/** Messages that are not in the index yet: searching them is complete but slower. null = all are in it. */
export const indexing = z.object({ done: z.int(), total: z.int() }).nullable();

export const searchMessagesResult = z.object({
  /** newest first; at most `limit`, none twice over all pages */
  hits: z.array(messageHit),
  /** hand it in for what is older; null = nothing older is left */
  cursor: z.string().nullable(),
  /** the time of one answer was spent before `limit` hits were found: searched back to this moment, "search older" goes on from the cursor; else null */
  searchedTo: moment.nullable(),
  indexing,
});
export type SearchMessagesResult = z.infer<typeof searchMessagesResult>;

/** `messages` = all of the book. Asking also reads the index once, so that the first search is quick: ask when the search opens. */
export const searchStatus = z.object({ messages: z.int(), indexing });
export type SearchStatus = z.infer<typeof searchStatus>;

// ── active hours

export const hoursInput = z.union([z.object({ friendId: rowId }), z.object({ selection: friendSelection })]);
export type HoursInput = z.infer<typeof hoursInput>;
export const bestHour = z.object({
  /** 0 = Monday … 6 = Sunday, in China */
  weekday: z.int().min(0).max(6),
  /** 0–23, in China */
  hour: z.int().min(0).max(23),
  /** part of the week's messages expected in this hour, 0–1 */
  share: z.number(),
});
export type BestHour = z.infer<typeof bestHour>;
export const activeHours = z.object({
  /** how much friends wrote in each hour of the week, Monday 0:00 (China) first: messages, each worth half after 60 days */
  cells: z.array(z.number()).length(168),
  /** messages behind it, uncounted by age */
  messages: z.int(),
  /** friends who wrote them */
  friends: z.int(),
  /** about from when to when they were written; null = there are none */
  fromAt: moment.nullable(),
  toAt: moment.nullable(),
  /** the three best hours, best first, no two within one hour of each other; empty = too few messages to tell */
  best: z.array(bestHour),
  /** whose hours `best` tells: a friend or segment with under 20 messages is told by all friends' */
  from: z.enum(['friend', 'segment', 'everybody']),
  /** messages of all friends, when `from` = everybody; else those of `messages` */
  bestOf: z.int(),
});
export type ActiveHours = z.infer<typeof activeHours>;

// ── asked about price or product

export const keywordHitsInput = z.object({ friendId: rowId });
export const askedAbout = ['price', 'product'] as const;
export const keywordHit = z.object({
  messageId,
  conversationId: rowId,
  at: moment,
  about: z.enum(askedAbout),
  /** the words of the list that were found */
  keyword: z.string(),
  excerpt: z.string(),
  ranges: z.array(z.tuple([z.int().min(0), z.int().positive()])),
});
/** Newest first, at most 100; `total` counts all. One message counts once for each of the two. */
export const keywordHits = z.object({
  price: z.object({ total: z.int(), lastAt: moment.nullable() }),
  product: z.object({ total: z.int(), lastAt: moment.nullable() }),
  hits: z.array(keywordHit),
});
export type KeywordHits = z.infer<typeof keywordHits>;
