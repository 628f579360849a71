import { z } from 'zod';
import { guardRules } from '../domain/fatigue.ts';
import { moment, rowId } from './common.ts';
import { friendSelection, trustLevel } from './friends.ts';
import { touchKinds } from './touches.ts';

export const touchKind = z.enum(touchKinds);

/** One contact that uses up patience, or (`direction` in) gives some back. */
export const guardCause = z.object({
  /** where it is on record: touches, a post she could see, an imported chat */
  source: z.enum(['touch', 'moment', 'chat']),
  /** of the touch or the post; null = of a chat */
  id: rowId.nullable(),
  at: moment,
  kind: touchKind,
  direction: z.enum(['in', 'out']),
  /** note of the touch, first words of the post */
  title: z.string(),
  /** what it still weighs */
  left: z.number(),
});
export type GuardCause = z.infer<typeof guardCause>;

const facts = { load: z.number(), cap: z.number(), rules: z.array(z.enum(guardRules)), causes: z.array(guardCause) };
/** May words of a kind go to one friend at a moment? `notBefore.at` is the first moment at which they may. */
export const guardAnswer = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('ok'), ...facts }),
  z.object({ answer: z.literal('notBefore'), at: moment, ...facts }),
  z.object({ answer: z.literal('blocked'), ...facts }),
]);
export type GuardAnswer = z.infer<typeof guardAnswer>;

/** `at` null = now */
export const guardAskInput = z.object({ friendIds: z.array(rowId).min(1).max(200), kind: touchKind, at: moment.nullable() });
export const guardAnswers = z.array(z.object({ friendId: rowId, answer: guardAnswer }));

export const guardFriendInput = z.object({ friendId: rowId });
/** The load of one friend as the panel shows it. */
export const guardFriend = z.object({
  trustLevel,
  load: z.number(),
  cap: z.number(),
  /** a tag of hers blocks marketing */
  tagged: z.boolean(),
  /** newest first, what still weighs something and her own messages among them */
  causes: z.array(guardCause),
  /** whether a private advert may go now, and when the next may */
  advert: guardAnswer,
});
export type GuardFriend = z.infer<typeof guardFriend>;

export const guardSummaryInput = z.object({ selection: friendSelection, kind: touchKind, at: moment.nullable() });
/** `rules` counts friends by each rule in their way; a friend may be in several. */
export const guardSummary = z.object({
  total: z.int(),
  ok: z.int(),
  notBefore: z.int(),
  blocked: z.int(),
  rules: z.record(z.enum(guardRules), z.int()),
});
export type GuardSummary = z.infer<typeof guardSummary>;
