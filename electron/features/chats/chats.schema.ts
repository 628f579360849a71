import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { accounts } from '../accounts/accounts.schema.ts';
import { friends } from '../friends/friends.schema.ts';

/** One chat of one of the seller's accounts: with one person, or a group. Counts and times follow its messages; ms UTC. */
export const conversations = sqliteTable(
  'conversations',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    kind: text('kind', { enum: ['private', 'group'] }).notNull(),
    /** wxid of the peer or `…@chatroom`; null = only its name is known */
    externalId: text('external_id'),
    name: text('name').notNull(),
    /** whom a private chat is with; null = nobody of the book, or a group */
    friendId: integer('friend_id').references(() => friends.id, { onDelete: 'set null' }),
    /** holds messages known to the minute or day only, so that exact ones have to look for them */
    hasCoarse: integer('has_coarse', { mode: 'boolean' }).notNull().default(false),
    messageCount: integer('message_count').notNull().default(0),
    firstAt: integer('first_at'),
    lastAt: integer('last_at'),
    inCount: integer('in_count').notNull().default(0),
    outCount: integer('out_count').notNull().default(0),
    lastInAt: integer('last_in_at'),
    lastOutAt: integer('last_out_at'),
    /** days (China time) on which both wrote */
    twoWayDays: integer('two_way_days').notNull().default(0),
    /** the import that brought it */
    importBatchId: integer('import_batch_id').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('conversations_external').on(table.accountId, table.externalId).where(sql`external_id IS NOT NULL`),
    index('conversations_name').on(table.accountId, table.name),
    index('conversations_friend').on(table.friendId).where(sql`friend_id IS NOT NULL`),
    index('conversations_last').on(table.lastAt),
  ],
);

/**
 * People who wrote in groups: one row a person and account where the wxid is known, else one a person and group; also where a group
 * came in by names before the wxid of somebody of another group was known there (talker-wxid.ts).
 */
export const chatTalkers = sqliteTable(
  'chat_talkers',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    /** wxid, with the conversation behind it where another row has it already: read it by `talkerWxid`; null = only the name is known */
    externalId: text('external_id'),
    name: text('name').notNull(),
    friendId: integer('friend_id').references(() => friends.id, { onDelete: 'set null' }),
    importBatchId: integer('import_batch_id').notNull(),
  },
  (table) => [
    uniqueIndex('chat_talkers_external').on(table.accountId, table.externalId).where(sql`external_id IS NOT NULL`),
    index('chat_talkers_friend').on(table.friendId).where(sql`friend_id IS NOT NULL`),
  ],
);

/** Who is in which group, under which name there. */
export const conversationMembers = sqliteTable(
  'conversation_members',
  {
    conversationId: integer('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    talkerId: integer('talker_id')
      .notNull()
      .references(() => chatTalkers.id, { onDelete: 'cascade' }),
    groupName: text('group_name').notNull(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.talkerId] }), index('conversation_members_talker').on(table.talkerId)],
);

/**
 * Messages. The id is the time: unix seconds × 2^21 + slot, slot = hash of what the message is (message-id.ts). Without
 * foreign keys: checking two of them costs a fifth of an import; chats.service alone writes here.
 */
export const messages = sqliteTable(
  'messages',
  {
    id: integer('id').primaryKey(),
    conversationId: integer('conversation_id').notNull(),
    /** who of a group wrote it; 0 = the peer of a private chat, the seller, WeChat itself */
    talkerId: integer('talker_id').notNull(),
    /** place in messageDirections, messageKinds, timePrecisions */
    direction: integer('direction').notNull(),
    kind: integer('kind').notNull(),
    precision: integer('precision').notNull(),
    /** 32-bit hash of the id on the platform; null = not known */
    sourceKey: integer('source_key'),
    /** the import it belongs to; others that contained it too are in chat_batch_claims */
    batchId: integer('batch_id').notNull(),
    content: text('content').notNull(),
  },
  (table) => [
    index('messages_conversation').on(table.conversationId),
    // 接龙 (its place in messageKinds) are looked for among millions; nothing else is in it
    index('messages_solitaire').on(table.conversationId).where(sql`kind = 19`),
  ],
);

/** Places between messages whose message went: a search for the end of a row of neighbours must not stop there. */
export const messageHoles = sqliteTable('message_holes', { id: integer('id').primaryKey() });

/** What an import of chats did to the book, beside its messages. */
export const chatBatches = sqliteTable('chat_batches', {
  batchId: integer('batch_id').primaryKey(),
  accountId: integer('account_id')
    .notNull()
    .references(() => accounts.id),
  /** next chunk_no of its claims */
  chunks: integer('chunks').notNull(),
  /** JSON { table: rows } that hang on each friend it made since it was made */
  friendBaseline: text('friend_baseline').notNull(),
  createdAt: integer('created_at').notNull(),
});

/** What an import found in which conversation. */
export const chatBatchConversations = sqliteTable(
  'chat_batch_conversations',
  {
    batchId: integer('batch_id')
      .notNull()
      .references(() => chatBatches.batchId, { onDelete: 'cascade' }),
    conversationId: integer('conversation_id').notNull(),
    added: integer('added').notNull(),
    /** messages it contained that were there already */
    shared: integer('shared').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.conversationId] })],
);

/** Older messages that an import contained too: it inherits them when the import they belong to is taken back. */
export const chatBatchClaims = sqliteTable(
  'chat_batch_claims',
  {
    batchId: integer('batch_id')
      .notNull()
      .references(() => chatBatches.batchId, { onDelete: 'cascade' }),
    chunkNo: integer('chunk_no').notNull(),
    firstId: integer('first_id').notNull(),
    lastId: integer('last_id').notNull(),
    /** ascending ids, each as its distance to the one before (platform/id-pack.ts) */
    ids: blob('ids', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.chunkNo] })],
);

/**
 * The files of an import that it took in whole: no record left out, none it could not read. While the row is there, each record of the
 * file has its message in the book; it goes with its import, and when anything of the import's chats is erased.
 */
export const chatBatchFiles = sqliteTable(
  'chat_batch_files',
  {
    batchId: integer('batch_id')
      .notNull()
      .references(() => chatBatches.batchId, { onDelete: 'cascade' }),
    /** its place among the files of the import */
    fileNo: integer('file_no').notNull(),
    /** inflated */
    bytes: integer('bytes').notNull(),
    /** of its bytes; hex */
    sha256: text('sha256').notNull(),
    /** place inside what was handed over: readers look for ids in it */
    path: text('path').notNull(),
    /** `chatReaderVersion` of those who read it */
    readerVersion: integer('reader_version').notNull(),
    /** what was said about missing dates */
    missingDate: text('missing_date'),
    /** who the seller was, as JSON [wxids, names], sorted; null = the file says it of every record */
    owner: text('owner'),
    /** JSON { place: SHA-256 }: files its reader asked for beside it; null = was not there */
    beside: text('beside').notNull(),
    records: integer('records').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.fileNo] }), index('chat_batch_files_bytes').on(table.bytes)],
);

/** Messages that were erased and whose words search.db may still hold; gone once they are out of it. */
export const chatErasures = sqliteTable('chat_erasures', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  /** the seconds they were in, ascending, each as its distance to the one before (platform/id-pack.ts) */
  seconds: blob('seconds', { mode: 'buffer' }).notNull(),
});

/** Who the seller is in the files of an account, as she answered once. */
export const chatOwners = sqliteTable(
  'chat_owners',
  {
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    /** true = value is a wxid, false = a name */
    isId: integer('is_id', { mode: 'boolean' }).notNull(),
    value: text('value').notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.isId, table.value] })],
);

/** What a friend's private chats say, over all of them; ms UTC. */
export const friendChatStats = sqliteTable('friend_chat_stats', {
  friendId: integer('friend_id')
    .primaryKey()
    .references(() => friends.id, { onDelete: 'cascade' }),
  firstAt: integer('first_at'),
  lastInAt: integer('last_in_at'),
  lastOutAt: integer('last_out_at'),
  inCount: integer('in_count').notNull(),
  outCount: integer('out_count').notNull(),
  twoWayDays: integer('two_way_days').notNull(),
  /** her messages in private chats that hold a word for price or product (settings), and the newest of them */
  askedCount: integer('asked_count').notNull().default(0),
  lastAskedAt: integer('last_asked_at'),
  /** the words and messages they were counted by (search/asked.ts); another one = to be counted anew */
  askedKey: text('asked_key'),
  /** the days on which both wrote, and the messages they were read from (suggestions/talk-days.ts) */
  talkDays: text('talk_days'),
  talkKey: text('talk_key'),
});
