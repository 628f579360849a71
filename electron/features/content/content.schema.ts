import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { products } from '../orders/orders.schema.ts';

/** Pictures and videos copied into the data folder, once per content (assets/<ab>/<sha256>.<ext>). */
export const assets = sqliteTable(
  'assets',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    sha256: text('sha256').notNull(),
    name: text('name').notNull(),
    mime: text('mime').notNull(),
    bytes: integer('bytes').notNull(),
    /** 0 = not told by the file */
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    /** videos only; null = not told by the file */
    durationMs: integer('duration_ms'),
    /** whether assets/<ab>/<sha256>.thumb.webp was made */
    hasThumb: integer('has_thumb', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('assets_sha256').on(table.sha256)],
);

/** Pieces of the library. Words of `text` may hold variables (shared/domain/template.ts). */
export const contents = sqliteTable(
  'contents',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    title: text('title').notNull(),
    text: text('text').notNull(),
    category: text('category').notNull(),
    form: text('form', { enum: ['pictures', 'video', 'text'] }).notNull(),
    /** what it is to bring about, in her words */
    aim: text('aim').notNull().default(''),
    /** JSON arrays of words */
    tags: text('tags').notNull().default('[]'),
    seasons: text('seasons').notNull().default('[]'),
    /** may be used again: not before so many days, not more often than so many times (null = no end) */
    evergreen: integer('evergreen', { mode: 'boolean' }).notNull().default(false),
    cooldownDays: integer('cooldown_days').notNull().default(60),
    maxUses: integer('max_uses'),
    /** lower-case words of title, text, variants, tags, seasons and aim, kept by content.service.ts */
    searchText: text('search_text').notNull(),
    archivedAt: integer('archived_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('contents_updated').on(table.updatedAt)],
);

/** A piece as it reads in one channel (publishChannels); a channel without a row takes the piece itself. */
export const contentVariants = sqliteTable(
  'content_variants',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    contentId: integer('content_id')
      .notNull()
      .references(() => contents.id, { onDelete: 'cascade' }),
    channel: text('channel').notNull(),
    title: text('title').notNull(),
    text: text('text').notNull(),
  },
  (table) => [uniqueIndex('content_variants_channel').on(table.contentId, table.channel)],
);

export const contentAssets = sqliteTable(
  'content_assets',
  {
    contentId: integer('content_id')
      .notNull()
      .references(() => contents.id, { onDelete: 'cascade' }),
    place: integer('place').notNull(),
    assetId: integer('asset_id')
      .notNull()
      .references(() => assets.id),
  },
  (table) => [primaryKey({ columns: [table.contentId, table.place] }), index('content_assets_asset').on(table.assetId)],
);

/** What a piece is about. */
export const contentProducts = sqliteTable(
  'content_products',
  {
    contentId: integer('content_id')
      .notNull()
      .references(() => contents.id, { onDelete: 'cascade' }),
    productId: integer('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.contentId, table.productId] }), index('content_products_product').on(table.productId)],
);

/** A piece as it was before each change of its words or pictures. */
export const contentVersions = sqliteTable(
  'content_versions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    contentId: integer('content_id')
      .notNull()
      .references(() => contents.id, { onDelete: 'cascade' }),
    at: integer('at').notNull(),
    /** JSON { title, text, variants, assetIds } */
    snapshot: text('snapshot').notNull(),
  },
  (table) => [index('content_versions_content').on(table.contentId, table.at)],
);

/** Titles tried against each other in one channel. */
export const titleTests = sqliteTable(
  'title_tests',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    contentId: integer('content_id')
      .notNull()
      .references(() => contents.id, { onDelete: 'cascade' }),
    channel: text('channel').notNull(),
    createdAt: integer('created_at').notNull(),
    closedAt: integer('closed_at'),
  },
  (table) => [index('title_tests_open').on(table.contentId).where(sql`closed_at IS NULL`)],
);

export const titleTestArms = sqliteTable(
  'title_test_arms',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    testId: integer('test_id')
      .notNull()
      .references(() => titleTests.id, { onDelete: 'cascade' }),
    title: text('title').notNull(),
    /** how many saw it, and how many answered, as she counted */
    shown: integer('shown').notNull().default(0),
    responded: integer('responded').notNull().default(0),
  },
  (table) => [index('title_test_arms_test').on(table.testId)],
);
