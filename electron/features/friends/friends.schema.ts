import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { accounts, channels } from '../accounts/accounts.schema.ts';

/** One contact in one of the seller's accounts. */
export const friends = sqliteTable(
  'friends',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    channelId: integer('channel_id').references(() => channels.id),
    nickname: text('nickname').notNull(),
    remark: text('remark').notNull(),
    wxid: text('wxid'),
    alias: text('alias'),
    phone: text('phone'),
    /** digits only, for matching; null when the phone is masked or foreign to matching */
    phoneKey: text('phone_key'),
    gender: text('gender', { enum: ['female', 'male'] }),
    region: text('region'),
    address: text('address'),
    birthdayCalendar: text('birthday_calendar', { enum: ['solar', 'lunar'] }),
    birthdayYear: integer('birthday_year'),
    birthdayMonth: integer('birthday_month'),
    birthdayDay: integer('birthday_day'),
    birthdayLeap: integer('birthday_leap', { mode: 'boolean' }).notNull().default(false),
    ageBand: text('age_band'),
    incomeBand: text('income_band'),
    /** JSON array of words */
    interests: text('interests').notNull().default('[]'),
    tie: text('tie', { enum: ['strong', 'weak'] }),
    signature: text('signature'),
    description: text('description'),
    sourceText: text('source_text'),
    status: text('status', { enum: ['normal', 'deletedMe', 'blocked', 'lost'] })
      .notNull()
      .default('normal'),
    /** written by the trust feature only */
    trustLevel: integer('trust_level').notNull().default(1),
    trustSinceAt: integer('trust_since_at').notNull(),
    lastContactAt: integer('last_contact_at'),
    addedAt: integer('added_at'),
    archivedAt: integer('archived_at'),
    importBatchId: integer('import_batch_id'),
    /** lower-case text that search looks through; kept by friends.text.ts */
    searchText: text('search_text').notNull(),
    /** pinyin of the name, what the list sorts by */
    sortName: text('sort_name').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('friends_account_wxid').on(table.accountId, table.wxid).where(sql`wxid IS NOT NULL`),
    index('friends_account_alias').on(table.accountId, table.alias).where(sql`alias IS NOT NULL`),
    index('friends_phone_key').on(table.phoneKey).where(sql`phone_key IS NOT NULL`),
    index('friends_birthday').on(table.birthdayMonth, table.birthdayDay).where(sql`birthday_month IS NOT NULL`),
    index('friends_import_batch').on(table.importBatchId).where(sql`import_batch_id IS NOT NULL`),
    index('friends_sort_name').on(table.sortName),
    index('friends_channel').on(table.channelId).where(sql`channel_id IS NOT NULL`),
  ],
);

export const notes = sqliteTable(
  'notes',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    body: text('body').notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('notes_friend').on(table.friendId, table.createdAt)],
);

/** What happened to a friend and is not kept in a table of its own (edits, status, tags taken off, archive). */
export const friendEvents = sqliteTable(
  'friend_events',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    at: integer('at').notNull(),
    kind: text('kind').notNull(),
    /** JSON */
    details: text('details').notNull(),
  },
  (table) => [index('friend_events_friend').on(table.friendId, table.at)],
);

/** Contacts of different accounts who are one person: all rows with the same `personId`. */
export const personLinks = sqliteTable(
  'person_links',
  {
    friendId: integer('friend_id')
      .primaryKey()
      .references(() => friends.id, { onDelete: 'cascade' }),
    personId: integer('person_id').notNull(),
  },
  (table) => [index('person_links_person').on(table.personId)],
);

/** Two friends who look like one person and, she says, are not: never proposed again. `friendId` is the smaller of both ids. */
export const friendsApart = sqliteTable(
  'friends_apart',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    friendId: integer('friend_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
    otherId: integer('other_id')
      .notNull()
      .references(() => friends.id, { onDelete: 'cascade' }),
  },
  (table) => [uniqueIndex('friends_apart_pair').on(table.friendId, table.otherId), index('friends_apart_other').on(table.otherId)],
);
