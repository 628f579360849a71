import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * Who was erased, without a word of them: a book that lacks a row which backups.db has is older than that erasure, and erases again.
 * Never in the undo log.
 */
export const erasedPeople = sqliteTable('erased_people', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  /** random, of this erasure alone; hex. It tells it from others, and `marks` are made with it */
  key: text('key').notNull().unique(),
  /** ms UTC */
  at: integer('at').notNull(),
  /** since when there was anything of them in the book: older backups hold nothing */
  since: integer('since').notNull(),
  /** JSON: HMAC of each row and wxid that went (backups/marks.ts) */
  marks: text('marks').notNull(),
  /** JSON: pictures in assets/ that are still to go, by their paths there; null = file and log hold nothing any more */
  leftovers: text('leftovers'),
});
