import { z } from 'zod';
import { day, line, rowId, withinDays } from './common.ts';

/** 上新 直播 发货日 其他 */
export const calendarEventKinds = ['newGoods', 'live', 'shipping', 'other'] as const;
export type CalendarEventKind = (typeof calendarEventKinds)[number];
export const maxEventTitle = 60;
/** room for what other calendars write beside a day */
export const maxEventNote = 5000;
export const calendarEventInput = z
  .object({
    title: line(maxEventTitle).refine((title) => title !== ''),
    kind: z.enum(calendarEventKinds),
    fromOn: day,
    /** last day, included */
    toOn: day,
    note: line(maxEventNote).default(''),
  })
  .refine(({ fromOn, toOn }) => fromOn <= toOn, { path: ['toOn'] });
export type CalendarEventInput = z.infer<typeof calendarEventInput>;
export const calendarEvent = z.object({
  id: rowId,
  title: z.string(),
  kind: z.enum(calendarEventKinds),
  fromOn: day,
  toOn: day,
  note: z.string(),
});
export type CalendarEvent = z.infer<typeof calendarEvent>;
/** those that touch these days, both included; at most so many days at once */
const maxEventDays = 400;
export const calendarEventsInput = z
  .object({ fromOn: day, toOn: day })
  .refine(({ fromOn, toOn }) => withinDays(fromOn, toOn, maxEventDays), { path: ['toOn'] });
export const updateCalendarEventInput = z.object({ id: rowId, values: calendarEventInput });
