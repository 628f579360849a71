import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { friends } from '../friends/friends.schema.ts';

/** What was answered to a suggestion. What is open stands nowhere: it follows from the book as it is. */
export const suggestionDecisions = sqliteTable(
  'suggestion_decisions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    /** one of trustRules */
    rule: text('rule').notNull(),
    fromLevel: integer('from_level').notNull(),
    toLevel: integer('to_level').notNull(),
    answer: text('answer', { enum: ['accepted', 'later', 'never'] }).notNull(),
    /** for later: the day from which on it is proposed again, YYYY-MM-DD */
    untilOn: text('until_on'),
    at: integer('at').notNull(),
    author: text('author', { enum: ['manual', 'rule'] }).notNull(),
    /** JSON { messages, orders, touches, tags, referrals }: what it rested on, by id, so that the card can be looked at later */
    evidence: text('evidence').notNull(),
  },
  (table) => [index('suggestion_decisions_friend').on(table.friendId), index('suggestion_decisions_answer').on(table.answer, table.at)],
);

/**
 * Steps that an automatic rule took, also when they were taken back since: it takes each of them once, or an undo would come undone.
 * Friends by number only, without a foreign key: a step is no use of a friend that an undo would have to respect.
 */
export const suggestionAutos = sqliteTable('suggestion_autos', {
  /** friend × 8 + level */
  step: integer('step').primaryKey(),
  at: integer('at').notNull(),
});
