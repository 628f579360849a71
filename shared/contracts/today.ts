/** 今日: whom to care for, and what else waits (shared/domain/care-today.ts). Times are ms UTC, money 分, days those of her calendar. */
import { z } from 'zod';
import { type DueKind, dueWeights } from '../domain/care-today.ts';
import { day, moment, rowId } from './common.ts';
import { followUp, followUpPick, promise } from './follow-ups.ts';
import { touchpoints } from './touches.ts';

export const dueKind = z.enum(Object.keys(dueWeights) as [DueKind, ...DueKind[]]);

/**
 * Something that is due with a friend. `days`: promised = since the day it was put off to, owed and followUp = late, unpaid = since the
 * oldest order, repurchase = past the day she was due (negative: before it), else 0. `count`: of promises, follow-ups, unpaid orders, else 1.
 */
export const dueFact = z.object({ kind: dueKind, days: z.int(), count: z.int() });
export type DueFact = z.infer<typeof dueFact>;

export const careName = z.object({
  friendId: rowId,
  name: z.string(),
  level: z.int().min(1).max(6),
  /** the most pressing first */
  due: z.array(dueFact),
  /** what the facts followUp and owed are: all of it that is due with her */
  followUps: z.array(followUp),
  promises: z.array(promise),
  silentDays: z.int(),
  /** days between two talks, her own; null = no rhythm of her own */
  rhythm: z.number().nullable(),
  /** there was never a contact: `silentDays` since she was added */
  isNew: z.boolean(),
  /** M of RFM, 0 = never bought; what she paid in the window */
  money: z.int().min(0).max(5),
  paidFen: z.int(),
  factors: z.object({ value: z.number(), trust: z.number(), due: z.number(), silence: z.number(), score: z.number() }),
});
export type CareName = z.infer<typeof careName>;

/** What was done today: a contact noted by hand, or a name put off or skipped. */
export const careDone = z.object({
  friendId: rowId,
  name: z.string(),
  at: moment,
  what: z.enum(['touched', 'later', 'skipped']),
  touchpoint: z.enum(touchpoints).nullable(),
  /** the follow-up that it was; '' = none */
  title: z.string(),
  /** for later: until when */
  untilOn: day.nullable(),
});
export type CareDone = z.infer<typeof careDone>;

/** today.care q: the first names that the minutes of the day are enough for, less those who were cared for; `more` of them on top. */
export const careInput = z.object({ more: z.int().min(0).max(200) });
export const careList = z.object({
  on: day,
  names: z.array(careName),
  /** friends for whom there is a reason today, those in `names` included */
  reasons: z.int(),
  /** friends who are left alone, and why */
  quiet: z.object({ touched: z.int(), tagged: z.int(), putOff: z.int() }),
  /** how many the minutes are enough for, and how many friends were cared for today */
  enoughFor: z.int(),
  cared: z.int(),
  done: z.array(careDone),
  /** the first that are due today, late included, of friends who are neither in `names` nor put off; and how many there are */
  followUps: z.object({ total: z.int(), rows: z.array(followUp) }),
  promises: z.object({ total: z.int(), rows: z.array(promise) }),
  /** what the book knows at all: friends who can be written to, buyers, friends with chats */
  book: z.object({ friends: z.int(), buyers: z.int(), chats: z.int() }),
});
export type CareList = z.infer<typeof careList>;

/** today.hours q: the hour of this weekday (0–23, China) in which each is most likely to write; by everybody's habits where she wrote too little */
export const hoursInput = z.object({ friendIds: z.array(rowId).max(300) });
export const careHours = z.array(
  z.object({ friendId: rowId, hour: z.int().min(0).max(23).nullable(), from: z.enum(['friend', 'everybody']) }),
);
export type CareHours = z.infer<typeof careHours>;

/** today.rest q: short lists, the first `restRows` of each */
export const restRows = 20;
export const careRest = z.object({
  unpaid: z.object({
    people: z.array(z.object({ friendId: rowId, name: z.string(), orders: z.int(), amountFen: z.int(), days: z.int() })),
    total: z.int(),
    /** unpaid orders of nobody in the book */
    unlinked: z.int(),
  }),
  repurchase: z.object({
    people: z.array(z.object({ friendId: rowId, name: z.string(), past: z.int(), cycleDays: z.int(), goods: z.string() })),
    total: z.int(),
  }),
  lost: z.object({
    people: z.array(
      z.object({ friendId: rowId, name: z.string(), level: z.int(), silentDays: z.int(), rhythm: z.number(), isRed: z.boolean() }),
    ),
    total: z.int(),
  }),
  /** contacts of this week (Monday on); null = too little to say anything */
  attention: z.object({
    fromOn: day,
    touches: z.int(),
    topTouches: z.int(),
    topHeads: z.int(),
    days: z.int(),
    shares: z.object({ touchShare: z.number(), moneyShare: z.number(), gap: z.number() }).nullable(),
  }),
});
export type CareRest = z.infer<typeof careRest>;

/**
 * today.done m → saved: notes the contact (`birthday`: it is the wish) and completes what it fulfils, those that stood with the name.
 * @throws `notFound`, `changedSince`
 */
export const doneNameInput = z.object({
  friendId: rowId,
  birthday: z.boolean(),
  followUps: z.array(followUpPick).max(50),
  promises: z.array(rowId).max(50),
});
export type DoneName = z.infer<typeof doneNameInput>;

/** today.answer m → saved: puts a name off, with the follow-ups that are due with it, to a day, skips it today, or takes that of today back. @throws `notFound`, `invalidInput` */
export const answerNameInput = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('later'), friendId: rowId, untilOn: day }),
  z.object({ answer: z.literal('skipped'), friendId: rowId }),
  z.object({ answer: z.literal('back'), friendId: rowId }),
]);
export type AnswerName = z.infer<typeof answerNameInput>;
