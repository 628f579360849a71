import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { pointKinds } from '../../../shared/contracts/points.ts';
import { friends } from '../friends/friends.schema.ts';

/** One movement of a friend's points. What somebody has is the sum of these, never a number of its own. */
export const pointEntries = sqliteTable(
  'point_entries',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    delta: integer('delta').notNull(),
    reason: text('reason').notNull().default(''),
    kind: text('kind', { enum: pointKinds }).notNull(),
    /** ms UTC */
    at: integer('at').notNull(),
    /** the import it came with */
    batchId: integer('batch_id'),
  },
  (table) => [
    // all that a balance asks, so that it never reads the table
    index('point_entries_friend').on(table.friendId, table.at, table.delta),
    check('point_entries_delta', sql`${table.delta} <> 0`),
  ],
);
