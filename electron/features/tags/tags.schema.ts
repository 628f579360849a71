import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { friends } from '../friends/friends.schema.ts';

export const tagGroups = sqliteTable(
  'tag_groups',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    color: text('color').notNull(),
    place: integer('place').notNull().default(0),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('tag_groups_name').on(table.name)],
);

export const tags = sqliteTable(
  'tags',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    groupId: integer('group_id').references(() => tagGroups.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    /** null = the colour of its group */
    color: text('color'),
    origin: text('origin', { enum: ['manual', 'import', 'rule'] }).notNull(),
    place: integer('place').notNull().default(0),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('tags_name').on(table.name)],
);

/** Who carries which tag. WITHOUT ROWID (set by hand in the first migration: drizzle cannot say it). */
export const friendTags = sqliteTable(
  'friend_tags',
  {
    tagId: integer('tag_id')
      .notNull()
      .references(() => tags.id, { onDelete: 'cascade' }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    addedAt: integer('added_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tagId, table.friendId] }), index('friend_tags_friend').on(table.friendId, table.tagId)],
);
