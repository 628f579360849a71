import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { friends } from '../friends/friends.schema.ts';

/** One contact with one friend, in or out. */
export const touches = sqliteTable(
  'touches',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    at: integer('at').notNull(),
    touchpoint: text('touchpoint', { enum: ['private', 'group', 'moments', 'phone', 'visit', 'birthday'] }).notNull(),
    direction: text('direction', { enum: ['in', 'out'] }).notNull(),
    note: text('note').notNull().default(''),
    /** for birthday wishes: the day that was wished for */
    dueOn: text('due_on'),
  },
  (table) => [
    index('touches_friend').on(table.friendId, table.at),
    index('touches_at').on(table.at, table.friendId),
    index('touches_due').on(table.dueOn),
  ],
);
