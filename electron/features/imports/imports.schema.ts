import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { accounts } from '../accounts/accounts.schema.ts';

/** One import: its report, and the undo action that takes exactly it back. */
export const importBatches = sqliteTable('import_batches', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  fileName: text('file_name').notNull(),
  accountId: integer('account_id')
    .notNull()
    .references(() => accounts.id),
  /** JSON importReport */
  report: text('report').notNull(),
  undoActionId: integer('undo_action_id'),
  createdAt: integer('created_at').notNull(),
  undoneAt: integer('undone_at'),
});

/** Rows of an import that could not be read, to be saved at any later time (unread-rows.ts). */
export const importUnread = sqliteTable('import_unread', {
  batchId: integer('batch_id')
    .primaryKey()
    .references(() => importBatches.id, { onDelete: 'cascade' }),
  /** how many there were, and how many of them are kept */
  total: integer('total').notNull(),
  kept: integer('kept').notNull(),
  /** the list as CSV, deflated */
  list: blob('list', { mode: 'buffer' }).notNull(),
});

/** How the columns of a kind of file were mapped last time, by its header names. */
export const columnMappings = sqliteTable('column_mappings', {
  headerSignature: text('header_signature').primaryKey(),
  /** JSON array of field names */
  fields: text('fields').notNull(),
  usedAt: integer('used_at').notNull(),
});
