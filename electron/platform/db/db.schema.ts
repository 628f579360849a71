import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Indexes that a big import took away and that are to be made again behind it (resting-indexes.ts); empty but for those moments. */
export const restingIndexes = sqliteTable('resting_indexes', {
  name: text('name').primaryKey(),
  /** the statement that makes it */
  sql: text('sql').notNull(),
});
