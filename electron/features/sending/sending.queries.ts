import type { Asset } from '../../../shared/contracts/content.ts';
import type { GuardAnswer } from '../../../shared/contracts/guard.ts';
import {
  doneQueuesShown,
  type QueueDetail,
  type QueueSummary,
  type SendCard,
  type SendItemRow,
  sendKinds,
} from '../../../shared/contracts/sending.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { ownHoursFrom } from '../../../shared/domain/active-hours.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { lastWordsWith } from '../chats/index.ts';
import { assetColumns, templateValues } from '../content/index.ts';
import { lastOrderOf } from '../orders/index.ts';
import { guardAnswers } from '../touches/index.ts';
import { answersFor, type GuardChanges } from './kept-answers.ts';
import { wordsFor } from './words.ts';

export interface QueueRow {
  id: number;
  name: string;
  text: string;
  kind: number;
  state: QueueSummary['state'];
  createdAt: number;
}

export interface ItemRow {
  id: number;
  queueId: number;
  friendId: number;
  place: number;
  text: string | null;
  state: SendItemRow['state'];
  snoozedUntil: number | null;
  settledAt: number | null;
  repliedAt: number | null;
  reason: string;
  touchId: number | null;
  name: string;
  trustLevel: number;
  gone: 0 | 1;
}

const itemColumns = `i.id, i.queue_id AS queueId, i.friend_id AS friendId, i.place, i.text, i.state, i.snoozed_until AS snoozedUntil,
  i.settled_at AS settledAt, i.replied_at AS repliedAt, i.reason, i.touch_id AS touchId,
  CASE f.remark WHEN '' THEN f.nickname ELSE f.remark END AS name, f.trust_level AS trustLevel, f.status IN ('deletedMe', 'blocked') AS gone`;

/** A stored kind in the words of a queue; what no queue may be counts as ordinary. */
export const kindOf = (place: number): QueueSummary['kind'] => sendKinds.find((kind) => kind === touchKinds[place]) ?? 'ordinary';

/** @throws AppError `notFound` */
export function findQueue(ctx: ServiceContext, id: number): QueueRow {
  const row = ctx.db.sql('SELECT id, name, text, kind, state, created_at AS createdAt FROM send_queues WHERE id = ?').get(id);
  if (!row) throw new AppError('notFound', { what: 'sendQueue' });
  return row as QueueRow;
}

/** @throws AppError `notFound` */
export function findItem(ctx: ServiceContext, id: number): ItemRow {
  const row = ctx.db.sql(`SELECT ${itemColumns} FROM send_items i JOIN friends f ON f.id = i.friend_id WHERE i.id = ?`).get(id);
  if (!row) throw new AppError('notFound', { what: 'sendItem' });
  return row as ItemRow;
}

/** Friends who wait in queues that are open: the guard is asked about each. */
export const countWaiting = (ctx: ServiceContext): number =>
  ctx.db
    .pluck("SELECT count(*) FROM send_items JOIN send_queues q ON q.id = queue_id WHERE send_items.state = 'waiting' AND q.state = 'open'")
    .get() as number;

export interface QueueSize {
  people: number;
  /** those who wrote often enough for hours of their own */
  chatty: number;
}

/** What reading a queue takes. */
export const sizeOf = (ctx: ServiceContext, queueId: number): QueueSize =>
  ctx.db
    .sql(
      `SELECT count(*) AS people, coalesce(sum(s.in_count >= ${ownHoursFrom}), 0) AS chatty FROM send_items i
       LEFT JOIN friend_chat_stats s ON s.friend_id = i.friend_id WHERE queue_id = ?`,
    )
    .get(queueId) as QueueSize;

const queueColumns = 'id, name, text, kind, state, created_at AS createdAt';

/** Lists that are done, newest first, of those older than `before`. */
function doneRows({ db }: ServiceContext, before: number): QueueRow[] {
  const older = `SELECT ${queueColumns} FROM send_queues WHERE state = 'done' AND id < ? ORDER BY id DESC LIMIT ${doneQueuesShown}`;
  return db.sql(older).all(before) as QueueRow[];
}

/** As readQueues, of lists that are done and older than what it gives. */
export const readDoneQueues = (ctx: ServiceContext, before: number, now: number): QueueSummary[] =>
  doneRows(ctx, before).map((queue) => summaryOf(ctx, queue, [], now));

/**
 * Every queue that is not done and the newest of the others, each newest first. Asks the guard for everybody who waits in an open one: many
 * in the second thread.
 */
export function readQueues(ctx: ServiceContext, now: number): QueueSummary[] {
  const rows = ctx.db.sql(`SELECT ${queueColumns} FROM send_queues WHERE state <> 'done' ORDER BY id DESC`).all() as QueueRow[];
  return [...rows, ...doneRows(ctx, Number.MAX_SAFE_INTEGER)].map((queue) => {
    if (queue.state !== 'open') return summaryOf(ctx, queue, [], now);
    const ask = { kind: kindOf(queue.kind), at: now };
    const items = itemsOf(ctx, queue, now, (friendIds) => guardAnswers(ctx, friendIds, ask, now));
    return summaryOf(ctx, queue, items, now);
  });
}

/** What a queue is read with. `bestCells`: hour of the week by friend, -1 = not known. */
interface QueueAsk {
  queueId: number;
  now: number;
  changes: GuardChanges;
  bestCells(friendIds: number[]): ArrayLike<number>;
}

/** One queue with all its friends, in the order of the list. @throws AppError `notFound` */
export function readQueue(ctx: ServiceContext, { queueId, now, changes, bestCells }: QueueAsk): QueueDetail {
  const queue = findQueue(ctx, queueId);
  const ask = { id: queueId, kind: kindOf(queue.kind) };
  const items = itemsOf(ctx, queue, now, (friendIds) => answersFor(ctx, ask, friendIds, { now, changes }));
  const cells = bestCells(items.map(({ friendId }) => friendId));
  for (const [i, item] of items.entries()) item.bestCell = cells[i]! < 0 ? null : cells[i]!;
  return { queue: summaryOf(ctx, queue, items, now), items, nextPart: nextPartOf(ctx, queue) };
}

/** What the parts of one list are called: '丑橘到货 2/3'. */
export const partName = (name: string, part: number, parts: number): string => `${name} ${part}/${parts}`;

function partOf(name: string): { of: string; part: number } | null {
  const [, own, part, parts] = /^(.*) (\d+)\/(\d+)$/s.exec(name) ?? [];
  return own === undefined ? null : { of: `${own}/${parts}`, part: Number(part) };
}

/** Of the lists that were made at once because one holds no more: the next that is not done, of those behind this one first. */
function nextPartOf(ctx: ServiceContext, { id, name, createdAt }: QueueRow): QueueDetail['nextPart'] {
  const own = partOf(name);
  if (!own) return null;
  const others = ctx.db
    .sql(
      `SELECT id, name, state, (SELECT count(*) FROM send_items WHERE queue_id = q.id AND state = 'waiting') AS waiting
       FROM send_queues q WHERE created_at = ? AND state <> 'done' AND id <> ?`,
    )
    .all(createdAt, id) as NonNullable<QueueDetail['nextPart']>[];
  const parts = others.flatMap((queue) => {
    const other = partOf(queue.name);
    return other?.of === own.of ? [{ queue, isBehind: other.part > own.part, part: other.part }] : [];
  });
  parts.sort((one, two) => Number(two.isBehind) - Number(one.isBehind) || one.part - two.part);
  return parts[0]?.queue ?? null;
}

function summaryOf(ctx: ServiceContext, queue: QueueRow, items: SendItemRow[], now: number): QueueSummary {
  const counts = ctx.db
    .sql(
      `SELECT count(*) AS total, coalesce(sum(state = 'sent'), 0) AS sent, coalesce(sum(state = 'skipped'), 0) AS skipped,
         coalesce(sum(state = 'waiting'), 0) AS waiting, count(replied_at) AS replied FROM send_items WHERE queue_id = ?`,
    )
    .get(queue.id) as Pick<QueueSummary, 'total' | 'sent' | 'skipped' | 'waiting' | 'replied'>;
  const waiting = items.filter(({ state }) => state === 'waiting');
  const later = waiting.flatMap(({ wait }) => (wait?.until && wait.until > now ? [wait.until] : []));
  const { id, name, state, createdAt } = queue;
  const ready = state === 'open' ? waiting.filter(({ wait }) => !wait).length : 0;
  const nextAt = later.reduce<number | null>((first, at) => (first === null || at < first ? at : first), null);
  return { id, name, kind: kindOf(queue.kind), state, createdAt, ...counts, ready, nextAt };
}

type Asked = (friendIds: number[]) => Map<number, GuardAnswer>;

function itemsOf(ctx: ServiceContext, queue: QueueRow, now: number, ask: Asked): SendItemRow[] {
  const rows = ctx.db
    .sql(`SELECT ${itemColumns} FROM send_items i JOIN friends f ON f.id = i.friend_id WHERE i.queue_id = ? ORDER BY i.place, i.id`)
    .all(queue.id) as ItemRow[];
  const asked = rows.filter((row) => row.state === 'waiting' && row.gone === 0);
  const answers = ask(asked.map(({ friendId }) => friendId));
  return rows.map((row): SendItemRow => {
    const { id, friendId, name, trustLevel, place, state, settledAt, repliedAt, reason } = row;
    const item = { id, friendId, name, trustLevel, place, state, settledAt, repliedAt, reason, wait: null, bestCell: null };
    if (state !== 'waiting') return item;
    if (row.gone === 1) return { ...item, wait: { why: 'gone', until: null } };
    if (row.snoozedUntil !== null && row.snoozedUntil > now) return { ...item, wait: { why: 'snoozed', until: row.snoozedUntil } };
    const answer = answers.get(friendId);
    if (answer?.answer === 'notBefore') return { ...item, wait: { why: 'guard', until: answer.at } };
    return answer?.answer === 'blocked' ? { ...item, wait: { why: 'blocked', until: null } } : item;
  });
}

/** Everything to write to one friend now. A few short reads: this is what stands between two presses of `c`. @throws AppError `notFound` */
export function readCard(ctx: ServiceContext, itemId: number): SendCard {
  const now = ctx.clock.now();
  const item = findItem(ctx, itemId);
  const queue = findQueue(ctx, item.queueId);
  const { text, missing } = wordsFor(
    item.text ?? queue.text,
    item.state === 'waiting' ? templateValues(ctx, [item.friendId]).get(item.friendId) : undefined,
  );
  const account = ctx.db.pluck('SELECT accounts.name FROM friends JOIN accounts ON accounts.id = account_id WHERE friends.id = ?');
  return {
    id: item.id,
    queueId: queue.id,
    queueName: queue.name,
    kind: kindOf(queue.kind),
    friendId: item.friendId,
    name: item.name,
    account: account.get(item.friendId) as string,
    trustLevel: item.trustLevel,
    state: item.state,
    text,
    ownText: item.text !== null,
    missing,
    assets: picturesOf(ctx, queue.id),
    snoozedUntil: item.snoozedUntil,
    settledAt: item.settledAt,
    repliedAt: item.repliedAt,
    guard: guardAnswers(ctx, [item.friendId], { kind: kindOf(queue.kind), at: now }).get(item.friendId)!,
    gone: item.gone === 1,
    lastWords: lastWordsWith(ctx, item.friendId),
    lastOrder: lastOrderOf(ctx, item.friendId),
  };
}

function picturesOf(ctx: ServiceContext, queueId: number): Asset[] {
  const rows = ctx.db
    .sql(`SELECT ${assetColumns} FROM send_queue_assets q JOIN assets a ON a.id = q.asset_id WHERE q.queue_id = ? ORDER BY q.place`)
    .all(queueId) as (Omit<Asset, 'hasThumb'> & { hasThumb?: number })[];
  return rows.map((row) => ({ ...row, hasThumb: row.hasThumb === 1 }));
}

/** A list that is not done and in which a friend still waits. */
export interface WaitingList {
  itemId: number;
  name: string;
  kind: QueueSummary['kind'];
  /** put off until; null = not put off */
  from: number | null;
  paused: boolean;
  /** she deleted or blocked me since */
  gone: boolean;
}

/** Lists in which a friend still waits, the oldest first. */
export function listsWaitingFor(ctx: ServiceContext, friendId: number): WaitingList[] {
  const rows = ctx.db
    .sql(
      `SELECT i.id AS itemId, q.name, q.kind, i.snoozed_until AS "from", q.state = 'paused' AS paused, f.status IN ('deletedMe', 'blocked') AS gone
       FROM send_items i JOIN send_queues q ON q.id = queue_id JOIN friends f ON f.id = friend_id
       WHERE friend_id = ? AND i.state = 'waiting' AND q.state <> 'done' ORDER BY q.id`,
    )
    .all(friendId) as (Omit<WaitingList, 'kind' | 'paused' | 'gone'> & { kind: number; paused: number; gone: number })[];
  return rows.map((row) => ({ ...row, kind: kindOf(row.kind), paused: row.paused === 1, gone: row.gone === 1 }));
}
