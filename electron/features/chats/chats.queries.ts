import type { Conversation, Member, Message, MessagePage } from '../../../shared/contracts/chats.ts';
import { messageDirections, messageKinds, timePrecisions } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { firstIdAt, timeOf } from './message-id.ts';
import { talkerWxid } from './talker-wxid.ts';

const friendName = "CASE friends.remark WHEN '' THEN friends.nickname ELSE friends.remark END";
const conversationColumns = `conversations.id AS id, conversations.account_id AS accountId, kind, external_id AS externalId, conversations.name AS name,
  friend_id AS friendId, ${friendName} AS friendName, trust_level AS trustLevel, message_count AS messageCount, first_at AS firstAt, last_at AS lastAt, in_count AS inCount,
  out_count AS outCount, last_in_at AS lastInAt, last_out_at AS lastOutAt, two_way_days AS twoWayDays`;

export interface ConversationFilter {
  accountId: number | null;
  kind: 'private' | 'group' | null;
  friendId: number | null;
  search: string;
  offset: number;
  limit: number;
}

type ConversationRow = Omit<Conversation, 'last'>;
const previewLength = 200;

/** With the beginning of its newest message. One look by index for each row: only for rows that are shown. */
function withLast({ db }: ServiceContext, row: ConversationRow): Conversation {
  const found = db
    .sql(
      `SELECT ${messageColumns.replace('content AS text', `substr(content, 1, ${previewLength}) AS text`)} FROM messages
       WHERE conversation_id = ? ORDER BY id DESC LIMIT 1`,
    )
    .get(row.id) as MessageRow | undefined;
  if (!found) return { ...row, last: null };
  const { direction, kind, text, talkerName } = toMessage(found);
  return { ...row, last: { direction, kind, text, talkerName } };
}

/** Conversations that hold messages, newest message first. `search` is part of its name or the friend's, as it is written. */
export function listConversations(ctx: ServiceContext, filter: ConversationFilter): { total: number; rows: Conversation[] } {
  const { db } = ctx;
  const where = ['message_count > 0'];
  const params: (string | number)[] = [];
  const add = (condition: string, ...values: (string | number)[]) => {
    where.push(condition);
    params.push(...values);
  };
  if (filter.accountId !== null) add('conversations.account_id = ?', filter.accountId);
  if (filter.kind !== null) add('kind = ?', filter.kind);
  if (filter.search !== '')
    add(
      `(instr(lower(conversations.name), lower(?)) > 0 OR friend_id IN (SELECT id FROM friends WHERE instr(lower(${friendName}), lower(?)) > 0))`,
      filter.search,
      filter.search,
    );
  if (filter.friendId !== null)
    add(
      `conversations.id IN (SELECT id FROM conversations WHERE friend_id = ? UNION SELECT conversation_id FROM conversation_members
         JOIN chat_talkers ON chat_talkers.id = talker_id WHERE chat_talkers.friend_id = ?)`,
      filter.friendId,
      filter.friendId,
    );
  const condition = where.join(' AND ');
  const total = db.pluck(`SELECT count(*) FROM conversations WHERE ${condition}`).get(...params) as number;
  const rows = db
    .sql(
      `SELECT ${conversationColumns} FROM conversations LEFT JOIN friends ON friends.id = friend_id WHERE ${condition}
       ORDER BY last_at DESC, conversations.id DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset) as ConversationRow[];
  return { total, rows: rows.map((row) => withLast(ctx, row)) };
}

/** null = it is gone: taken back with its import, or erased */
export function readConversation(ctx: ServiceContext, id: number): Conversation | null {
  const row = ctx.db
    .sql(`SELECT ${conversationColumns} FROM conversations LEFT JOIN friends ON friends.id = friend_id WHERE conversations.id = ?`)
    .get(id) as ConversationRow | undefined;
  return row ? withLast(ctx, row) : null;
}

interface MessageRow {
  id: number;
  direction: number;
  kind: number;
  precision: number;
  text: string;
  talkerId: number | null;
  talkerName: string | null;
}
const messageColumns = `messages.id AS id, direction, kind, precision, content AS text, nullif(talker_id, 0) AS talkerId,
  (SELECT coalesce(nullif(group_name, ''), name) FROM chat_talkers LEFT JOIN conversation_members
     ON conversation_members.talker_id = chat_talkers.id AND conversation_members.conversation_id = messages.conversation_id
   WHERE chat_talkers.id = messages.talker_id) AS talkerName`;

/** Rows of `messages` by id, in the words of the contract; also for the search. Ids that are gone are left out. */
export function toMessage(row: MessageRow): Message {
  return {
    ...row,
    at: timeOf(row.id),
    direction: messageDirections[row.direction]!,
    kind: messageKinds[row.kind]!,
    precision: timePrecisions[row.precision]!,
  };
}

/** One page of a conversation, oldest first; by id, so that it costs the same at any depth. */
export function readMessages(
  { db }: ServiceContext,
  input: { conversationId: number; from: { side: 'before' | 'after' | 'around'; id: number } | null; limit: number },
): MessagePage {
  const { conversationId, from, limit } = input;
  const older = (id: number, count: number) =>
    (
      db
        .sql(`SELECT ${messageColumns} FROM messages WHERE conversation_id = ? AND id < ? ORDER BY id DESC LIMIT ?`)
        .all(conversationId, id, count + 1) as MessageRow[]
    ).reverse();
  const newer = (id: number, count: number) =>
    db
      .sql(`SELECT ${messageColumns} FROM messages WHERE conversation_id = ? AND id >= ? ORDER BY id LIMIT ?`)
      .all(conversationId, id, count + 1) as MessageRow[];
  const any = (sql: string, id: number) => db.pluck(sql).get(conversationId, id) !== undefined;
  if (from === null || from.side === 'before') {
    const rows = older(from?.id ?? Number.MAX_SAFE_INTEGER, limit);
    const hasOlder = rows.length > limit;
    const hasNewer = from !== null && any('SELECT 1 FROM messages WHERE conversation_id = ? AND id >= ? LIMIT 1', from.id);
    return { rows: rows.slice(hasOlder ? 1 : 0).map(toMessage), hasOlder, hasNewer };
  }
  if (from.side === 'after') {
    const rows = newer(from.id + 1, limit);
    const hasOlder = any('SELECT 1 FROM messages WHERE conversation_id = ? AND id <= ? LIMIT 1', from.id);
    return { rows: rows.slice(0, limit).map(toMessage), hasOlder, hasNewer: rows.length > limit };
  }
  const half = Math.floor(limit / 2);
  const before = older(from.id, half);
  const after = newer(from.id, limit - half);
  return {
    rows: [...before.slice(before.length > half ? 1 : 0), ...after.slice(0, limit - half)].map(toMessage),
    hasOlder: before.length > half,
    hasNewer: after.length > limit - half,
  };
}

/** The first message on or after a day (China time), else the last before it; null = an empty conversation. */
export function jumpTo({ db }: ServiceContext, conversationId: number, on: string): { id: number } | null {
  const id = firstIdAt(Date.parse(`${on}T00:00:00+08:00`));
  const found =
    db.pluck('SELECT id FROM messages WHERE conversation_id = ? AND id >= ? ORDER BY id LIMIT 1').get(conversationId, id) ??
    db.pluck('SELECT id FROM messages WHERE conversation_id = ? AND id < ? ORDER BY id DESC LIMIT 1').get(conversationId, id);
  return found === undefined ? null : { id: found as number };
}

/** Who wrote in a group, by name there. */
export function listMembers({ db }: ServiceContext, conversationId: number): Member[] {
  return db
    .sql(
      `SELECT talker_id AS talkerId, name, group_name AS groupName, ${talkerWxid} AS externalId, friend_id AS friendId, ${friendName} AS friendName
       FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id LEFT JOIN friends ON friends.id = friend_id
       WHERE conversation_id = ? ORDER BY group_name, talker_id`,
    )
    .all(conversationId) as Member[];
}
