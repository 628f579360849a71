/** Follow-ups: what is due follows from the book as it is; kept is what the seller wrote herself, and what she did with a step. */
import { z } from 'zod';
import { followUpKinds, putOffReasons, sopKeys, sopStops } from '../domain/follow-up.ts';
import { day, line, moment, rowId } from './common.ts';

const sopStep = z.object({
  key: line(20).min(1),
  days: z.int().min(-60).max(365),
  title: line(40).min(1),
  words: z.string().max(1000),
  kind: z.enum(followUpKinds),
  minutes: z.int().min(1).max(60),
});
/** A template of the first day as the seller has it; the value of one key of the setting `followUps.sops`. */
export const sopShape = z.object({
  isOn: z.boolean(),
  stops: z.array(z.enum(sopStops)).max(sopStops.length),
  steps: z
    .array(sopStep)
    .min(1)
    .max(10)
    .refine((steps) => new Set(steps.map(({ key }) => key)).size === steps.length),
  tags: z.array(line(30).min(1)).max(20),
});
const sopId = line(30).min(1);
/** One that she wrote; one of the setting `followUps.own`. */
export const ownSopShape = sopShape.extend({ id: sopId, name: line(20).min(1), trigger: z.enum(sopKeys) });
/**
 * followUps.saveSop m: a template that is there by its id (a first one's is what it counts from), null = a new one of her own. What it
 * counts from stays as it was made. @throws `sopUnfit` {why, step}, `notFound`
 */
export const saveSopInput = sopShape.extend({ id: sopId.nullable(), name: line(20), trigger: z.enum(sopKeys) });
/** followUps.removeSop m: one of her own. @throws `notFound` */
export const removeSopInput = z.object({ id: sopId });
export const sopSaved = z.object({ undoId: rowId.nullable() });

/** Which follow-up is meant: one that is kept, or a step that is due. */
const stepPick = z.object({ by: z.literal('step'), friendId: rowId, sop: sopId, step: line(20), fromOn: day });
export const followUpPick = z.discriminatedUnion('by', [z.object({ by: z.literal('id'), id: rowId }), stepPick]);
export type FollowUpPick = z.infer<typeof followUpPick>;

export const followUpStates = ['open', 'done', 'skipped'] as const;
export type FollowUpState = (typeof followUpStates)[number];

export const followUp = z.object({
  pick: followUpPick,
  friendId: rowId,
  name: z.string(),
  /** what its template counts from and the day that was, and the name of one of her own; null = by hand */
  cause: z.object({ sop: z.enum(sopKeys), template: z.string().nullable(), fromOn: day, days: z.int() }).nullable(),
  title: z.string(),
  /** for this friend; '' = none */
  words: z.string(),
  /** of one by hand: the words as she wrote them */
  written: z.string().nullable(),
  /** variables that are empty for this friend */
  missing: z.array(z.string()),
  kind: z.enum(followUpKinds),
  minutes: z.int(),
  dueOn: day,
  /** the day it stands on; of what is late, today */
  on: day,
  putOff: z.enum(putOffReasons).nullable(),
});
export type FollowUp = z.infer<typeof followUp>;

/** followUps.list q: `late` was due before today, `today`, `later` */
export const followUpParts = ['late', 'today', 'later'] as const;
export type FollowUpPart = (typeof followUpParts)[number];
export const followUpListInput = z.object({ limit: z.int().min(1).max(500), all: z.boolean().optional() });
const part = z.object({ total: z.int(), rows: z.array(followUp) });
export type FollowUpPartPage = z.infer<typeof part>;
/** the first so many of each part; `waiting` are due, but more than a day is for (unless `all` are asked for) */
export const followUpList = z.object({ today: day, late: part, now: part, later: part, waiting: z.int() });
export type FollowUpList = z.infer<typeof followUpList>;

export const promiseStates = ['open', 'kept', 'broken'] as const;
export type PromiseState = (typeof promiseStates)[number];
export const promise = z.object({
  id: rowId,
  friendId: rowId,
  name: z.string(),
  text: z.string(),
  dueOn: day,
  state: z.enum(promiseStates),
  createdAt: moment,
  settledAt: moment.nullable(),
});
export type Promised = z.infer<typeof promise>;
/** followUps.promises q: the open ones by day; those that are settled, newest first */
export const promiseListInput = z.object({ settled: z.boolean(), limit: z.int().min(1).max(500) });
export const promiseList = z.object({ today: day, total: z.int(), late: z.int(), rows: z.array(promise) });
export type PromiseList = z.infer<typeof promiseList>;

/** followUps.ofFriend q: what is open with one friend */
export const ofFriendInput = z.object({ friendId: rowId });
export const friendFollowUps = z.object({ today: day, name: z.string(), followUps: z.array(followUp), promises: z.array(promise) });
export type FriendFollowUps = z.infer<typeof friendFollowUps>;

/** followUps.settled q: what was done or skipped, newest first */
export const settledFollowUp = z.object({
  id: rowId,
  friendId: rowId,
  name: z.string(),
  title: z.string(),
  state: z.enum(['done', 'skipped']),
  settledAt: moment,
});
export type SettledFollowUp = z.infer<typeof settledFollowUp>;
export const settledInput = z.object({ limit: z.int().min(1).max(200) });
export const settledList = z.array(settledFollowUp);

/** followUps.add m → saved */
export const addFollowUpInput = z.object({ friendId: rowId, title: line(60).min(1), words: line(1000), dueOn: day });
/** followUps.change m → saved: one by hand that is open */
export const changeFollowUpInput = addFollowUpInput.omit({ friendId: true }).extend({ id: rowId });
/** followUps.settle m → saved; done notes a contact. `reopen` m takes back what was done or skipped long ago, with that contact. */
export const settleInput = z.object({ pick: followUpPick, state: z.enum(['done', 'skipped']) });
export const reopenInput = z.object({ id: rowId });
/** followUps.postpone m → saved; not before that day */
export const postponeInput = z.object({ pick: followUpPick, untilOn: day });
/** followUps.promise m → saved */
export const addPromiseInput = z.object({ friendId: rowId, text: line(200).min(1), dueOn: day });
/** followUps.changePromise m → saved: another state, or another day */
export const changePromiseInput = z.object({ id: rowId, state: z.enum(promiseStates), dueOn: day });
