import { talkRhythm } from '../../../shared/domain/trust-suggestions.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { stretches } from '../segments/index.ts';
import { unpackDays } from '../suggestions/index.ts';
import type { Supply } from './order-days.ts';

/*
 * What the host keeps for 今日 and cannot read in a moment: by friend or order id, read in the second worker.
 */

/** From so many rows on reading goes to the second worker. */
const manyRows = 4000;
const heavy = ({ rows }: { rows: number }) => rows > manyRows;

const roomFor = ({ db }: ServiceContext): number =>
  Math.ceil(((db.pluck('SELECT max(id) FROM friends').get() as number | null) ?? 0) * 1.2) + 1000;

/** Each friend's own rhythm, days between two talks; 0 = none. */
export const readRhythmsCommand = defineCommand<{ rows: number; rhythmDays: number }, Float32Array>({
  name: 'today.rhythms',
  writes: false,
  heavy,
  thread: 'reader',
  run(ctx, { rhythmDays }) {
    const rhythms = new Float32Array(roomFor(ctx));
    const sql = "SELECT friend_id, talk_days FROM friend_chat_stats WHERE talk_days <> '' AND friend_id > ? AND friend_id <= ?";
    for (const [id, days] of stretches<[number, string]>(ctx.db, sql, 'friend_chat_stats', 'friend_id'))
      rhythms[id] = talkRhythm(unpackDays(days), rhythmDays) ?? 0;
    return rhythms;
  },
});

/** Reads some friends again. @returns null when they do not fit in any more */
export function patchRhythms(
  { db }: ServiceContext,
  rhythms: Float32Array,
  friendIds: readonly number[],
  rhythmDays: number,
): Float32Array | null {
  if (friendIds.some((id) => id >= rhythms.length)) return null;
  const read = db.pluck('SELECT talk_days FROM friend_chat_stats WHERE friend_id = ?');
  for (const id of friendIds) rhythms[id] = talkRhythm(unpackDays((read.get(id) as string | null | undefined) ?? null), rhythmDays) ?? 0;
  return rhythms;
}

const lastsSql = `SELECT order_id, min(CASE WHEN unit_days IS NOT NULL THEN unit_days * coalesce(quantity_milli / 1000.0, 1) ELSE cycle_days END)
  FROM products JOIN order_lines ON product_id = products.id WHERE (unit_days IS NOT NULL OR cycle_days IS NOT NULL)`;

/** Days that the goods of each order last, by order id; null = no card says. */
export const readSupplyCommand = defineCommand<{ rows: number }, Supply>({
  name: 'today.supply',
  writes: false,
  heavy,
  thread: 'reader',
  run({ db }) {
    if (db.pluck('SELECT 1 FROM products WHERE unit_days IS NOT NULL OR cycle_days IS NOT NULL LIMIT 1').get() === undefined) return null;
    const last = (db.pluck('SELECT max(id) FROM orders').get() as number | null) ?? 0;
    const supply = new Float64Array(Math.ceil(last * 1.1) + 1000);
    for (const [id, days] of db.arrays(`${lastsSql} GROUP BY order_id`).iterate() as Iterable<[number, number]>) supply[id] = days;
    return supply;
  },
});

/** Reads some orders again. @returns undefined when everything has to be read */
export function patchSupply({ db }: ServiceContext, supply: Supply, orderIds: readonly number[]): Supply | undefined {
  if (supply === null) return null;
  if (orderIds.some((id) => id >= supply.length)) return undefined;
  const read = db.arrays(`${lastsSql} AND order_id = ? GROUP BY order_id`);
  for (const id of orderIds) supply[id] = (read.get(id) as [number, number] | undefined)?.[1] ?? 0;
  return supply;
}

/** Contacts that went out lately: whom, how many of them this week, and whether any of them within the window of the guard. */
export interface Lately {
  friend: Uint32Array;
  thisWeek: Uint32Array;
  inWindow: Uint8Array;
}

export const readLatelyCommand = defineCommand<{ windowFrom: number; weekFrom: number }, Lately>({
  name: 'today.lately',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run({ db }, { windowFrom, weekFrom }) {
    const rows = db
      .arrays(
        `SELECT friend_id, sum(at >= @weekFrom), max(at) >= @windowFrom FROM touches INDEXED BY touches_load
         WHERE at >= @from AND direction = 'out' GROUP BY friend_id`,
      )
      .all({ weekFrom, windowFrom, from: Math.min(weekFrom, windowFrom) }) as [number, number, 0 | 1][];
    return {
      friend: Uint32Array.from(rows, ([id]) => id),
      thisWeek: Uint32Array.from(rows, ([, many]) => many),
      inWindow: Uint8Array.from(rows, ([, , isIn]) => isIn),
    };
  },
});

/** What she said last of a name: until when it waits. Times of events (`friend_events`) are ms UTC. */
export interface PutOff {
  friendId: number;
  at: number;
  answer: 'later' | 'skipped';
  untilOn: string;
}

/** How long a name may be put off, and how long she is reminded that she did. */
export const longestPutOff = 31;
const remindDays = 14;

export const readPutOffsCommand = defineCommand<{ rows: number; now: number }, PutOff[]>({
  name: 'today.putOffs',
  writes: false,
  heavy,
  thread: 'reader',
  run({ db }, { now }) {
    const rows = db
      .arrays("SELECT friend_id, at, details FROM friend_events WHERE kind = 'putOff' AND at >= ? ORDER BY id")
      .all(now - (longestPutOff + remindDays) * 86_400_000) as [number, number, string][];
    return rows.map(([friendId, at, details]) => ({ friendId, at, ...(JSON.parse(details) as Pick<PutOff, 'answer' | 'untilOn'>) }));
  },
});

export const todayReads: AnyCommand[] = [readRhythmsCommand, readSupplyCommand, readLatelyCommand, readPutOffsCommand];
