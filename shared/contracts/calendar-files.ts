import { z } from 'zod';
import { postStates } from './calendar.ts';
import { calendarEventKinds } from './calendar-events.ts';
import { day, moment, rowId, withinDays } from './common.ts';
import { contentCategories, publishChannels } from './content.ts';

/** ten years at once are more than anybody has planned */
export const maxExportDays = 3660;
export const exportCalendarInput = z
  .object({ format: z.enum(['csv', 'xlsx', 'ics']), fromOn: day, toOn: day, accountId: rowId.nullable() })
  .refine(({ fromOn, toOn }) => withinDays(fromOn, toOn, maxExportDays), { path: ['toOn'] });
/** A calendar file that was staged: looked at first, nothing is changed. `as`: what events of an .ics from elsewhere become. */
export const inspectCalendarInput = z.object({ fileId: z.string(), as: z.enum(['events', 'posts']), accountId: rowId });
export type InspectCalendarInput = z.infer<typeof inspectCalendarInput>;

export const incomingPost = z.object({
  kind: z.literal('post'),
  accountId: rowId,
  title: z.string(),
  text: z.string(),
  category: z.enum(contentCategories),
  channel: z.enum(publishChannels),
  scheduledAt: moment,
  state: z.enum(postStates),
});
export type IncomingPost = z.infer<typeof incomingPost>;
export const incomingEvent = z.object({
  kind: z.literal('event'),
  title: z.string(),
  eventKind: z.enum(calendarEventKinds),
  fromOn: day,
  toOn: day,
  note: z.string(),
});
export type IncomingEvent = z.infer<typeof incomingEvent>;
export const incoming = z.discriminatedUnion('kind', [incomingPost, incomingEvent]);
export type Incoming = z.infer<typeof incoming>;

/** Why something of the file does not come in. */
export const leftOutReasons = [
  /** the book has it already, or the file names it twice */
  'known',
  'noTime',
  'noText',
  'tooLong',
  'noAccount',
  'cancelled',
  /** of a calendar from elsewhere: nothing of it lies within the next year; of ours: before or behind all that can be planned */
  'outOfRange',
  /** a rule that is not understood: its first day comes in, the rest does not */
  'ruleNotUnderstood',
  'zoneNotUnderstood',
  'tooMany',
  'damagedRow',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];
export const maxCalendarRows = 2000;
/** so much of what was cut is shown */
export const shownCut = 500;
export const calendarPreview = z.object({
  format: z.enum(['csv', 'xlsx', 'ics']),
  name: z.string(),
  posts: z.int().min(0),
  events: z.int().min(0),
  known: z.int().min(0),
  /** the first of what would come in, by time */
  sample: z.array(incoming).max(200),
  leftOut: z.array(z.object({ line: z.int(), what: z.string(), why: z.enum(leftOutReasons) })).max(200),
  leftOutCount: z.int().min(0),
  /** what comes in, but for words there is no room for: how many characters, and how they begin */
  cut: z.array(z.object({ line: z.int(), what: z.string(), characters: z.int(), words: z.string() })).max(200),
  cutCount: z.int().min(0),
});
export type CalendarPreview = z.infer<typeof calendarPreview>;
export const importedCalendar = z.object({ posts: z.int(), events: z.int(), leftOut: z.int(), undoId: rowId.nullable() });
