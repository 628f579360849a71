import type { ServiceContext } from '../../platform/context.ts';
import { hasId, withoutId } from '../../platform/id-pack.ts';
import { defineCommand, type JobControl } from '../../platform/jobs/command.ts';
import { write } from '../../platform/undo/undo-log.ts';
import type { ErasedPerson } from '../backups/index.ts';
import { eraseChats } from '../chats/index.ts';
import { assetFiles, unusedAmong } from '../content/index.ts';
import { unreadListsWith } from '../imports/index.ts';
import { eraseSteps } from '../suggestions/index.ts';
import { eraseGiven } from '../tag-rules/index.ts';
import { eraseFromUndo } from './erase-undo.ts';
import { moneyBlanks } from './money.ts';
import { type PersonRows, rowsOfErased, rowsOfPerson } from './person-rows.ts';
import { type Traces, tracesOf } from './traces.ts';

/**
 * Takes a person out of the book for good, in one transaction; no undo brings them back. Whatever ends the process, the book has either
 * the person or the row of erased_people, and with that row what is left to do (cleanCommand) is done by the next start.
 * `friendIds` null = the rows that the marks of the erasure name, in a book that is older than it.
 * @returns false = nothing of them was there @throws AppError `cancelled`
 */
export const erasePersonCommand = defineCommand<{ erasure: ErasedPerson; friendIds: number[] | null }, boolean>({
  name: 'erasure.erase',
  writes: true,
  heavy: () => true,
  run(ctx, { erasure, friendIds }, control) {
    let gone: number[] = [];
    const found = write(ctx, () => {
      const rows = friendIds ? rowsOfPerson(ctx, friendIds) : rowsOfErased(ctx, erasure);
      const leftovers = rows ? eraseRows(ctx, rows, control) : null;
      gone = rows?.friendIds ?? [];
      ctx.db
        .sql('INSERT INTO erased_people (key, at, since, marks, leftovers) VALUES (?, ?, ?, ?, ?)')
        .run(erasure.key, erasure.at, erasure.since, JSON.stringify(erasure.marks), leftovers && JSON.stringify(leftovers));
      return rows !== null;
    });
    if (found)
      ctx.announce({
        topics: [
          ...(['friends', 'notes', 'tags', 'trust', 'touches', 'points', 'sending', 'posts', 'content', 'assets'] as const),
          ...(['imports', 'chats', 'orders', 'settings', 'undo', 'backups', 'banday'] as const),
          ...(['suggestions', 'tagRules', 'followUps', 'referrals'] as const),
        ],
        hint: { friendIds: gone },
      });
    return found;
  },
});

/** @returns files of pictures that only they were sent */
function eraseRows(ctx: ServiceContext, rows: PersonRows, control: JobControl): string[] {
  const traces = tracesOf(ctx, rows);
  eraseFromUndo(ctx, rows, traces);
  eraseChats(ctx, rows, control);
  blankMoney(ctx, 'orders', rows.orderIds);
  blankMoney(ctx, 'payments', rows.paymentIds);
  const queues = queuesOf(ctx, rows.friendIds);
  eraseFromAudiences(ctx, rows.friendIds);
  eraseSteps(ctx, rows.friendIds);
  eraseGiven(ctx, rows.friendIds);
  const remove = ctx.db.sql('DELETE FROM friends WHERE id = ?');
  // with all that hangs on them by foreign keys: notes, tags, levels, contacts, points, places in queues, remembered buyer names
  for (const id of rows.friendIds) remove.run(id);
  eraseFromTexts(ctx, traces);
  return emptyQueues(ctx, queues);
}

function blankMoney({ db }: ServiceContext, table: 'orders' | 'payments', ids: readonly number[]): void {
  const blanks = Object.entries(moneyBlanks[table]!);
  const identityOf = db.pluck(`SELECT identity FROM ${table} WHERE id = ?`);
  const set = db.sql(`UPDATE ${table} SET ${blanks.map(([column]) => `"${column}" = ?`).join(', ')} WHERE id = ?`);
  for (const id of ids) {
    const identity = identityOf.get(id) as string;
    set.run(...blanks.map(([, blank]) => blank(id, identity)), id);
  }
}

/** Out of the lists of who could see posts. */
function eraseFromAudiences({ db }: ServiceContext, friendIds: readonly number[]): void {
  const lists = db.arrays('SELECT post_id, friend_ids FROM post_audiences').all() as [number, Buffer][];
  const set = db.sql('UPDATE post_audiences SET friend_ids = ?, heads = heads - ? WHERE post_id = ?');
  // the kept lists of who saw an advert are known by this
  const touch = db.sql('UPDATE posts SET updated_at = updated_at + 1 WHERE id = ?');
  for (const [postId, bytes] of lists) {
    const theirs = friendIds.filter((id) => hasId(bytes, id));
    if (theirs.length === 0) continue;
    const left = theirs.reduce<Buffer>((list, id) => withoutId(list, id) ?? list, bytes);
    set.run(left, theirs.length, postId);
    touch.run(postId);
  }
}

const queuesOf = ({ db }: ServiceContext, friendIds: readonly number[]): number[] =>
  db
    .pluck('SELECT DISTINCT queue_id FROM send_items WHERE friend_id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(friendIds)) as number[];

/** Lists of sending in which nobody else stood go, with pictures that nothing else shows. @returns the files of these */
function emptyQueues(ctx: ServiceContext, queues: readonly number[]): string[] {
  const { db } = ctx;
  const list = JSON.stringify(queues);
  const empty = db
    .pluck(
      `SELECT id FROM send_queues WHERE id IN (SELECT value FROM json_each(?))
         AND NOT EXISTS (SELECT 1 FROM send_items WHERE queue_id = send_queues.id)`,
    )
    .all(list) as number[];
  const gone = JSON.stringify(empty);
  const assets = db
    .pluck('SELECT DISTINCT asset_id FROM send_queue_assets WHERE queue_id IN (SELECT value FROM json_each(?))')
    .all(gone) as number[];
  db.sql('DELETE FROM send_queues WHERE id IN (SELECT value FROM json_each(?))').run(gone);
  const unused = unusedAmong(ctx, assets);
  const files = assetFiles(ctx, unused);
  db.sql('DELETE FROM assets WHERE id IN (SELECT value FROM json_each(?))').run(JSON.stringify(unused));
  return files;
}

/** Keys of a report of an import whose text is a whole row of a file. */
const wholeRows = new Set(['text']);

/** Out of texts that the program keeps beside the rows. What the seller wrote or others said stays: it is theirs. */
function eraseFromTexts(ctx: ServiceContext, traces: Traces): void {
  rewrite(ctx, 'import_batches', 'file_name', (text) => traces.clean(text));
  rewrite(ctx, 'import_batches', 'report', (text) => traces.cleanJson(text, wholeRows));
  // whom another friend took over
  rewrite(ctx, 'friend_events', 'details', (text) => (text.includes('"other"') ? traces.cleanJson(text) : text));
  rewrite(ctx, 'solitaire_versions', 'text', (text) => traces.clean(text));
  rewrite(ctx, 'payments', 'goods', (text) => traces.clean(text));
  rewrite(ctx, 'settings', 'value', (text) => traces.cleanJson(text));
  const forget = ctx.db.sql('DELETE FROM import_unread WHERE batch_id = ?');
  for (const batchId of unreadListsWith(ctx, (text) => traces.isIn(text))) forget.run(batchId);
}

function rewrite({ db }: ServiceContext, table: string, column: string, clean: (text: string) => string): void {
  const set = db.sql(`UPDATE "${table}" SET "${column}" = ? WHERE rowid = ?`);
  const rows = db.arrays(`SELECT rowid, "${column}" FROM "${table}"`).all() as [number, string][];
  for (const [id, text] of rows) {
    const cleaned = clean(text);
    if (cleaned !== text) set.run(cleaned, id);
  }
}
