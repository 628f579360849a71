import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { findId, packIds, unpackIds } from '../../platform/id-pack.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { Recorder } from '../../platform/undo/recorder.ts';
import { write } from '../../platform/undo/undo-log.ts';
import { countConversation, finishFriends } from './chat-stats.ts';
import { removeMessages, replaceClaims } from './chat-undo.ts';
import { forgetFiles } from './known-files.ts';
import { secondOf, slots } from './message-id.ts';
import { wipeMovedWords } from './wipe-words.ts';

declare module '../../platform/context.ts' {
  interface DomainEvents {
    /** a whole conversation is erased; the imports that contained it */
    'chats.erased': { batchIds: number[] };
  }
}

/**
 * Takes a whole conversation, or one message of it, out of the book for good: no undo brings it back, only importing its file again
 * does. Counts, last contact and what imports remember of them follow. The words in search.db go with `search.erase`,
 * by what is noted here: whatever ends the process in between, the next start finds the note.
 * @throws AppError `notFound` (conversation, message), `cancelled`
 */
export const eraseChatCommand = defineCommand<{ conversationId: number; messageId: number | null }, { removed: number }>({
  name: 'chats.erase',
  writes: true,
  heavy: () => true,
  run(ctx, { conversationId, messageId }, control) {
    const { db } = ctx;
    const chat = db.sql('SELECT friend_id AS friendId FROM conversations WHERE id = ?').get(conversationId) as
      | { friendId: number | null }
      | undefined;
    if (!chat) throw new AppError('notFound', { what: 'conversation' });
    const removed = write(ctx, () => {
      const ids = messageId === null ? allOf(ctx, conversationId) : one(ctx, conversationId, messageId);
      if (messageId === null) eraseConversation(ctx, conversationId, ids, control);
      else eraseFrom(ctx, conversationId, ids, control);
      if (chat.friendId !== null) finishFriends(ctx, [chat.friendId]);
      return ids.length;
    });
    // the log beside the book would keep the words until it is written over
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
    ctx.announce({ topics: ['chats', 'friends', 'imports'], hint: { friendIds: chat.friendId === null ? [] : [chat.friendId] } });
    return { removed };
  },
});

/** Everything somebody said and that was said to them, as eraseChatCommand would: whole conversations, and what talkers wrote in groups. */
export interface ChatsToErase {
  conversationIds: readonly number[];
  /** of chat_talkers; they go as well */
  talkerIds: readonly number[];
}

/**
 * Takes all of it out of the book, in the caller's transaction; search.erase and forgetErasuresCommand have to follow. Friends are left
 * as they are counted: whoever asks takes them away. @returns how many messages went @throws AppError `cancelled`
 */
export function eraseChats(ctx: ServiceContext, { conversationIds, talkerIds }: ChatsToErase, control: JobControl): number {
  const { db } = ctx;
  let removed = 0;
  for (const id of conversationIds) {
    const ids = allOf(ctx, id);
    eraseConversation(ctx, id, ids, control);
    removed += ids.length;
  }
  const talkers = JSON.stringify(talkerIds);
  const groups = db
    .pluck('SELECT DISTINCT conversation_id FROM conversation_members WHERE talker_id IN (SELECT value FROM json_each(?))')
    .all(talkers) as number[];
  const theirs = db.pluck(
    'SELECT id FROM messages WHERE conversation_id = ? AND talker_id IN (SELECT value FROM json_each(?)) ORDER BY id',
  );
  for (const group of groups) {
    const ids = Float64Array.from(theirs.all(group, talkers) as number[]);
    eraseFrom(ctx, group, ids, control);
    removed += ids.length;
  }
  db.sql('DELETE FROM chat_talkers WHERE id IN (SELECT value FROM json_each(?))').run(talkers);
  return removed;
}

function eraseConversation(ctx: ServiceContext, conversationId: number, ids: Float64Array, control: JobControl): void {
  forgetFiles(ctx, conversationId);
  forgetConversation(ctx, conversationId);
  removeMessages(ctx, ids, control);
  forgetClaims(ctx, ids, control);
  noteErasure(ctx, ids);
}

/** Some messages of a conversation that stays. */
function eraseFrom(ctx: ServiceContext, conversationId: number, ids: Float64Array, control: JobControl): void {
  const { db } = ctx;
  forgetFiles(ctx, conversationId);
  const batchOf = db.pluck('SELECT batch_id FROM messages WHERE id = ?');
  const fewer = new Map<number, number>();
  for (const id of ids) {
    const batchId = batchOf.get(id) as number;
    fewer.set(batchId, (fewer.get(batchId) ?? 0) + 1);
  }
  const lower = db.sql('UPDATE chat_batch_conversations SET added = max(0, added - ?) WHERE conversation_id = ? AND batch_id = ?');
  for (const [batchId, count] of fewer) lower.run(count, conversationId, batchId);
  removeMessages(ctx, ids, control);
  forgetClaims(ctx, ids, control);
  countConversation(ctx, conversationId);
  noteErasure(ctx, ids);
}

/** Ascending. */
const allOf = ({ db }: ServiceContext, conversationId: number): Float64Array =>
  Float64Array.from(db.pluck('SELECT id FROM messages WHERE conversation_id = ? ORDER BY id').all(conversationId) as number[]);

function one({ db }: ServiceContext, conversationId: number, messageId: number): Float64Array {
  const found = db.pluck('SELECT 1 FROM messages WHERE id = ? AND conversation_id = ?').get(messageId, conversationId);
  if (found === undefined) throw new AppError('notFound', { what: 'message' });
  return Float64Array.of(messageId);
}

/** The conversation, and people who wrote nowhere else and are nobody's friend. */
function forgetConversation(ctx: ServiceContext, id: number): void {
  const { db } = ctx;
  const batchIds = db.pluck('SELECT batch_id FROM chat_batch_conversations WHERE conversation_id = ?').all(id) as number[];
  // nobody can take it back: what is recorded is not kept
  ctx.emit(new Recorder(db, ctx.undoTables), 'chats.erased', { batchIds });
  const talkers = db.pluck('SELECT talker_id FROM conversation_members WHERE conversation_id = ?').all(id) as number[];
  db.sql('DELETE FROM chat_batch_conversations WHERE conversation_id = ?').run(id);
  db.sql('DELETE FROM conversations WHERE id = ?').run(id);
  const remove = db.sql(
    `DELETE FROM chat_talkers WHERE id = ? AND friend_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM conversation_members WHERE talker_id = chat_talkers.id)`,
  );
  for (const talker of talkers) remove.run(talker);
}

/** Imports forget that they contained these messages: importing them again and taking that back leaves nothing. */
function forgetClaims({ db }: ServiceContext, ids: Float64Array, control: JobControl): void {
  if (ids.length === 0) return;
  const chunks = db
    .sql('SELECT batch_id AS batchId, chunk_no AS chunkNo FROM chat_batch_claims WHERE first_id <= ? AND last_id >= ?')
    .all(ids.at(-1), ids[0]) as { batchId: number; chunkNo: number }[];
  const read = db.pluck('SELECT ids FROM chat_batch_claims WHERE batch_id = ? AND chunk_no = ?');
  for (const { batchId, chunkNo } of chunks) {
    control.checkCancelled();
    const claimed = unpackIds(read.get(batchId, chunkNo) as Buffer);
    const kept = claimed.filter((id) => findId(ids, id) < 0);
    if (kept.length < claimed.length) replaceClaims(db, batchId, chunkNo, kept);
  }
}

function noteErasure({ db }: ServiceContext, ids: Float64Array): void {
  if (ids.length === 0) return;
  const seconds = Float64Array.from(new Set(ids.map(secondOf)));
  db.sql('INSERT INTO chat_erasures (seconds) VALUES (?)').run(packIds(seconds));
}

/** Whether words of erased messages may still stand in search.db. */
export const erasuresWait = ({ db }: Pick<ServiceContext, 'db'>): boolean =>
  db.pluck('SELECT 1 FROM chat_erasures LIMIT 1').get() !== undefined;

/** What was erased and may still stand in search.db: the notes, and an id in each second of theirs, ascending. */
export function waitingErasures({ db }: ServiceContext): { notes: number[]; messageIds: Float64Array } {
  const rows = db.sql('SELECT id, seconds FROM chat_erasures').all() as { id: number; seconds: Buffer }[];
  const seconds = new Set(rows.flatMap((row) => [...unpackIds(row.seconds)]));
  return { notes: rows.map(({ id }) => id), messageIds: Float64Array.from(seconds, (second) => second * slots).sort() };
}

/** The words are out of search.db: takes out what messages left in the book's own file when they moved within it, then forgets the notes. */
export const forgetErasuresCommand = defineCommand<{ notes: number[] }, null>({
  name: 'chats.forgetErasures',
  writes: true,
  heavy: () => true,
  run(ctx, { notes }, control) {
    wipeMovedWords(ctx, control);
    const forget = ctx.db.sql('DELETE FROM chat_erasures WHERE id = ?');
    write(ctx, () => {
      for (const id of notes) forget.run(id);
    });
    // where the process ended right behind the erasing, the log of then was not emptied
    ctx.db.raw.pragma('wal_checkpoint(TRUNCATE)');
    return null;
  },
});
