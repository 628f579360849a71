import { z } from 'zod';

/** Row id: a positive integer that SQLite hands out and never uses again. */
export const rowId = z.int().positive();
/** The end of the time that the book knows: what goes day by day would otherwise be asked for millions of them. */
export const lastMoment = Date.UTC(2200, 0, 1);
/** Moment: integer milliseconds since 1970, UTC, up to lastMoment. Fields end in `…At`. */
export const moment = z.int().min(0).max(lastMoment);
/** Calendar day without a time zone, `YYYY-MM-DD`, 1900 – 2200. Fields end in `…On`. */
export const day = z.string().regex(/^(19\d\d|2[01]\d\d|2200)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
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
