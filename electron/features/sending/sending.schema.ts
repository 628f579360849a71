import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { assets, contents } from '../content/content.schema.ts';
import { friends } from '../friends/friends.schema.ts';

/** An audience and words with variables: sent by hand, friend by friend, over as many days as it takes. */
export const sendQueues = sqliteTable('send_queues', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  contentId: integer('content_id').references(() => contents.id, { onDelete: 'set null' }),
  /** words with variables (shared/domain/template.ts) */
  text: text('text').notNull(),
  /** place in touchKinds: what the guard counts it as */
  kind: integer('kind').notNull(),
  /** JSON audience it was made for; the friends themselves are in send_items */
  audience: text('audience').notNull(),
  state: text('state', { enum: ['open', 'paused', 'done'] }).notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export const sendQueueAssets = sqliteTable(
  'send_queue_assets',
  {
    queueId: integer('queue_id')
      .notNull()
      .references(() => sendQueues.id, { onDelete: 'cascade' }),
    place: integer('place').notNull(),
    assetId: integer('asset_id')
      .notNull()
      .references(() => assets.id),
  },
  (table) => [primaryKey({ columns: [table.queueId, table.place] }), index('send_queue_assets_asset').on(table.assetId)],
);

/** One friend of a queue. */
export const sendItems = sqliteTable(
  'send_items',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    queueId: integer('queue_id')
      .notNull()
      .references(() => sendQueues.id, { onDelete: 'cascade' }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    place: integer('place').notNull(),
    /** her own words; null = as the queue's text gives them */
    text: text('text'),
    state: text('state', { enum: ['waiting', 'sent', 'skipped'] }).notNull(),
    /** not before; null = at once */
    snoozedUntil: integer('snoozed_until'),
    /** sent or skipped at */
    settledAt: integer('settled_at'),
    repliedAt: integer('replied_at'),
    /** why it was sent although the guard said no, or skipped */
    reason: text('reason').notNull().default(''),
    /** the touch that sending wrote */
    touchId: integer('touch_id'),
  },
  (table) => [
    uniqueIndex('send_items_friend').on(table.queueId, table.friendId),
    index('send_items_next').on(table.queueId, table.state, table.place),
    index('send_items_of_friend').on(table.friendId),
  ],
);
