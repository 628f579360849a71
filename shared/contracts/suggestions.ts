/** Suggestions of levels, worked out of the book as it is; only what was answered is kept. */
import { z } from 'zod';
import { ruleModes, trustRules } from '../domain/trust-suggestions.ts';
import { day, moment, rowId } from './common.ts';
import { friendStatuses, trustLevel } from './friends.ts';
import { touchpoints } from './touches.ts';

export const suggestionWays = ['up', 'down'] as const;
export type SuggestionWay = (typeof suggestionWays)[number];
const rule = z.enum(trustRules);

export const suggestionFilter = z.object({
  way: z.enum(suggestionWays),
  /** the rule that gives it its name; none = any */
  rule: rule.optional(),
  /** the level proposed; none = any */
  level: trustLevel.optional(),
});
export type SuggestionFilter = z.infer<typeof suggestionFilter>;

/** suggestions.list q: the highest levels first, then the newest evidence */
export const suggestionListInput = z.object({ filter: suggestionFilter, offset: z.int().min(0), limit: z.int().min(1).max(500) });
export const suggestion = z.object({
  friendId: rowId,
  name: z.string(),
  fromLevel: trustLevel,
  toLevel: trustLevel,
  rule,
  /** all rules that speak for it, the first one too */
  rules: z.array(rule),
  /** the newest of its evidence; of silence her last sign */
  on: day,
  /** the other way is proposed as well */
  isDisputed: z.boolean(),
});
export type Suggestion = z.infer<typeof suggestion>;
const countOf = <Key extends z.ZodType>(key: Key) => z.array(z.object({ key, count: z.int() }));
export const suggestionPage = z.object({
  total: z.int(),
  /** of each way, whatever the rest of the filter */
  counts: z.object({ up: z.int(), down: z.int() }),
  /** within the way */
  rules: countOf(rule),
  levels: countOf(trustLevel),
  /** friends whose chats are still to be read through: more may come */
  unread: z.int(),
  rows: z.array(suggestion),
});
export type SuggestionPage = z.infer<typeof suggestionPage>;

/** One thing that a suggestion rests on. */
export const proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), messageId: rowId, conversationId: rowId, at: moment, words: z.string() }),
  /** a day on which both wrote, with its first message */
  z.object({ kind: z.literal('day'), messageId: rowId, conversationId: rowId, on: day }),
  z.object({ kind: z.literal('order'), orderId: rowId, at: moment, goods: z.string(), amountFen: z.int() }),
  z.object({ kind: z.literal('touch'), touchId: rowId, at: moment, touchpoint: z.enum(touchpoints), words: z.string() }),
  z.object({ kind: z.literal('tag'), tagId: rowId, name: z.string(), on: day }),
  /** somebody whom she brought, and the day since which that one counts */
  z.object({ kind: z.literal('brought'), referralId: rowId, friendId: rowId, name: z.string(), on: day }),
  /** she is in the segment of an own rule */
  z.object({ kind: z.literal('segment'), segmentId: rowId, name: z.string() }),
  z.object({ kind: z.literal('source'), words: z.string() }),
  z.object({ kind: z.literal('status'), status: z.enum(friendStatuses) }),
]);
export type Proof = z.infer<typeof proof>;
export const ruleProof = z.object({
  rule,
  /** of all there are; the newest of them are in `proofs` */
  total: z.int(),
  proofs: z.array(proof),
});
export type RuleProof = z.infer<typeof ruleProof>;

/** suggestions.ofFriend q: what is proposed of one friend, with all it rests on */
export const ofFriendInput = z.object({ friendId: rowId });
export const friendSuggestion = suggestion.extend({
  evidence: z.array(ruleProof),
  /** of silence: days between her two-way days (median), and since her last sign */
  rhythm: z.object({ days: z.number(), silent: z.int() }).nullable(),
});
export type FriendSuggestion = z.infer<typeof friendSuggestion>;
export const friendSuggestions = z.array(friendSuggestion).max(2);

export const suggestionAnswers = ['accepted', 'later', 'never'] as const;
export type SuggestionAnswer = (typeof suggestionAnswers)[number];
const pick = z.object({ friendId: rowId, toLevel: trustLevel });
export type SuggestionPick = z.infer<typeof pick>;
export const suggestionSelection = z.discriminatedUnion('by', [
  z.object({ by: z.literal('picks'), picks: z.array(pick).max(20_000) }),
  /** everybody the filter means when it runs */
  z.object({ by: z.literal('filter'), filter: suggestionFilter, except: z.array(rowId).max(20_000) }),
]);
export type SuggestionSelection = z.infer<typeof suggestionSelection>;
/** suggestions.answer m → changeReport; `unchanged` = what was no longer proposed. `untilOn` is for later and only for it. */
export const answerInput = z
  .object({ selection: suggestionSelection, answer: z.enum(suggestionAnswers), untilOn: day.nullable() })
  .refine(({ answer, untilOn }) => (answer === 'later') === (untilOn !== null), { path: ['untilOn'] });

/** suggestions.decided q: what was answered, newest first */
export const decidedInput = z.object({ answer: z.enum(suggestionAnswers), offset: z.int().min(0), limit: z.int().min(1).max(200) });
export const decision = z.object({
  id: rowId,
  friendId: rowId,
  name: z.string(),
  rule,
  fromLevel: trustLevel,
  toLevel: trustLevel,
  untilOn: day.nullable(),
  at: moment,
  author: z.enum(['manual', 'rule']),
  /** what it rested on then and is still there, and how much of it is not */
  proofs: z.array(proof),
  gone: z.int(),
});
export type Decision = z.infer<typeof decision>;
export const decidedPage = z.object({ total: z.int(), rows: z.array(decision) });
/** suggestions.askAgain m → changeReport: takes answers back, so that it is proposed again */
export const askAgainInput = z.object({ ids: z.array(rowId).min(1).max(2000) });

/** suggestions.rates q: how each rule does. Decided = accepted + never; what was put off says nothing yet. */
export const ruleRate = z.object({
  rule,
  mode: z.enum(ruleModes),
  open: z.int(),
  accepted: z.int(),
  never: z.int(),
  later: z.int(),
});
export type RuleRate = z.infer<typeof ruleRate>;
export const ruleRates = z.array(ruleRate);
