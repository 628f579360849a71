import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { accounts } from '../accounts/accounts.schema.ts';
import { assets, contents } from '../content/content.schema.ts';

/** Posts that come back by a rule; posts are made of it some weeks ahead and are then posts of their own. */
export const recurrences = sqliteTable('recurrences', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  /** JSON recurrenceRule: wall-clock time of the seller, so it stays at its hour whatever the zone does */
  rule: text('rule').notNull(),
  /** JSON postInput without its moment */
  post: text('post').notNull(),
  fromOn: text('from_on').notNull(),
  /** last day, included; null = no end */
  untilOn: text('until_on'),
  /** posts are made up to this day, included */
  madeUntilOn: text('made_until_on').notNull(),
  /** JSON array of days she took out by hand */
  skippedOn: text('skipped_on').notNull().default('[]'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** A piece of content planned for a time and an account. */
export const posts = sqliteTable(
  'posts',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    /** of the channels that have one (公众号, 小红书, 抖音) */
    title: text('title').notNull().default(''),
    text: text('text').notNull(),
    category: text('category').notNull(),
    /** one of publishChannels */
    channel: text('channel').notNull().default('moments'),
    /** JSON audience (shared/contracts/segments.ts): who may see it */
    audience: text('audience').notNull().default('{"mode":"all"}'),
    /** the piece of the library it was made of */
    contentId: integer('content_id').references(() => contents.id, { onDelete: 'set null' }),
    /** posts of several accounts that were written as one share it */
    siblingKey: text('sibling_key'),
    recurrenceId: integer('recurrence_id').references(() => recurrences.id, { onDelete: 'set null' }),
    /** day of the rule it stands for, even when it was moved */
    occurrenceOn: text('occurrence_on'),
    scheduledAt: integer('scheduled_at').notNull(),
    state: text('state', { enum: ['planned', 'scheduled', 'posted', 'skipped'] }).notNull(),
    settledAt: integer('settled_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('posts_scheduled').on(table.scheduledAt),
    index('posts_state').on(table.state, table.scheduledAt),
    index('posts_content').on(table.contentId).where(sql`content_id IS NOT NULL`),
    index('posts_sibling').on(table.siblingKey).where(sql`sibling_key IS NOT NULL`),
    index('posts_recurrence').on(table.recurrenceId, table.occurrenceOn).where(sql`recurrence_id IS NOT NULL`),
  ],
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

/** Who could see a post at the moment she marked it as posted. */
export const postAudiences = sqliteTable('post_audiences', {
  postId: integer('post_id')
    .primaryKey()
    .references(() => posts.id, { onDelete: 'cascade' }),
  heads: integer('heads').notNull(),
  /** ascending friend ids, each as its distance to the one before (platform/id-pack.ts) */
  friendIds: blob('friend_ids', { mode: 'buffer' }).notNull(),
});

/** Weekly pattern of an account: at this minute of this weekday a post of this category. */
export const slots = sqliteTable(
  'slots',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** 1 = Monday … 7 = Sunday */
    weekday: integer('weekday').notNull(),
    /** minutes since midnight, wall clock */
    minute: integer('minute').notNull(),
    category: text('category').notNull(),
  },
  (table) => [uniqueIndex('slots_place').on(table.accountId, table.weekday, table.minute)],
);

/** Her own days: 上新, 直播, 发货日 … */
export const calendarEvents = sqliteTable(
  'calendar_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    title: text('title').notNull(),
    kind: text('kind').notNull(),
    fromOn: text('from_on').notNull(),
    /** last day, included */
    toOn: text('to_on').notNull(),
    note: text('note').notNull().default(''),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('calendar_events_days').on(table.fromOn, table.toOn)],
);
