import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { accounts } from '../accounts/accounts.schema.ts';

/** Pictures copied into the data folder, once per content (assets/<ab>/<sha256>.<ext>). */
export const assets = sqliteTable(
  'assets',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    sha256: text('sha256').notNull(),
    name: text('name').notNull(),
    mime: text('mime').notNull(),
    bytes: integer('bytes').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('assets_sha256').on(table.sha256)],
);

/** A piece of content planned for a time and an account. */
export const posts = sqliteTable(
  'posts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    text: text('text').notNull(),
    category: text('category').notNull(),
    scheduledAt: integer('scheduled_at').notNull(),
    state: text('state', { enum: ['planned', 'scheduled', 'posted', 'skipped'] }).notNull(),
    settledAt: integer('settled_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('posts_scheduled').on(table.scheduledAt), index('posts_state').on(table.state, table.scheduledAt)],
);

export const postAssets = sqliteTable(
  'post_assets',
  {
    postId: integer('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    place: integer('place').notNull(),
    assetId: integer('asset_id')
      .notNull()
      .references(() => assets.id),
  },
  (table) => [primaryKey({ columns: [table.postId, table.place] }), index('post_assets_asset').on(table.assetId)],
);
