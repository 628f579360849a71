import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { secondOf, slots } from '../chats/index.ts';
import { messagesBetween } from './message-pages.ts';
import { forgetGone, type PendingBatch, pendingBatches } from './pending.ts';
import { type IndexedRow, indexedColumns, SegmentBuilder } from './segment-builder.ts';
import { keySpan } from './segment-format.ts';
import { type Span, spansOf } from './segment-reader.ts';

/** Messages of one transaction, and of a segment: 0.3 s and 50 MB. */
const segmentMessages = 2 ** 17;
/** A stretch of time is cut where it holds this many times the messages of a segment. */
const crowded = 2.5;
/** A stretch of time is written anew when it has more than `some` segments that weigh something, or more than `most`. */
const segmentsOfSpan = { some: 6, most: 24 };
/** A stretch of time is written anew when it names this many times the messages it has. */
const stale = 1.25;
const rowsPerLook = 32;

/**
 * Takes the next messages of imports into the index, up to `size` (of a segment too), in one transaction with the note how far it
 * came: a crash repeats at most that step.
 * @returns false = all were in already
 */
export function indexStep(ctx: ServiceContext, search: Database, control: JobControl, size = segmentMessages): boolean {
  const { db } = ctx;
  return search.transaction(() => {
    // one state of the book for the whole step, without holding up who writes
    db.sql('BEGIN').run();
    try {
      const pending = pendingBatches(ctx, search);
      if (pending.length === 0) return false;
      forgetGone(ctx, search);
      const waiting = pending.reduce((sum, { total, done }) => sum + total - done, 0);
      const all = db.pluck('SELECT coalesce(sum(message_count), 0) FROM conversations').get() as number;
      // a good part of the book: one walk through all is quicker than looking for each
      const whole = waiting * 8 > all;
      const batches = whole ? pending : pending.slice(0, 1);
      putRows(ctx, search, batches, whole ? walkAll(ctx, batches) : walkOne(ctx, batches[0]!), size, control);
      return true;
    } finally {
      db.sql('ROLLBACK').run();
    }
  });
}

function* walkAll({ db }: ServiceContext, batches: readonly PendingBatch[]): Generator<IndexedRow> {
  const reached = new Map(batches.map((batch) => [batch.batchId, batch.reached]));
  const from = Math.min(...reached.values());
  for (const row of messagesBetween<IndexedRow>(db, indexedColumns, [from, Number.MAX_SAFE_INTEGER])) {
    const done = reached.get(row[6]);
    if (done !== undefined && row[0] > done) yield row;
  }
}

function* walkOne({ db }: ServiceContext, { batchId, reached }: PendingBatch): Generator<IndexedRow> {
  const conversations = db.pluck('SELECT conversation_id FROM chat_batch_conversations WHERE batch_id = ?').all(batchId) as number[];
  const ofOne = db.pluck('SELECT id FROM messages WHERE conversation_id = ? AND batch_id = ? AND id > ?');
  const ids = Float64Array.from(conversations.flatMap((id) => ofOne.all(id, batchId, reached) as number[])).sort();
  const read = db.arrays(`SELECT ${indexedColumns} FROM messages WHERE id = ?`);
  for (const id of ids) yield read.get(id) as IndexedRow;
}

/** Rows ascending. Notes how far it came. */
function putRows(
  ctx: ServiceContext,
  search: Database,
  batches: readonly PendingBatch[],
  rows: Iterable<IndexedRow>,
  size: number,
  control: JobControl,
): void {
  const writer = new SegmentWriter(ctx, search, size);
  const counts = new Map<number, number>();
  let count = 0;
  let last = 0;
  let stopped = false;
  for (const row of rows) {
    if (count >= size) {
      stopped = true;
      break;
    }
    if (count % rowsPerLook === 0) control.checkCancelled();
    writer.add(row);
    counts.set(row[6], (counts.get(row[6]) ?? 0) + 1);
    count++;
    last = row[0];
  }
  writer.flush();
  const note = search.sql('INSERT OR REPLACE INTO indexed_batches (batch_id, created_at, reached, done) VALUES (?, ?, ?, ?)');
  for (const batch of batches)
    note.run(batch.batchId, batch.createdAt, stopped ? Math.max(last, batch.reached) : null, batch.done + (counts.get(batch.batchId) ?? 0));
}

/** Puts messages, in the order of their ids, into segments of the stretches of time they belong to. */
class SegmentWriter {
  readonly #search: Database;
  readonly #size: number;
  readonly #builder: SegmentBuilder;
  /** oldest first */
  readonly #spans: Span[];
  /** may cut stretches of time where a segment is full */
  readonly #cuts: boolean;
  readonly #ids: Set<number>;
  #freeId = 1;
  #span: Span | null = null;
  #second = 0;

  /**
   * @param size messages of a segment
   * @param only a stretch that has no segments now and may be cut, into which all of the messages go
   */
  constructor({ db }: ServiceContext, search: Database, size: number, only?: Span) {
    const groups = new Set(db.pluck("SELECT id FROM conversations WHERE kind = 'group'").all() as number[]);
    this.#search = search;
    this.#size = size;
    this.#builder = new SegmentBuilder((conversation) => groups.has(conversation));
    this.#spans = only ? [only] : spansOf(search).reverse();
    this.#cuts = only !== undefined;
    this.#ids = new Set(search.pluck('SELECT id FROM segments').all() as number[]);
  }

  add(row: IndexedRow): void {
    const second = secondOf(row[0]);
    const full = this.#builder.messages >= this.#size && second > this.#second;
    if (!this.#span || second >= this.#span.end || full) {
      this.flush();
      this.#span = this.#spanOf(second);
    }
    this.#second = second;
    this.#builder.add(row);
  }

  flush(): void {
    if (!this.#span || this.#builder.messages === 0) return;
    while (this.#ids.has(this.#freeId)) this.#freeId++;
    this.#ids.add(this.#freeId);
    const made = this.#builder.write(this.#search, this.#freeId, this.#span.first);
    this.#span.segments.push({ id: this.#freeId, span: this.#span.first, ...made });
  }

  /** After a good half of a segment's messages a new stretch begins with what is newer than all. */
  #spanOf(second: number): Span {
    const at = this.#spans.findLastIndex(({ first }) => first <= second);
    const span = this.#spans[at];
    const grown = this.#cuts || at === this.#spans.length - 1;
    if (span && !(grown && messagesOf(span) * 2 >= this.#size && span.segments.every(({ last }) => last < second))) return span;
    const made: Span = { first: span ? second : 0, end: this.#spans[at + 1]?.first ?? Number.POSITIVE_INFINITY, segments: [] };
    this.#spans.splice(at + 1, 0, made);
    return made;
  }
}

const messagesOf = ({ segments }: Span): number => segments.reduce((sum, { messages }) => sum + messages, 0);

/**
 * Writes a stretch of time anew that is crowded, in many pieces, or names many messages that are gone; one a step.
 * @returns false = nothing was left to do
 */
export function tidyStep(ctx: ServiceContext, search: Database, control: JobControl, size = segmentMessages): boolean {
  const spans = spansOf(search);
  const span = spans.find((one) => isUntidy(one, size)) ?? staleSpan(ctx, spans);
  if (span) search.transaction(() => rewriteSpan(ctx, search, span, size, control));
  return span !== undefined;
}

function isUntidy(span: Span, size: number): boolean {
  const { length } = span.segments;
  const all = messagesOf(span);
  if (all > crowded * size) return true;
  const biggest = Math.max(...span.segments.map(({ messages }) => messages));
  return length > segmentsOfSpan.most || (length > segmentsOfSpan.some && (all - biggest) * 16 > biggest);
}

/** After an import was taken back: a stretch of time of whose messages many are gone. Some gone ones do no harm. */
function staleSpan({ db }: ServiceContext, spans: readonly Span[]): Span | undefined {
  const live = db.pluck('SELECT coalesce(sum(message_count), 0) FROM conversations').get() as number;
  if (spans.reduce((sum, span) => sum + messagesOf(span), 0) <= live * stale) return undefined;
  const count = db.pluck('SELECT count(*) FROM messages WHERE id >= ? AND id < ?');
  return spans.find((span) => messagesOf(span) > (count.get(span.first * slots, topOf(span)) as number) * stale);
}

/** Ids of its messages are below this. */
const topOf = ({ end }: Span): number => Math.min(end * slots, Number.MAX_SAFE_INTEGER);

/** Segments of the messages that a stretch of time holds now take the place of its old ones. */
function rewriteSpan(ctx: ServiceContext, search: Database, span: Span, size: number, control: JobControl): void {
  for (const { id } of span.segments) {
    search.sql('DELETE FROM segments WHERE id = ?').run(id);
    search.sql('DELETE FROM postings WHERE id >= ? AND id < ?').run(id * keySpan, (id + 1) * keySpan);
  }
  const rows = messagesBetween<IndexedRow>(ctx.db, indexedColumns, [span.first * slots - 1, topOf(span)]);
  const writer = new SegmentWriter(ctx, search, size, { ...span, segments: [] });
  let count = 0;
  for (const row of rows) {
    if (count++ % rowsPerLook === 0) control.checkCancelled();
    writer.add(row);
  }
  writer.flush();
}

/**
 * Takes the words of messages that are gone out of the file: after the rows themselves went.
 * @param messageIds ids the messages had
 */
export function eraseMessages(ctx: ServiceContext, search: Database, messageIds: ArrayLike<number>): void {
  const seconds = Float64Array.from(messageIds, secondOf).sort();
  search.transaction(() => {
    for (const span of spansOf(search))
      if (seconds.some((second) => second >= span.first && second < span.end)) rewriteSpan(ctx, search, span, segmentMessages, noControl);
  });
  // what the log beside the file still holds
  search.raw.pragma('wal_checkpoint(TRUNCATE)');
}

const noControl: JobControl = { progress: () => {}, checkCancelled: () => {} };
