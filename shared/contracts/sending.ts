import { z } from 'zod';
import { line, moment, rowId } from './common.ts';
import { asset } from './content.ts';
import { friendSelection, trustLevel } from './friends.ts';
import { guardAnswer, guardSummary } from './guard.ts';
import { audience } from './segments.ts';

/** What a send queue may be counted as (shared/contracts/touches.ts). 广告 群发 直播邀请 服务 普通 */
export const sendKinds = ['privateAdvert', 'massSend', 'liveInvite', 'service', 'ordinary'] as const;
export const sendKind = z.enum(sendKinds);
export type SendKind = (typeof sendKinds)[number];

/** A list is worked off by hand: more friends than this are several lists. */
export const mostItems = 2000;
export const sendWords = z.string().max(5000);

/** For whom: friends picked by hand, or an audience over accounts (empty = all). */
export const sendSource = z.discriminatedUnion('by', [
  z.object({ by: z.literal('selection'), selection: friendSelection }),
  z.object({ by: z.literal('audience'), audience, accountIds: z.array(rowId).max(100) }),
]);
export type SendSource = z.infer<typeof sendSource>;

export const sendDraft = z.object({
  source: sendSource,
  kind: sendKind,
  text: sendWords,
  assetIds: z.array(rowId).max(9),
  contentId: rowId.nullable(),
  /** friends for whom a variable is empty: left out, or kept so that she writes it herself */
  keepMissing: z.boolean(),
});
export type SendDraft = z.infer<typeof sendDraft>;
/** `postId`: the post of the calendar that goes out by it; it is marked as posted with it */
export const createQueueInput = sendDraft.extend({ name: line(60).min(1), postId: rowId.nullable().default(null) });
export type CreateQueueInput = z.infer<typeof createQueueInput>;

const named = z.object({ friendId: rowId, name: z.string() });
/** What a queue would hold, before it is made. Each friend is counted in the first reason that fits. */
export const sendPreview = z.object({
  total: z.int(),
  /** friends who would be written to */
  queued: z.int(),
  /** lists they would be: one, as long as it holds them all */
  lists: z.int(),
  left: z.object({
    /** deleted or blocked me, or lost */
    gone: z.int(),
    archived: z.int(),
    /** carry a tag that blocks marketing */
    tagged: z.int(),
    /** a variable is empty for them */
    missing: z.int(),
  }),
  /** variables that are empty for some: how many, and the first names */
  missing: z.array(z.object({ variable: z.string(), count: z.int(), names: z.array(z.string()) })),
  /** of those queued: who may be written to now */
  guard: guardSummary,
  /** waiting in another open queue already */
  elsewhere: z.int(),
  samples: z.array(named.extend({ text: z.string() })),
});
export type SendPreview = z.infer<typeof sendPreview>;

export const queueStates = ['open', 'paused', 'done'] as const;
export const queueSummary = z.object({
  id: rowId,
  name: z.string(),
  kind: sendKind,
  state: z.enum(queueStates),
  createdAt: moment,
  total: z.int(),
  sent: z.int(),
  skipped: z.int(),
  waiting: z.int(),
  replied: z.int(),
  /** of those waiting: may go now (0 unless open) */
  ready: z.int(),
  /** when the first of those that wait comes; null = none does by itself (the list may rest) */
  nextAt: moment.nullable(),
});
export type QueueSummary = z.infer<typeof queueSummary>;

/** so many lists that are done come with `queues`, and at each further step back */
export const doneQueuesShown = 200;
/** doneQueues q → queueSummary[]: lists that are done and older than this one, newest first; fewer than `doneQueuesShown` = there are no more */
export const doneQueuesInput = z.object({ before: rowId });

export const sendItemStates = ['waiting', 'sent', 'skipped'] as const;
/** One friend of a queue in the list. `wait` says why she cannot go now; null = she can (or is settled). */
export const sendItemRow = z.object({
  id: rowId,
  friendId: rowId,
  name: z.string(),
  trustLevel,
  place: z.int(),
  state: z.enum(sendItemStates),
  settledAt: moment.nullable(),
  repliedAt: moment.nullable(),
  reason: z.string(),
  wait: z
    .discriminatedUnion('why', [
      z.object({ why: z.literal('snoozed'), until: moment }),
      z.object({ why: z.literal('guard'), until: moment }),
      z.object({ why: z.literal('blocked'), until: z.null() }),
      z.object({ why: z.literal('gone'), until: z.null() }),
    ])
    .nullable(),
  /** hour of the week in China, Monday 0:00 first, in which she writes most; null = too few messages of hers */
  bestCell: z.int().min(0).max(167).nullable(),
});
export type SendItemRow = z.infer<typeof sendItemRow>;
export const queueInput = z.object({ queueId: rowId });
/** In the order of the list. `nextPart`: of the lists made with it because one holds no more, the one to go on with; null = none is left. */
export const queueDetail = z.object({
  queue: queueSummary,
  items: z.array(sendItemRow),
  nextPart: queueSummary.pick({ id: true, name: true, state: true, waiting: true }).nullable(),
});
export type QueueDetail = z.infer<typeof queueDetail>;

/** Everything to write to one friend. */
export const sendCard = z.object({
  id: rowId,
  queueId: rowId,
  queueName: z.string(),
  kind: sendKind,
  friendId: rowId,
  name: z.string(),
  account: z.string(),
  trustLevel,
  state: z.enum(sendItemStates),
  /** her words: as she changed them, else as the queue's give them */
  text: z.string(),
  /** she was given words of her own */
  ownText: z.boolean(),
  /** variables without words; they stand in the text as they were written */
  missing: z.array(z.string()),
  assets: z.array(asset),
  snoozedUntil: moment.nullable(),
  settledAt: moment.nullable(),
  repliedAt: moment.nullable(),
  guard: guardAnswer,
  /** deleted or blocked me since */
  gone: z.boolean(),
  /** the last of the private chat, oldest first */
  lastWords: z.array(z.object({ at: moment, direction: z.enum(['in', 'out']), text: z.string() })),
  lastOrder: z.object({ at: moment, goods: z.string(), amountFen: z.int() }).nullable(),
});
export type SendCard = z.infer<typeof sendCard>;

export const itemInput = z.object({ itemId: rowId });
/** `overrideReason` '' = the guard is asked and may refuse */
export const sendInput = z.object({ itemId: rowId, text: sendWords, overrideReason: line(200) });
export const skipInput = z.object({ itemId: rowId, reason: line(200) });
/** null = back into the row at once */
export const snoozeInput = z.object({ itemId: rowId, until: moment.nullable() });
/** null = as the queue's text gives them */
export const itemTextInput = z.object({ itemId: rowId, text: sendWords.nullable() });
export const queueStateInput = z.object({ queueId: rowId, state: z.enum(queueStates) });
