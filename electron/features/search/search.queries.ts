import type { MessageHit, SearchMessagesInput, SearchMessagesResult, SearchStatus } from '../../../shared/contracts/search.ts';
import { messageDirections, messageKinds, timePrecisions } from '../../../shared/domain/messages.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { atOneMoment } from '../../platform/db/one-moment.ts';
import { timeOf } from '../chats/index.ts';
import { find } from './find.ts';
import { indexingOf, pendingBatches } from './pending.ts';
import { type FoundRow, scopeOf } from './scope.ts';
import { isDamage, searchReader } from './search-db.ts';
import { excerptOf } from './search-text.ts';

/** What one answer may take, in ms. */
export const answerMs = 30;

export interface Answer {
  result: SearchMessagesResult;
  /** search.db is broken: the answer was found without it */
  damaged: boolean;
}

/**
 * One page of the messages that hold a text, newest first. Equal to LIKE over all messages at any moment: while some are not in
 * the index, or it is broken, the messages themselves are walked through, which takes more pages.
 * @param spent says when the time of one answer is over; unset: after `answerMs`
 * @throws AppError `invalidInput` {fields: ['cursor']} when it is not one of ours
 */
export function searchMessages(ctx: ServiceContext, input: SearchMessagesInput, spent?: () => boolean): Answer {
  const started = ctx.clock.now();
  const stop = spent ?? (() => ctx.clock.now() - started >= answerMs);
  try {
    return { result: answer(ctx, searchReader(ctx), input, stop), damaged: false };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { result: answer(ctx, null, input, stop), damaged: true };
  }
}

function answer(ctx: ServiceContext, search: Database | null, input: SearchMessagesInput, spent: () => boolean): SearchMessagesResult {
  const text = input.text.toWellFormed();
  const below = cursorId(input.cursor);
  // one state of the book first, then one of the index that is not older
  return atOneMoment(search ? [ctx.db, search] : [ctx.db], () => {
    const pending = pendingBatches(ctx, search);
    const indexing = indexingOf(pending);
    // SQL ends a pattern at the character 0; nobody types it
    if (text.includes('\0')) return { hits: [], cursor: null, searchedTo: null, indexing };
    const scope = scopeOf(ctx, input.filter);
    const { rows, reached } = find(ctx, pending.length === 0 ? search : null, { text, scope, below, limit: input.limit + 1, spent });
    const hits = describe(ctx, text, rows.slice(0, input.limit));
    const more = rows.length > input.limit;
    const cursor = more ? hits.at(-1)!.messageId : reached;
    return {
      hits,
      cursor: cursor === 0 ? null : String(cursor),
      searchedTo: more || reached === 0 ? null : timeOf(reached),
      indexing,
    };
  });
}

/** Ids below it are still to be searched. */
function cursorId(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER;
  const id = /^\d{1,16}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (!Number.isSafeInteger(id)) throw new AppError('invalidInput', { fields: ['cursor'] });
  return id;
}

interface ConversationRow {
  id: number;
  name: string;
  kind: string;
  friendId: number | null;
  friendName: string | null;
}
interface TalkerRow {
  name: string;
  friendId: number | null;
  friendName: string | null;
}
const friendName = "CASE friends.remark WHEN '' THEN friends.nickname ELSE friends.remark END AS friendName";

/** Rows in the words of the contract. */
function describe({ db }: ServiceContext, text: string, rows: readonly FoundRow[]): MessageHit[] {
  // all at once: asking for each takes longer than finding them
  const conversations = db.sql(
    `SELECT conversations.id AS id, conversations.name AS name, kind, friend_id AS friendId, ${friendName}
     FROM conversations LEFT JOIN friends ON friends.id = friend_id WHERE conversations.id IN (SELECT value FROM json_each(?))`,
  );
  const ids = JSON.stringify(rows.map(({ conversationId }) => conversationId));
  const chats = new Map((conversations.all(ids) as ConversationRow[]).map((chat) => [chat.id, chat]));
  const talker = db.sql(
    `SELECT coalesce(nullif(group_name, ''), chat_talkers.name) AS name, friend_id AS friendId, ${friendName}
     FROM chat_talkers LEFT JOIN conversation_members ON talker_id = chat_talkers.id AND conversation_id = ?
       LEFT JOIN friends ON friends.id = friend_id WHERE chat_talkers.id = ?`,
  );
  return rows.map((row) => {
    const chat = chats.get(row.conversationId)!;
    const who = row.talkerId === 0 ? undefined : (talker.get(row.conversationId, row.talkerId) as TalkerRow | undefined);
    const group = chat.kind === 'group';
    const friend = group ? who : chat;
    return {
      messageId: row.id,
      conversationId: row.conversationId,
      conversationName: chat.name,
      group,
      friendId: friend?.friendId ?? null,
      friendName: friend?.friendName ?? null,
      talkerName: who?.name ?? null,
      direction: messageDirections[row.direction]!,
      kind: messageKinds[row.kind]!,
      at: timeOf(row.id),
      precision: timePrecisions[row.precision]!,
      ...excerptOf(row.content, [text]),
    };
  });
}

/** Connections that have read their index once. */
const warmed = new WeakSet<Database>();

/** How many messages there are, and how many of the last imports wait for the index. Reads the index once, so that it lies in memory. */
export function searchStatus(ctx: ServiceContext): { result: SearchStatus; damaged: boolean } {
  let damaged = false;
  let search: Database | null = null;
  try {
    search = searchReader(ctx);
    if (search && !warmed.has(search)) {
      search.pluck('SELECT sum(length(block)) FROM postings').get();
      warmed.add(search);
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    search = null;
    damaged = true;
  }
  const messages = ctx.db.pluck('SELECT coalesce(sum(message_count), 0) FROM conversations').get() as number;
  return { result: { messages, indexing: indexingOf(pendingBatches(ctx, search)) }, damaged };
}
