import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { slots } from '../chats/index.ts';
import { bucketOf, isSearched } from './find.ts';
import { forgetGone, type PendingBatch, pendingBatches } from './pending.ts';
import { bucketSeconds, generations, seasonBuckets } from './search-db.ts';
import { gap, seasonLead, tokensOf } from './search-text.ts';

/** Messages of one transaction. */
const stepMessages = 100_000;
/** From this many messages on the index's pieces are put together at the end, all at once. */
const bulkMessages = 200_000;
/** Pages of one step of putting together. */
const mergePages = 500;

type Row = [id: number, kind: number, batchId: number, content: string];

/**
 * Takes the next messages of imports into the index, up to `stepMessages`, in one transaction with the note how far it came: a
 * crash repeats at most that step.
 * @returns false = all were in already
 */
export function indexStep(ctx: ServiceContext, search: Database, control: JobControl, limit = stepMessages): boolean {
  const { db } = ctx;
  return search.transaction(() => {
    // one state of the book for the whole step, without holding up who writes
    db.sql('BEGIN').run();
    try {
      const pending = pendingBatches(ctx, search);
      if (pending.length === 0) return false;
      forgetGone(ctx, search);
      const waiting = pending.reduce((sum, { total, done }) => sum + total - done, 0);
      if (waiting > bulkMessages) startBulk(search);
      const all = db.pluck('SELECT coalesce(sum(message_count), 0) FROM conversations').get() as number;
      // a good part of the book: one walk through all is quicker than looking for each
      const whole = waiting * 8 > all;
      const batches = whole ? pending : pending.slice(0, 1);
      putRows(ctx, search, batches, whole ? walkAll(ctx, batches) : walkOne(ctx, batches[0]!), limit, control);
      return true;
    } finally {
      db.sql('ROLLBACK').run();
    }
  });
}

function* walkAll({ db }: ServiceContext, batches: readonly PendingBatch[]): Generator<Row> {
  const reached = new Map(batches.map((batch) => [batch.batchId, batch.reached]));
  const from = Math.min(...reached.values());
  const rows = db.arrays('SELECT id, kind, batch_id, content FROM messages WHERE id > ? ORDER BY id').iterate(from) as Iterable<Row>;
  for (const row of rows) {
    const done = reached.get(row[2]);
    if (done !== undefined && row[0] > done) yield row;
  }
}

function* walkOne({ db }: ServiceContext, { batchId, reached }: PendingBatch): Generator<Row> {
  const conversations = db.pluck('SELECT conversation_id FROM chat_batch_conversations WHERE batch_id = ?').all(batchId) as number[];
  const ofOne = db.pluck('SELECT id FROM messages WHERE conversation_id = ? AND batch_id = ? AND id > ?');
  const ids = Float64Array.from(conversations.flatMap((id) => ofOne.all(id, batchId, reached) as number[])).sort();
  const read = db.arrays('SELECT id, kind, batch_id, content FROM messages WHERE id = ?');
  for (const id of ids) yield read.get(id) as Row;
}

/** Rows ascending. Ends between buckets, and notes how far it came. */
function putRows(
  ctx: ServiceContext,
  search: Database,
  batches: readonly PendingBatch[],
  rows: Iterable<Row>,
  limit: number,
  control: JobControl,
): void {
  const counts = new Map<number, number>();
  let bucket = -1;
  let words = '';
  let lead = '';
  let count = 0;
  let last = 0;
  let stopped = false;
  for (const [id, kind, batchId, content] of rows) {
    const at = bucketOf(id);
    if (at !== bucket) {
      if (words !== '') putDocument(ctx, search, bucket, words);
      if (count >= limit) {
        stopped = true;
        break;
      }
      control.checkCancelled();
      bucket = at;
      lead = leadOf(bucket);
      words = '';
    }
    if (isSearched[kind]) words += tokensOf(content, lead) + gap;
    counts.set(batchId, (counts.get(batchId) ?? 0) + 1);
    count++;
    last = id;
  }
  if (!stopped && words !== '') putDocument(ctx, search, bucket, words);
  const note = search.sql('INSERT OR REPLACE INTO indexed_batches (batch_id, created_at, reached, done) VALUES (?, ?, ?, ?)');
  for (const batch of batches)
    note.run(batch.batchId, batch.createdAt, stopped ? Math.max(last, batch.reached) : null, batch.done + (counts.get(batch.batchId) ?? 0));
}

const leadOf = (bucket: number): string => seasonLead(Math.floor(bucket / seasonBuckets));

/** A further document of a bucket; when its places are used up, one document of all its messages takes their place. */
function putDocument(ctx: ServiceContext, search: Database, bucket: number, words: string): void {
  const first = bucket * generations;
  const used = search.pluck('SELECT max(id) FROM words_docsize WHERE id BETWEEN ? AND ?').get(first, first + generations - 1) as
    | number
    | null;
  if (used === first + generations - 1) rewriteBucket(ctx, search, bucket);
  else search.sql('INSERT INTO words (rowid, content) VALUES (?, ?)').run(used === null ? first : used + 1, words);
}

/** One document of the messages that a bucket holds now. */
export function rewriteBucket({ db }: ServiceContext, search: Database, bucket: number): void {
  const first = bucket * generations;
  search.sql('DELETE FROM words WHERE rowid BETWEEN ? AND ?').run(first, first + generations - 1);
  const start = bucket * bucketSeconds * slots;
  const rows = db.arrays('SELECT kind, content FROM messages WHERE id >= ? AND id < ?').all(start, start + bucketSeconds * slots) as [
    number,
    string,
  ][];
  const lead = leadOf(bucket);
  const words = rows.map(([kind, content]) => (isSearched[kind] ? tokensOf(content, lead) + gap : '')).join('');
  if (words !== '') search.sql('INSERT INTO words (rowid, content) VALUES (?, ?)').run(first, words);
}

/** Pieces are left as they are while much comes in. (Their number is bounded: the index cannot hold 2,000.) */
function startBulk(search: Database): void {
  if (search.sql("INSERT OR IGNORE INTO chores (name) VALUES ('merge')").run().changes === 0) return;
  search.raw.exec("INSERT INTO words (words, rank) VALUES ('automerge', 0); INSERT INTO words (words, rank) VALUES ('crisismerge', 500)");
}

/**
 * Puts the pieces of the index together, one step.
 * @returns false = nothing was left to do
 */
export function mergeStep(search: Database): boolean {
  const chores = search.pluck('SELECT name FROM chores').all() as string[];
  if (chores.length === 0) return false;
  search.transaction(() => {
    const changes = search.pluck('SELECT total_changes()');
    const begun = chores.includes('merging');
    const before = changes.get() as number;
    // a negative number begins to make one piece out of all; positive ones go on with it. Bound values are refused here
    search.raw.exec(`INSERT INTO words (words, rank) VALUES ('merge', ${begun ? mergePages : -mergePages})`);
    if (!begun) search.sql("INSERT INTO chores (name) VALUES ('merging')").run();
    else if ((changes.get() as number) - before < 2) {
      search.sql('DELETE FROM chores').run();
      search.raw.exec(
        "INSERT INTO words (words, rank) VALUES ('automerge', 4); INSERT INTO words (words, rank) VALUES ('crisismerge', 16)",
      );
    }
  });
  return true;
}

/**
 * Takes the words of messages that are gone out of the file: after the rows themselves went. Deleting alone leaves them in the
 * index's pages. 5 s with 5 million messages.
 * @param messageIds ids the messages had
 */
export function eraseMessages(ctx: ServiceContext, search: Database, messageIds: ArrayLike<number>): void {
  const buckets = new Set(Array.from(messageIds, bucketOf));
  search.raw.pragma('secure_delete = ON');
  try {
    search.transaction(() => {
      for (const bucket of buckets) rewriteBucket(ctx, search, bucket);
    });
    search.raw.exec("INSERT INTO words (words) VALUES ('optimize')");
    search.raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    search.raw.pragma('secure_delete = FAST');
  }
}
