import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { friends } from '../friends/friends.schema.ts';

/** Every move on the trust ladder; the first row of a friend has no `fromLevel`. */
export const levelChanges = sqliteTable(
  'level_changes',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    fromLevel: integer('from_level'),
    toLevel: integer('to_level').notNull(),
    at: integer('at').notNull(),
    reason: text('reason').notNull().default(''),
    author: text('author', { enum: ['manual', 'rule', 'import'] }).notNull(),
  },
  (table) => [index('level_changes_friend').on(table.friendId, table.at), index('level_changes_at').on(table.at)],
);
