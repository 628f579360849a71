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
    /** place in touchKinds: what the guard counts it as; 0 = an ordinary contact that weighs nothing */
    kind: integer('kind').notNull().default(0),
    /** the post or the friend of a send queue it came of */
    postId: integer('post_id'),
    sendItemId: integer('send_item_id'),
    /** why she went on although the guard said no; '' = it did not */
    overrideReason: text('override_reason').notNull().default(''),
  },
  (table) => [
    index('touches_friend').on(table.friendId, table.at),
    // all that the guard asks, so that it never reads the table
    index('touches_load').on(table.at, table.friendId, table.kind, table.direction),
    index('touches_due').on(table.dueOn),
  ],
);
