import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row per user action that can be taken back; survives restarts. */
export const undoActions = sqliteTable(
  'undo_actions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    /** `feature.verb` */
    kind: text('kind').notNull(),
    /** JSON facts for the sentence on the screen */
    details: text('details').notNull(),
    /** JSON array of topics to announce when it is undone */
    topics: text('topics').notNull(),
    /** aside = taken back and out of the line: only the history of imports brings it back */
    state: text('state', { enum: ['done', 'undone', 'aside'] }).notNull(),
    /** when it was last taken back or done again */
    turnedAt: integer('turned_at'),
    /** JSON: the steps of a small action; null = they are in undo_steps */
    steps: text('steps'),
  },
  // every new action looks for undone ones to drop: nearly always there are none
  (table) => [index('undo_actions_undone').on(table.id).where(sql`state = 'undone'`)],
);

/** What a big action did to rows, in order; undoing walks it backwards. WITHOUT ROWID: one page to write instead of two. */
export const undoSteps = sqliteTable(
  'undo_steps',
  {
    actionId: integer('action_id')
      .notNull()
      .references(() => undoActions.id, { onDelete: 'cascade' }),
    /** order within the action, from 0 */
    place: integer('place').notNull(),
    op: text('op', { enum: ['inserted', 'deleted', 'updated', 'turned', 'left'] }).notNull(),
    /** table name, from the list of tables the undo log knows */
    tableName: text('table_name').notNull(),
    /** JSON: values shared by all rows of the step (e.g. the tag of a bulk assignment) */
    fixed: text('fixed').notNull(),
    /** Uint32 little endian: the ids of the rows */
    ids: blob('ids', { mode: 'buffer' }),
    /** deflated JSON: rows taken away, or values before and after */
    rows: blob('rows', { mode: 'buffer' }),
  },
  (table) => [primaryKey({ columns: [table.actionId, table.place] })],
);
