import { z } from 'zod';

/** Row id: a positive integer that SQLite hands out and never uses again. */
export const rowId = z.int().positive();
/** Moment: integer milliseconds since 1970, UTC. Fields end in `…At`. */
export const moment = z.int().min(0).max(8_640_000_000_000_000);
/** Calendar day without a time zone, `YYYY-MM-DD`. Fields end in `…On`. */
export const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
/** The end of the time that can be planned; facts of other programs' files (9999-12-31 for "never") may lie behind it. */
export const lastMoment = Date.UTC(2200, 0, 1);
/** Moment that is planned: up to lastMoment. What goes day by day would otherwise be asked for millions of them. */
export const plannedMoment = moment.max(lastMoment);
/** Whether two days lie at most so many days apart, the first not behind the second. */
export const withinDays = (fromOn: string, toOn: string, days: number): boolean => {
  const apart = (Date.parse(`${toOn}T00:00:00Z`) - Date.parse(`${fromOn}T00:00:00Z`)) / 86_400_000;
  return apart >= 0 && apart <= days;
};
/** One line of text a person typed; trimmed. */
export const line = (max: number) => z.string().trim().max(max);
/** Optional line: '' and null both mean "not filled in". */
export const optionalLine = (max: number) =>
  line(max)
    .nullable()
    .transform((text) => text || null);
/** What a mutation on many rows reports, and the undo action that takes it back (null = nothing changed). */
export const changeReport = z.object({
  changed: z.int().min(0),
  unchanged: z.int().min(0),
  undoId: rowId.nullable(),
});
export type ChangeReport = z.infer<typeof changeReport>;
/** What a mutation on one thing reports. */
export const saved = z.object({ id: rowId, undoId: rowId.nullable() });
export type Saved = z.infer<typeof saved>;
/** The twelve colours a tag may have: names of design tokens, never raw colour codes. */
export const tagColors = ['red', 'orange', 'amber', 'green', 'teal', 'cyan', 'blue', 'indigo', 'purple', 'pink', 'brown', 'grey'] as const;
export const tagColor = z.enum(tagColors);
export type TagColor = (typeof tagColors)[number];
