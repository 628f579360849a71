import type { ActiveHours } from '../../../shared/contracts/search.ts';
import { bestHours, hourShares, hourWeight, ownHoursFrom, weekCell, weekHours } from '../../../shared/domain/active-hours.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { secondOf } from '../chats/index.ts';
import { messagesBetween } from './message-pages.ts';

/*
 * When friends write: their own messages in private chats, by hour of the week. search.db keeps the cells of each friend as they
 * weigh at her last message; the stamp beside them tells when they are old.
 */

interface Stamp {
  friendId: number;
  inCount: number;
  firstAt: number;
  lastInAt: number;
}

/** Friends whose cells are older than their chats, and those who wrote nothing any more. */
function staleFriends({ db }: ServiceContext, search: Database): { stale: Stamp[]; gone: number[] } {
  const known = new Map<number, Stamp>();
  const rows = search
    .sql('SELECT friend_id AS friendId, in_count AS inCount, first_at AS firstAt, last_in_at AS lastInAt FROM friend_hours')
    .all() as Stamp[];
  for (const stamp of rows) known.set(stamp.friendId, stamp);
  const now = db
    .sql(
      `SELECT friend_id AS friendId, in_count AS inCount, coalesce(first_at, 0) AS firstAt, coalesce(last_in_at, 0) AS lastInAt
       FROM friend_chat_stats WHERE in_count > 0`,
    )
    .all() as Stamp[];
  const stale = now.filter((stamp) => {
    const old = known.get(stamp.friendId);
    known.delete(stamp.friendId);
    return old?.inCount !== stamp.inCount || old.firstAt !== stamp.firstAt || old.lastInAt !== stamp.lastInAt;
  });
  return { stale, gone: [...known.keys()] };
}

/** Brings every friend's cells up to date, in one transaction. */
export function refreshHours(ctx: ServiceContext, search: Database, control: JobControl): void {
  const { stale, gone } = staleFriends(ctx, search);
  if (stale.length === 0 && gone.length === 0) return;
  const total = ctx.db.pluck('SELECT coalesce(sum(in_count), 0) FROM conversations').get() as number;
  const messages = stale.reduce((sum, { inCount }) => sum + inCount, 0);
  const cells = messages * 4 > total ? countAll(ctx, stale, control) : null;
  const put = search.sql('INSERT OR REPLACE INTO friend_hours (friend_id, in_count, first_at, last_in_at, cells) VALUES (?, ?, ?, ?, ?)');
  const remove = search.sql('DELETE FROM friend_hours WHERE friend_id = ?');
  search.transaction(() => {
    for (const friendId of gone) remove.run(friendId);
    for (const [i, stamp] of stale.entries()) {
      control.checkCancelled();
      const own = cells ? cells.subarray(i * weekHours, (i + 1) * weekHours) : countFriend(ctx, stamp.friendId, stamp.lastInAt);
      put.run(stamp.friendId, stamp.inCount, stamp.firstAt, stamp.lastInAt, packCells(own));
    }
  });
}

/** Cells of many friends by one walk through all messages: 168 a friend, in the order of the stamps. */
function countAll({ db }: ServiceContext, stale: readonly Stamp[], control: JobControl): Float32Array {
  const placeOfFriend = new Map(stale.map(({ friendId }, i) => [friendId, i]));
  const placeOf = new Map<number, number>();
  const chats = db.arrays("SELECT id, friend_id FROM conversations WHERE kind = 'private' AND friend_id IS NOT NULL");
  for (const [id, friendId] of chats.all() as [number, number][]) {
    const place = placeOfFriend.get(friendId);
    if (place !== undefined) placeOf.set(id, place);
  }
  const cells = new Float32Array(stale.length * weekHours);
  const rows = messagesBetween<[number, number]>(db, 'id, conversation_id', [0, Number.MAX_SAFE_INTEGER], 'direction = 0');
  let seen = 0;
  for (const [id, conversation] of rows) {
    if (++seen % 10_000 === 0) control.checkCancelled();
    const place = placeOf.get(conversation);
    if (place === undefined) continue;
    const second = secondOf(id);
    cells[place * weekHours + weekCell(second)]! += hourWeight(second * 1000, stale[place]!.lastInAt);
  }
  return cells;
}

/** Cells of one friend as they weigh at `at` (ms UTC); some 5 ms with 14,000 messages. */
function countFriend({ db }: ServiceContext, friendId: number, at: number): Float64Array {
  const cells = new Float64Array(weekHours);
  const chats = db.pluck("SELECT id FROM conversations WHERE friend_id = ? AND kind = 'private'").all(friendId) as number[];
  const ids = db.pluck('SELECT id FROM messages WHERE conversation_id = ? AND direction = 0');
  for (const chat of chats)
    for (const id of ids.all(chat) as number[]) {
      const second = secondOf(id);
      cells[weekCell(second)]! += hourWeight(second * 1000, at);
    }
  return cells;
}

/** Only cells that hold something: their places, a byte each, then their values, four bytes each. */
function packCells(cells: ArrayLike<number>): Buffer {
  const places: number[] = [];
  for (let i = 0; i < weekHours; i++) if (cells[i]! > 0) places.push(i);
  const packed = Buffer.alloc(places.length * 5);
  for (const [i, place] of places.entries()) {
    packed[i] = place;
    packed.writeFloatLE(cells[place]!, places.length + i * 4);
  }
  return packed;
}

function addPacked(into: Float64Array, packed: Buffer, weight: number): void {
  const count = packed.length / 5;
  for (let i = 0; i < count; i++) into[packed[i]!]! += packed.readFloatLE(count + i * 4) * weight;
}

interface Sum {
  cells: Float64Array;
  messages: number;
  friends: number;
  /** ms UTC */
  fromAt: number;
  toAt: number;
}
type HoursRow = [inCount: number, firstAt: number, lastInAt: number, cells: Buffer];
const hoursColumns = 'in_count, first_at, last_in_at, cells';

const nothing = (): Sum => ({ cells: new Float64Array(weekHours), messages: 0, friends: 0, fromAt: Number.POSITIVE_INFINITY, toAt: 0 });

/** Everybody's cells take a walk over all friends; the answer is kept until search.db changes. */
const everybody = new WeakMap<Database, { version: unknown; at: number; sum: Sum }>();

function sumOfAll(search: Database | null, now: number): Sum {
  // the first counts what others changed, the second what this connection did
  const version = search && `${search.raw.pragma('data_version', { simple: true })} ${search.pluck('SELECT total_changes()').get()}`;
  const known = search ? everybody.get(search) : undefined;
  if (known && known.version === version) {
    const weight = hourWeight(known.at, now);
    return { ...known.sum, cells: known.sum.cells.map((n) => n * weight) };
  }
  const sum = nothing();
  const rows = (search?.arrays(`SELECT ${hoursColumns} FROM friend_hours`).iterate() ?? []) as Iterable<HoursRow>;
  for (const row of rows) addRow(sum, row, now);
  if (search) everybody.set(search, { version, at: now, sum });
  return sum;
}

function addRow(sum: Sum, [inCount, firstAt, lastInAt, cells]: HoursRow, now: number): void {
  sum.messages += inCount;
  sum.friends++;
  sum.fromAt = Math.min(sum.fromAt, firstAt);
  sum.toAt = Math.max(sum.toAt, lastInAt);
  addPacked(sum.cells, cells, hourWeight(lastInAt, now));
}

/** In the words of the contract. Under `ownHoursFrom` messages everybody's hours are told instead, and none where theirs are too few. */
function told(sum: Sum, others: Sum | null, from: 'friend' | 'segment'): ActiveHours {
  const own = sum.messages >= ownHoursFrom;
  const basis = own ? sum : (others ?? sum);
  const shares = basis.messages < ownHoursFrom ? null : hourShares(basis.cells, own && others ? others.cells : null);
  return {
    cells: [...sum.cells],
    messages: sum.messages,
    friends: sum.friends,
    fromAt: sum.messages === 0 ? null : sum.fromAt,
    toAt: sum.messages === 0 ? null : sum.toAt,
    best: shares ? bestHours(shares, 3) : [],
    from: own || others === null ? from : 'everybody',
    bestOf: basis.messages,
  };
}

/** Hours of one friend as they weigh now (ms UTC): counted from her messages, so never old. */
export function hoursOfFriend(ctx: ServiceContext, search: Database | null, friendId: number, now: number): ActiveHours {
  const sum = nothing();
  sum.cells = countFriend(ctx, friendId, now);
  const row = ctx.db
    .sql('SELECT in_count AS messages, first_at AS fromAt, last_in_at AS toAt FROM friend_chat_stats WHERE friend_id = ? AND in_count > 0')
    .get(friendId) as Pick<Sum, 'messages' | 'fromAt' | 'toAt'> | undefined;
  if (row) Object.assign(sum, row, { friends: 1 });
  return told(sum, sumOfAll(search, now), 'friend');
}

/** Hours of a segment, by the cells of search.db. @param friendIds null = everybody */
export function hoursOfSegment(search: Database | null, friendIds: ArrayLike<number> | null, now: number): ActiveHours {
  const others = sumOfAll(search, now);
  if (!friendIds) return told(others, null, 'segment');
  const sum = nothing();
  const read = search?.arrays(`SELECT ${hoursColumns} FROM friend_hours WHERE friend_id = ?`);
  for (let i = 0; read && i < friendIds.length; i++) {
    const row = read.get(friendIds[i]) as HoursRow | undefined;
    if (row) addRow(sum, row, now);
  }
  return told(sum, others, 'segment');
}

/**
 * The hour of the week (0 = Monday 0:00 in China) in which each friend is most likely to write, by the cells of search.db; -1 for those
 * with too few messages to tell.
 */
export function bestCellOfEach(search: Database | null, friendIds: readonly number[], now: number): Int16Array {
  const cells = new Int16Array(friendIds.length).fill(-1);
  if (!search) return cells;
  const others = sumOfAll(search, now);
  const read = search.arrays(`SELECT ${hoursColumns} FROM friend_hours WHERE friend_id = ? AND in_count >= ${ownHoursFrom}`);
  for (const [i, friendId] of friendIds.entries()) {
    const row = read.get(friendId) as HoursRow | undefined;
    if (!row) continue;
    const sum = nothing();
    addRow(sum, row, now);
    const best = bestHours(hourShares(sum.cells, others.cells), 1)[0];
    if (best) cells[i] = best.weekday * 24 + best.hour;
  }
  return cells;
}

/**
 * The hour (0–23) of a weekday (0 = Monday, China) in which each friend is most likely to write; by the hours of everybody for those with
 * too few messages to tell, null where even those are too few.
 */
export function bestHourOfEach(search: Database | null, friendIds: readonly number[], weekday: number, now: number) {
  const others = sumOfAll(search, now);
  const everybody = others.messages >= ownHoursFrom ? bestHourOn(hourShares(others.cells, null), weekday) : null;
  const read = search?.arrays(`SELECT ${hoursColumns} FROM friend_hours WHERE friend_id = ? AND in_count >= ${ownHoursFrom}`);
  return friendIds.map((friendId) => {
    const row = read?.get(friendId) as HoursRow | undefined;
    if (!row) return { friendId, hour: everybody, from: 'everybody' as const };
    const sum = nothing();
    addRow(sum, row, now);
    return { friendId, hour: bestHourOn(hourShares(sum.cells, others.cells), weekday), from: 'friend' as const };
  });
}

function bestHourOn(shares: readonly number[], weekday: number): number | null {
  const hours = shares.slice(weekday * 24, weekday * 24 + 24);
  const most = Math.max(...hours);
  return most > 0 ? hours.indexOf(most) : null;
}
