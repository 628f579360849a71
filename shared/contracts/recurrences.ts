import { z } from 'zod';
import { postDefaults, postFields } from './calendar.ts';
import { day, moment, rowId } from './common.ts';

/** minutes since midnight on the seller's wall: it stays at its hour whatever the zone does */
const minute = z.int().min(0).max(1439);
/** 1 = Monday … 7 = Sunday */
export const weekday = z.int().min(1).max(7);

/**
 * When a series comes back. `monthly` on a day that a month lacks: its last day. `yearly` 29 February: the 28th of a common year.
 * `yearlyLunar` in a leap month that a year lacks: the ordinary month of that number; 三十 in a month of 29 days: 廿九.
 */
export const recurrenceRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('daily'), every: z.int().min(1).max(365), minute }),
  z.object({ kind: z.literal('weekly'), weekdays: z.array(weekday).min(1).max(7), minute }),
  z.object({ kind: z.literal('monthly'), day: z.int().min(1).max(31), minute }),
  /** nth −1 = the last one */
  z.object({ kind: z.literal('monthlyWeekday'), nth: z.union([z.int().min(1).max(4), z.literal(-1)]), weekday, minute }),
  z.object({ kind: z.literal('yearly'), month: z.int().min(1).max(12), day: z.int().min(1).max(31), minute }),
  z.object({ kind: z.literal('yearlyLunar'), month: z.int().min(1).max(12), leap: z.boolean(), day: z.int().min(1).max(30), minute }),
]);
export type RecurrenceRule = z.infer<typeof recurrenceRule>;

/** What every post of the series begins as: a post without its moment, for one or several accounts. */
const { scheduledAt: _moment, ...fields } = postFields;
export const recurringPost = z.object({ ...fields, ...postDefaults, alsoAccountIds: z.array(rowId).max(50).default([]) });
export type RecurringPost = z.infer<typeof recurringPost>;

export const recurrence = z.object({
  id: rowId,
  rule: recurrenceRule,
  post: recurringPost,
  fromOn: day,
  /** last day, included; null = no end */
  untilOn: day.nullable(),
  /** posts are made up to this day */
  madeUntilOn: day,
  skippedOn: z.array(day),
  /** when it comes next; null = never again */
  nextAt: moment.nullable(),
});
export type Recurrence = z.infer<typeof recurrence>;

/** a series begins and is looked at early enough that its next days lie in the time that the book knows */
const seriesDay = day.refine((on) => on >= '1970-01-01' && on <= '2170-12-31');
const untilOn = day.nullable().default(null);
export const createRecurrenceInput = z.object({ rule: recurrenceRule, post: recurringPost, fromOn: seriesDay, untilOn });
/** The series made out of a post that is there already: the post becomes its first occurrence. */
export const repeatPostInput = z.object({ postId: rowId, rule: recurrenceRule, untilOn });
/** `fromOn`: this one and all later ones change; the earlier ones stay as they are */
export const changeRecurrenceInput = z.object({ id: rowId, fromOn: seriesDay, rule: recurrenceRule, post: recurringPost, untilOn });
/** no occurrence from this day on */
export const endRecurrenceInput = z.object({ id: rowId, fromOn: seriesDay });
export const previewRecurrenceInput = z.object({ rule: recurrenceRule, fromOn: seriesDay, count: z.int().min(1).max(20) });
export const occurrence = z.object({ on: day, at: moment });
