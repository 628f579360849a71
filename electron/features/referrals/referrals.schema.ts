import { index, integer, sqliteTable, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { friends } from '../friends/friends.schema.ts';

/** Who brought a friend, as she was told. Whether it counts is reckoned (shared/domain/referrals.ts). */
export const referrals = sqliteTable(
  'referrals',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** one row for each who was brought */
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    byFriendId: integer('by_friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    /** when it was told: thanks are due no earlier */
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('referrals_friend').on(table.friendId), index('referrals_by').on(table.byFriendId)],
);
