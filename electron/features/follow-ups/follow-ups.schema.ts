import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { followUpStates, promiseStates } from '../../../shared/contracts/follow-ups.ts';
import { friends } from '../friends/friends.schema.ts';

/** Follow-ups by hand, and what was done with steps of templates: done, skipped, put off. A step that is only due stands nowhere. */
export const followUps = sqliteTable(
  'follow_ups',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    /** one of sopKeys, the key of its step, and the day it is counted from, YYYY-MM-DD; null = by hand */
    sop: text('sop'),
    step: text('step'),
    fromOn: text('from_on'),
    title: text('title').notNull(),
    /** of one by hand; '' = none */
    words: text('words').notNull().default(''),
    /** the day it is due, and the day it was put off to; YYYY-MM-DD */
    dueOn: text('due_on').notNull(),
    untilOn: text('until_on'),
    state: text('state', { enum: followUpStates }).notNull(),
    settledAt: integer('settled_at'),
    /** the contact that doing it was */
    touchId: integer('touch_id'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('follow_ups_step').on(table.friendId, table.sop, table.step, table.fromOn).where(sql`sop IS NOT NULL`),
    index('follow_ups_friend').on(table.friendId),
    index('follow_ups_state').on(table.state, table.settledAt),
  ],
);

/** What the seller promised a friend, and until when. */
export const promises = sqliteTable(
  'promises',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    text: text('text').notNull(),
    /** YYYY-MM-DD */
    dueOn: text('due_on').notNull(),
    state: text('state', { enum: promiseStates }).notNull(),
    settledAt: integer('settled_at'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('promises_friend').on(table.friendId), index('promises_state').on(table.state, table.dueOn)],
);
