import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { channels } from '../accounts/accounts.schema.ts';
import { posts } from '../calendar/calendar.schema.ts';
import { orders } from '../orders/orders.schema.ts';

/** What came of a post, as she counted it. */
export const postResults = sqliteTable('post_results', {
  postId: integer('post_id')
    .primaryKey()
    .references(() => posts.id, { onDelete: 'cascade' }),
  likes: integer('likes').notNull(),
  comments: integer('comments').notNull(),
  /** private messages it brought */
  privates: integer('privates').notNull(),
  deals: integer('deals').notNull(),
  note: text('note').notNull().default(''),
  notedAt: integer('noted_at').notNull(),
});

/** Orders that she says came of a post. */
export const postOrders = sqliteTable(
  'post_orders',
  {
    postId: integer('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    orderId: integer('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.postId, table.orderId] }), index('post_orders_order').on(table.orderId)],
);

/** What she spent on a channel in a month, as she says; no row = not told. */
export const channelSpends = sqliteTable(
  'channel_spends',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    channelId: integer('channel_id')
      .notNull()
      .references(() => channels.id, { onDelete: 'cascade' }),
    /** YYYY-MM */
    month: text('month').notNull(),
    spendFen: integer('spend_fen').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('channel_spends_month').on(table.channelId, table.month)],
);
