import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The seller's own WeChat accounts. */
export const accounts = sqliteTable('accounts', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  wxid: text('wxid'),
  role: text('role', { enum: ['category', 'A', 'B', 'C'] }),
  category: text('category'),
  capacity: integer('capacity').notNull(),
  standing: text('standing', { enum: ['normal', 'limited', 'banned'] }).notNull(),
  note: text('note'),
  archivedAt: integer('archived_at'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** Where friends come from. */
export const channels = sqliteTable('channels', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  domain: text('domain', { enum: ['public', 'private', 'offline'] }).notNull(),
  note: text('note'),
  archivedAt: integer('archived_at'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});
