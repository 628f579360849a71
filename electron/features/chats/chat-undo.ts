import type { UndoChatsReport } from '../../../shared/contracts/chats.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { findId, packIds, unpackIds } from '../../platform/id-pack.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { Recorder } from '../../platform/undo/recorder.ts';
import { mergeHints, write } from '../../platform/undo/undo-log.ts';
import { countConversation, finishFriends } from './chat-stats.ts';
import { nextId, previousId } from './message-id.ts';

const rowsPerStatement = 20;

/**
 * Takes exactly one import of chats back, at any later time: its messages go, those that later imports contained too pass to them;
 * counts, last contacts and conversations follow; friends it made go unless somebody worked on them. One transaction. It cannot
 * be redone: the file can be imported again. `also` runs last, in the same transaction. A batch that is gone already, or never was one of chats, gives a report of zeros.
 * @throws AppError `cancelled` (nothing was changed)
 */
export function undoChatBatch(ctx: ServiceContext, batchId: number, control: JobControl, also?: () => void): UndoChatsReport {
  const { db } = ctx;
  const recorder = new Recorder(db, ctx.undoTables);
  let friendIds: number[] = [];
  const report = write(ctx, () => {
    const batch = db.sql('SELECT friend_baseline AS baseline FROM chat_batches WHERE batch_id = ?').get(batchId) as
      | { baseline: string }
      | undefined;
    if (!batch) {
      also?.();
      return nothing(batchId);
    }
    const touched = db.pluck('SELECT conversation_id FROM chat_batch_conversations WHERE batch_id = ?').all(batchId) as number[];
    const messages = takeMessages(ctx, batchId, touched, control);
    db.sql('DELETE FROM chat_batches WHERE batch_id = ?').run(batchId);
    friendIds = db
      .pluck('SELECT DISTINCT friend_id FROM conversations WHERE friend_id IS NOT NULL AND id IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(touched)) as number[];
    const conversationsRemoved = settleConversations(ctx, touched, control);
    finishFriends(ctx, friendIds);
    removeTalkers(ctx, batchId);
    const friends = removeFriends(ctx, recorder, batchId, JSON.parse(batch.baseline) as Record<string, number>);
    also?.();
    control.checkCancelled();
    return { batchId, ...messages, conversationsRemoved, ...friends };
  });
  ctx.announce({ topics: ['chats', 'friends', 'imports', 'trust'], hint: mergeHints([...recorder.hints, { friendIds }]) });
  return report;
}

const nothing = (batchId: number): UndoChatsReport => ({
  batchId,
  removed: 0,
  handedOver: 0,
  conversationsRemoved: 0,
  friendsRemoved: 0,
  friendsKept: 0,
});

function takeMessages(
  ctx: ServiceContext,
  batchId: number,
  conversations: number[],
  control: JobControl,
): { removed: number; handedOver: number } {
  const own = ownMessages(ctx, batchId, conversations);
  const inherited = new Uint8Array(own.length);
  const handedOver = handOver(ctx, batchId, own, inherited, control);
  const going = own.filter((_, i) => inherited[i] === 0);
  removeMessages(ctx, going, control);
  return { removed: going.length, handedOver };
}

/** What undoing it would do; counts only. Walks through the claims of later imports: worker's work. */
export function lookAtChatUndo(
  ctx: ServiceContext,
  batchId: number,
): { messagesRemoved: number; messagesKept: number; friendsRemoved: number; friendsKept: number } {
  return { ...lookAtMessages(ctx, batchId), ...lookAtFriends(ctx, batchId) };
}

/** Chats that only this import brought will have let go of a friend by then; those that others brought too will not. */
function lookAtFriends(ctx: ServiceContext, batchId: number): { friendsRemoved: number; friendsKept: number } {
  const { db } = ctx;
  const baseline = db.pluck('SELECT friend_baseline FROM chat_batches WHERE batch_id = ?').get(batchId) as string | undefined;
  const ids = db.pluck('SELECT id FROM friends WHERE import_batch_id = ? AND updated_at = created_at').all(batchId) as number[];
  const made = db.pluck('SELECT count(*) FROM friends WHERE import_batch_id = ?').get(batchId) as number;
  const shared = db.pluck(
    `SELECT count(*) FROM conversations WHERE friend_id = ?
       AND EXISTS (SELECT 1 FROM chat_batch_conversations WHERE conversation_id = conversations.id AND batch_id <> ? AND added + shared > 0)`,
  );
  const own = new Set(['conversations', 'chat_talkers', 'friend_chat_stats']);
  const links = linksOfFriends(ctx, JSON.parse(baseline ?? '{}') as Record<string, number>).filter(({ table }) => !own.has(table));
  const going = ids.filter(
    (id) => links.every(({ count, usual }) => (count.get(id) as number) <= usual) && (shared.get(id, batchId) as number) === 0,
  );
  return { friendsRemoved: going.length, friendsKept: made - going.length };
}

function lookAtMessages(ctx: ServiceContext, batchId: number): { messagesRemoved: number; messagesKept: number } {
  const conversations = ctx.db.pluck('SELECT conversation_id FROM chat_batch_conversations WHERE batch_id = ?').all(batchId) as number[];
  const own = ownMessages(ctx, batchId, conversations);
  const kept = new Uint8Array(own.length);
  if (own.length === 0) return { messagesRemoved: 0, messagesKept: 0 };
  const claims = ctx.db
    .pluck('SELECT ids FROM chat_batch_claims WHERE batch_id <> ? AND first_id <= ? AND last_id >= ?')
    .iterate(batchId, own.at(-1), own[0]) as IterableIterator<Buffer>;
  for (const ids of claims)
    for (const id of unpackIds(ids)) {
      const at = findId(own, id);
      if (at >= 0) kept[at] = 1;
    }
  const messagesKept = kept.reduce((sum, one) => sum + one, 0);
  return { messagesRemoved: own.length - messagesKept, messagesKept };
}

/** Ascending ids. Where the batch is a good part of the book, one walk through all is quicker than one through each conversation. */
function ownMessages({ db }: ServiceContext, batchId: number, conversations: number[]): Float64Array {
  const all = db.pluck('SELECT coalesce(sum(message_count), 0) FROM conversations').get() as number;
  const added = db.pluck('SELECT coalesce(sum(added), 0) FROM chat_batch_conversations WHERE batch_id = ?').get(batchId) as number;
  if (added * 8 > all)
    return Float64Array.from(db.pluck('SELECT id FROM messages WHERE batch_id = ? ORDER BY id').all(batchId) as number[]);
  const ofOne = db.pluck('SELECT id FROM messages WHERE conversation_id = ? AND batch_id = ?');
  return Float64Array.from(conversations.flatMap((id) => ofOne.all(id, batchId) as number[])).sort();
}

interface ClaimRow {
  batchId: number;
  chunkNo: number;
  ids: Buffer;
}

/** Gives messages to the first later import that contained them too, and marks them in `inherited`. @returns how many */
function handOver({ db }: ServiceContext, batchId: number, own: Float64Array, inherited: Uint8Array, control: JobControl): number {
  if (own.length === 0) return 0;
  const chunks = db
    .sql(
      `SELECT batch_id AS batchId, chunk_no AS chunkNo FROM chat_batch_claims
       WHERE batch_id <> ? AND first_id <= ? AND last_id >= ? ORDER BY batch_id, chunk_no`,
    )
    .all(batchId, own.at(-1), own[0]) as Omit<ClaimRow, 'ids'>[];
  const read = db.pluck('SELECT ids FROM chat_batch_claims WHERE batch_id = ? AND chunk_no = ?');
  const give = db.sql('UPDATE messages SET batch_id = ? WHERE id = ?');
  let count = 0;
  for (const { batchId: heir, chunkNo } of chunks) {
    control.checkCancelled();
    const ids = unpackIds(read.get(heir, chunkNo) as Buffer);
    const kept = ids.filter((id) => {
      const at = findId(own, id);
      // what an earlier heir took stays in the claims of the later ones
      if (at < 0 || inherited[at] === 1) return true;
      inherited[at] = 1;
      give.run(heir, id);
      count++;
      return false;
    });
    if (kept.length < ids.length) replaceClaims(db, heir, chunkNo, kept);
  }
  return count;
}

/** Sets what a chunk of claims holds; none = the chunk goes. */
export function replaceClaims(db: ServiceContext['db'], batchId: number, chunkNo: number, ids: Float64Array): void {
  if (ids.length === 0) db.sql('DELETE FROM chat_batch_claims WHERE batch_id = ? AND chunk_no = ?').run(batchId, chunkNo);
  else
    db.sql('UPDATE chat_batch_claims SET first_id = ?, last_id = ?, ids = ? WHERE batch_id = ? AND chunk_no = ?').run(
      ids[0],
      ids.at(-1),
      packIds(ids),
      batchId,
      chunkNo,
    );
}

/** Deletes (ascending ids) from the highest down and notes the places that still part messages from where they looked first. */
export function removeMessages({ db }: ServiceContext, ids: Float64Array, control: JobControl): void {
  if (ids.length === 0) return;
  const all = db.pluck('SELECT count(*) FROM messages').get() as number;
  if (ids.length === all) {
    db.sql('DELETE FROM messages').run();
    db.sql('DELETE FROM message_holes').run();
    return;
  }
  // putting the index in order once beats taking most of it away piece by piece
  const rebuild = ids.length * 2 > all && ids.length > 10_000;
  if (rebuild) db.raw.exec('DROP INDEX messages_conversation');
  const holes = new Set(db.pluck('SELECT id FROM message_holes').all() as number[]);
  const many = db.sql(`DELETE FROM messages WHERE id IN (${Array(rowsPerStatement).fill('?').join(', ')})`);
  const list = Array.from(ids).reverse();
  for (let from = 0; from < list.length; from += rowsPerStatement) {
    if (from % 20_000 === 0) {
      control.checkCancelled();
      control.progress('remove', from, list.length);
    }
    const some = list.slice(from, from + rowsPerStatement);
    while (some.length < rowsPerStatement) some.push(-1);
    many.run(some);
  }
  const taken = db.pluck('SELECT 1 FROM messages WHERE id = ?');
  const note = db.sql('INSERT OR IGNORE INTO message_holes (id) VALUES (?)');
  const forget = db.sql('DELETE FROM message_holes WHERE id = ?');
  for (const id of list) {
    if (holes.has(nextId(id)) || taken.get(nextId(id)) !== undefined) {
      holes.add(id);
      note.run(id);
    } else for (let before = previousId(id); holes.delete(before); before = previousId(before)) forget.run(before);
  }
  if (rebuild) db.raw.exec('CREATE INDEX `messages_conversation` ON `messages` (`conversation_id`)');
}

/** Counts the conversations anew; empty ones that no other import names go. @returns how many went */
function settleConversations(ctx: ServiceContext, ids: number[], control: JobControl): number {
  const { db } = ctx;
  const named = db.pluck(
    `SELECT EXISTS (SELECT 1 FROM messages WHERE conversation_id = ?)
       OR EXISTS (SELECT 1 FROM chat_batch_conversations WHERE conversation_id = ? AND added + shared > 0)`,
  );
  const lost = db.pluck(
    'SELECT message_count <> (SELECT count(*) FROM messages WHERE conversation_id = conversations.id) FROM conversations WHERE id = ?',
  );
  const remove = db.sql('DELETE FROM conversations WHERE id = ?');
  let removed = 0;
  for (const [i, id] of ids.entries()) {
    if (i % 100 === 0) control.checkCancelled();
    if (named.get(id, id) === 1) {
      if (lost.get(id) === 1) countConversation(ctx, id);
    } else removed += remove.run(id).changes;
  }
  return removed;
}

/** People whom only this import brought and whose groups went. */
function removeTalkers({ db }: ServiceContext, batchId: number): void {
  db.sql(
    'DELETE FROM chat_talkers WHERE import_batch_id = ? AND NOT EXISTS (SELECT 1 FROM conversation_members WHERE talker_id = chat_talkers.id)',
  ).run(batchId);
}

/** Friends the import made, unless anything hangs on them beside what hung there from the start. */
function removeFriends(
  ctx: ServiceContext,
  recorder: Recorder,
  batchId: number,
  baseline: Record<string, number>,
): { friendsRemoved: number; friendsKept: number } {
  const { db } = ctx;
  const ids = db.pluck('SELECT id FROM friends WHERE import_batch_id = ? AND updated_at = created_at').all(batchId) as number[];
  const made = db.pluck('SELECT count(*) FROM friends WHERE import_batch_id = ?').get(batchId) as number;
  const links = linksOfFriends(ctx, baseline);
  const going = ids.filter((id) => links.every(({ count, usual }) => (count.get(id) as number) <= usual));
  const friendsRemoved = recorder.remove('friends', going);
  return { friendsRemoved, friendsKept: made - friendsRemoved };
}

/** What may hang on a friend, and how much of it did from the start; what goes with the friend without a word is left out. */
function linksOfFriends({ db, undoTables }: ServiceContext, baseline: Record<string, number>) {
  return childrenOfFriends(db).map(({ table, column }) => {
    const follows = undoTables.get(table)?.follows;
    return {
      table,
      count: db.pluck(`SELECT count(*) FROM "${table}" WHERE "${column}" = ?${follows ? ` AND NOT (${follows})` : ''}`),
      usual: baseline[table] ?? 0,
    };
  });
}

/** Every column of every table that names a friend. */
function childrenOfFriends(db: ServiceContext['db']): { table: string; column: string }[] {
  return db.raw
    .prepare(
      `SELECT m.name AS "table", k."from" AS "column" FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS k
       WHERE m.type = 'table' AND k."table" = 'friends'`,
    )
    .all() as { table: string; column: string }[];
}
