import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { tagGroups } from '../tags/tags.schema.ts';

/** Rules that put tags on friends. */
export const tagRules = sqliteTable('tag_rules', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  place: integer('place').notNull(),
  isOn: integer('is_on', { mode: 'boolean' }).notNull(),
  /** JSON tagRuleBody */
  body: text('body').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** Groups of tags of which a friend has only one. */
export const tagRuleGroups = sqliteTable('tag_rule_groups', {
  groupId: integer('group_id')
    .primaryKey()
    .references(() => tagGroups.id, { onDelete: 'cascade' }),
});

/**
 * What a rule gave to whom. A tag is the rule's as long as `at` is the moment at which the friend got it. The row stays when the tag is
 * taken off or the run taken back, or the rule would give it again at once: it is not part of undo, and names rule, tag and friend without
 * a foreign key. WITHOUT ROWID (set by hand in the migration: drizzle cannot say it).
 */
export const tagRuleGiven = sqliteTable(
  'tag_rule_given',
  {
    ruleId: integer('rule_id').notNull(),
    tagId: integer('tag_id').notNull(),
    friendId: integer('friend_id').notNull(),
    /** 0 = another rule answers for the tag now */
    at: integer('at').notNull(),
    /** see givenStates in decide.ts */
    state: integer('state').notNull(),
  },
  (table) => [primaryKey({ columns: [table.ruleId, table.tagId, table.friendId] }), index('tag_rule_given_friend').on(table.friendId)],
);

/** Runs that changed something. */
export const tagRuleRuns = sqliteTable('tag_rule_runs', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  author: text('author', { enum: ['manual', 'rule'] }).notNull(),
  undoId: integer('undo_id'),
  /** JSON [{ ruleId, name, added, removed }] */
  done: text('done').notNull(),
});
