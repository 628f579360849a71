import type { TrustFacts } from '../../../shared/domain/trust-suggestions.ts';
import { dayNumber } from '../../../shared/domain/wall-time.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { oddSql, statesSql } from '../orders/index.ts';
import { validReferrals } from '../referrals/index.ts';
import { stretches, voiceTagIds } from '../segments/index.ts';
import { unpackDays } from './talk-days.ts';

/*
 * What the rules ask, out of the book: one walk over each table for everybody, a look by friend for a few. Friends without anything to
 * go by are left out.
 */

const quarterMs = 900_000;

/** Local days as running numbers; no zone changes but at quarters of an hour, so that one look serves each of them. */
export function localDays(): (at: number) => number {
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / quarterMs);
    let day = known.get(quarter);
    if (day === undefined) known.set(quarter, (day = dayNumber(localDay(at))));
    return day;
  };
}

/** Who is in the segment of one of the seller's own rules; only the host can tell. */
export interface OwnMembers {
  segmentId: number;
  level: number;
  friendIds: Uint32Array;
}

/** Who is asked about: everybody (null) or some. */
export interface Asked {
  friendIds: readonly number[] | null;
  own: readonly OwnMembers[];
  /** ms UTC */
  now: number;
}

type Known = TrustFacts & { orders: number[]; ownLevels: number[] };

/** Facts by friend id, of those who are not archived. */
export function readFacts(ctx: ServiceContext, asked: Asked): Map<number, TrustFacts> {
  const people = readPeople(ctx, asked);
  const day = localDays();
  // a clock that was wrong once says nothing of what is still to come
  const reached = (at: number | null, before: number | null) => (at === null || at > asked.now ? before : Math.max(day(at), before ?? 0));
  addChats(ctx, asked, people, reached);
  addOrders(ctx, asked, people, day);
  addTouches(ctx, asked, people, reached);
  addMoves(ctx, asked, people, day);
  addVoices(ctx, asked, people, reached);
  addReferrals(ctx, asked, people, reached);
  for (const { level, friendIds } of asked.own) for (const id of friendIds) people.get(id)?.ownLevels.push(level);
  return people;
}

type Reached = (at: number | null, before: number | null) => number | null;
type People = Map<number, Known>;

/** Rows of a table that belong to those asked about: all of them by stretches of its ids, or by friend. */
function rowsOf<Row>(
  ctx: ServiceContext,
  { friendIds }: Asked,
  table: string,
  key: string,
  select: string,
  friend = 'friend_id',
): Iterable<Row> {
  if (friendIds === null) return stretches<Row>(ctx.db, `${select} AND ${key} > ? AND ${key} <= ?`, table, key);
  return ctx.db.arrays(`${select} AND ${friend} IN (SELECT value FROM json_each(?))`).all(JSON.stringify(friendIds)) as Row[];
}

function readPeople(ctx: ServiceContext, asked: Asked): People {
  const select = `SELECT id, trust_level, status <> 'normal', channel_id IS NOT NULL OR coalesce(source_text, '') <> '' FROM friends
     WHERE archived_at IS NULL`;
  const people: People = new Map();
  for (const [id, level, lost, source] of rowsOf<[number, number, 0 | 1, 0 | 1]>(ctx, asked, 'friends', 'id', select, 'id')) {
    const orders: number[] = [];
    people.set(id, {
      ...{ level, isLost: lost === 1, hasSource: source === 1, repliedOn: null, askedOn: null, triedOn: null },
      ...{ talkDays: [], orderDays: orders, orders, spokeOn: null, ownLevels: [], lastMove: null },
    });
  }
  return people;
}

function addChats(ctx: ServiceContext, asked: Asked, people: People, reached: Reached): void {
  const select = `SELECT friend_id, CASE WHEN in_count > 0 THEN last_in_at END, CASE WHEN asked_count > 0 THEN last_asked_at END, talk_days
     FROM friend_chat_stats WHERE 1`;
  const today = localDays()(asked.now);
  type Row = [number, number | null, number | null, string | null];
  for (const [id, lastIn, lastAsked, days] of rowsOf<Row>(ctx, asked, 'friend_chat_stats', 'friend_id', select)) {
    const one = people.get(id);
    if (!one) continue;
    one.repliedOn = reached(lastIn, one.repliedOn);
    one.askedOn = reached(lastAsked, null);
    const talked = unpackDays(days);
    one.talkDays = (talked.at(-1) ?? 0) > today ? talked.filter((day) => day <= today) : talked;
  }
}

/** Orders that count, but for those of a time to come: some of the money stayed, and they can be as they stand. */
export const standsSql = `${statesSql.bought} AND NOT ${oddSql.replace('?', '9e15')}`;

/** Orders of goods to try: no purchase where they cost nothing. */
export const trialSql = `SELECT order_id FROM order_lines JOIN products ON products.id = product_id WHERE kind = 'trial'`;

function addOrders(ctx: ServiceContext, asked: Asked, people: People, day: (at: number) => number): void {
  const theirs =
    asked.friendIds === null ? '' : 'AND order_id IN (SELECT id FROM orders WHERE friend_id IN (SELECT value FROM json_each(?)))';
  const trials = new Set(
    ctx.db.pluck(`${trialSql} ${theirs}`).all(...(asked.friendIds ? [JSON.stringify(asked.friendIds)] : [])) as number[],
  );
  const select = `SELECT friend_id, orders.id, at, amount_fen FROM orders WHERE friend_id IS NOT NULL AND ${standsSql}`;
  for (const [id, orderId, at, fen] of rowsOf<[number, number, number, number]>(ctx, asked, 'orders', 'orders.id', select)) {
    const one = people.get(id);
    if (!one || at > asked.now) continue;
    const isTrial = trials.has(orderId);
    if (isTrial) one.triedOn = Math.max(one.triedOn ?? 0, day(at));
    if (!isTrial || fen > 0) one.orders.push(day(at));
  }
  for (const { orders } of people.values()) if (orders.length > 1) orders.sort((a, b) => a - b);
}

/** Contacts that came from her, noted by hand. */
function addTouches(ctx: ServiceContext, asked: Asked, people: People, reached: Reached): void {
  const select = "SELECT friend_id, at FROM touches WHERE direction = 'in'";
  for (const [id, at] of rowsOf<[number, number]>(ctx, asked, 'touches', 'id', select)) {
    const one = people.get(id);
    if (one) one.repliedOn = reached(at, one.repliedOn);
  }
}

function addMoves(ctx: ServiceContext, asked: Asked, people: People, day: (at: number) => number): void {
  const select = 'SELECT friend_id, at, from_level > to_level, id FROM level_changes WHERE from_level IS NOT NULL';
  const newest = new Map<number, { at: number; id: number; wentDown: boolean }>();
  for (const [friendId, at, down, id] of rowsOf<[number, number, 0 | 1, number]>(ctx, asked, 'level_changes', 'id', select)) {
    const before = newest.get(friendId);
    if (!before || at > before.at || (at === before.at && id > before.id)) newest.set(friendId, { at, id, wentDown: down === 1 });
  }
  for (const [friendId, { at, wentDown }] of newest) {
    const one = people.get(friendId);
    if (one) one.lastMove = { on: day(at), wentDown };
  }
}

function addVoices(ctx: ServiceContext, { friendIds }: Asked, people: People, reached: Reached): void {
  const rows = ctx.db
    .arrays(
      `SELECT friend_id, added_at FROM friend_tags WHERE tag_id IN (SELECT value FROM json_each(@tags))
       AND (@friends IS NULL OR friend_id IN (SELECT value FROM json_each(@friends)))`,
    )
    .all({ tags: JSON.stringify(voiceTagIds(ctx)), friends: friendIds === null ? null : JSON.stringify(friendIds) });
  for (const [id, at] of rows as [number, number][]) {
    const one = people.get(id);
    if (one) one.spokeOn = reached(at, one.spokeOn);
  }
}

/** Whom she brought counts from a day on, and no more once that one is gone. */
function addReferrals(ctx: ServiceContext, { friendIds, now }: Asked, people: People, reached: Reached): void {
  for (const { byId, since } of validReferrals(ctx, friendIds, now)) {
    const one = people.get(byId);
    if (one) one.spokeOn = reached(since, one.spokeOn);
  }
}
