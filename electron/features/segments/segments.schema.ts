import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Saved filters over friends. */
export const segments = sqliteTable('friend_segments', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull(),
  note: text('note').notNull().default(''),
  /** JSON segmentRule */
  rule: text('rule').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** How many were in it on a day (the seller's), one row a day. */
export const segmentSizes = sqliteTable(
  'segment_sizes',
  {
    segmentId: integer('segment_id')
      .notNull()
      .references(() => segments.id, { onDelete: 'cascade' }),
    on: text('on').notNull(),
    size: integer('size').notNull(),
  },
  (table) => [primaryKey({ columns: [table.segmentId, table.on] })],
);
