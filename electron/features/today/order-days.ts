import { blendedCycle, ownCycle } from '../../../shared/domain/repurchase.ts';
import { startOfDay } from '../../../shared/domain/segment-days.ts';
import { dayNumber, localDay } from '../../../shared/domain/wall-time.ts';
import type { Breather } from '../../platform/jobs/breather.ts';
import { bought, type OrderRows, unpaid } from '../segments/index.ts';

/*
 * When friends will buy again and what they have not paid, by friend id, out of the columns of orders that segments keep. The same rules
 * as `orders.due` (shared/domain/repurchase.ts), which reads the book; one is tested against the other.
 */
export interface OrderDays {
  /** days of the cycle; 0 = none is known */
  cycle: Uint32Array;
  /** the day she is due, a running number */
  dueOn: Int32Array;
  lastOrder: Uint32Array;
  unpaid: Uint32Array;
  /** second of the oldest unpaid order; 0 = none */
  unpaidSince: Uint32Array;
  /** ms: from then on an order that was still to come has come */
  goodUntil: number;
}

/** Days that the goods of an order last, by order id; 0 = no card says. null = there are no such cards at all. */
export type Supply = Float64Array | null;

const emptyDays = (room: number): OrderDays => ({
  cycle: new Uint32Array(room),
  dueOn: new Int32Array(room),
  lastOrder: new Uint32Array(room),
  unpaid: new Uint32Array(room),
  unpaidSince: new Uint32Array(room),
  goodUntil: Number.POSITIVE_INFINITY,
});

/** so many rows are done in a fraction of a stretch */
const piece = 50_000;

/**
 * @param only friends to be reckoned anew, 1 by friend id; the others stay as they are in `old`
 * @param now ms UTC
 */
export async function orderDays(
  rows: OrderRows,
  supply: Supply,
  now: number,
  breather: Breather,
  old: { days: OrderDays; only: Uint8Array } | null = null,
): Promise<OrderDays> {
  const room = rows.ever.count.length;
  const all = old ? copyOf(old.days, old.only) : emptyDays(room);
  const only = old?.only ?? null;
  await breather.breathe();
  const days = await boughtDays(rows, now, breather, only, all);
  for (let id = 1; id < room; id++) {
    if (id % 2048 === 0) await breather.breathe();
    const [from, to] = [days.from[id]!, days.from[id + 1]!];
    if (from === to) continue;
    const own = ownCycle(Array.from(days.day.subarray(from, to)));
    const lasts = supply?.[all.lastOrder[id]!] ?? 0;
    const cycle = blendedCycle(own, lasts > 0 ? lasts : null);
    if (cycle === null) continue;
    all.cycle[id] = cycle;
    all.dueOn[id] = days.day[to - 1]! + cycle;
  }
  return all;
}

function copyOf(days: OrderDays, only: Uint8Array): OrderDays {
  const copy = { ...days, goodUntil: Number.POSITIVE_INFINITY };
  for (const name of ['cycle', 'dueOn', 'lastOrder', 'unpaid', 'unpaidSince'] as const) {
    const column = (copy[name] = days[name].slice() as never) as Uint32Array;
    for (let id = 0; id < only.length; id++) if (only[id] === 1) column[id] = 0;
  }
  return copy;
}

/** The days on which friends bought, those of one friend together and as they came; what is unpaid goes into `all` on the way. */
async function boughtDays(
  rows: OrderRows,
  now: number,
  breather: Breather,
  only: Uint8Array | null,
  all: OrderDays,
): Promise<{ from: Uint32Array; day: Int32Array }> {
  const { id, friend, second, state } = rows;
  const room = rows.ever.count.length;
  const present = now / 1000;
  const places = only ? placesOf(rows, only) : null;
  await breather.breathe();
  const count = places ? places.length : friend.length;
  all.goodUntil = firstAfter(second, present) * 1000;
  const from = new Uint32Array(room + 1);
  for (let n = 0; n < count; n++) {
    if (n % piece === 0) await breather.breathe();
    const i = places ? places[n]! : n;
    if (second[i]! <= present && state[i] === bought) from[friend[i]! + 1]!++;
  }
  for (let at = 1; at <= room; at++) from[at]! += from[at - 1]!;
  const day = new Int32Array(from[room]!);
  const next = from.slice();
  const clock = new DayClock();
  for (let n = 0; n < count; n++) {
    if (n % piece === 0) await breather.breathe();
    const i = places ? places[n]! : n;
    const who = friend[i]!;
    if (state[i] === unpaid) {
      all.unpaid[who]!++;
      if (all.unpaidSince[who] === 0) all.unpaidSince[who] = second[i]!;
    }
    if (state[i] !== bought || second[i]! > present) continue;
    day[next[who]!++] = clock.dayOf(second[i]!);
    all.lastOrder[who] = id[i]!;
  }
  return { from, day };
}

/** Places of the orders of some friends, in order. */
function placesOf({ friend }: OrderRows, only: Uint8Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < friend.length; i++) if (only[friend[i]!] === 1) places.push(i);
  return places;
}

/** The first of ascending moments that lies after one; Infinity = none. */
function firstAfter(second: Uint32Array, moment: number): number {
  let i = second.length;
  while (i > 0 && second[i - 1]! > moment) i--;
  return i < second.length ? second[i]! : Number.POSITIVE_INFINITY;
}

/** Local days of moments that come in order. */
class DayClock {
  #day = 0;
  #until = Number.NEGATIVE_INFINITY;

  dayOf(second: number): number {
    if (second >= this.#until) {
      const on = localDay(second * 1000);
      this.#day = dayNumber(on);
      this.#until = startOfDay(on, 1) / 1000;
    }
    return this.#day;
  }
}

/** Who is meant by orders that changed: whose they were, and whose they are. */
export function friendsOfOrders(before: OrderRows, after: OrderRows, orderIds: ReadonlySet<number>): Uint8Array {
  const wanted = new Uint8Array(Math.max(...orderIds) + 1);
  for (const id of orderIds) wanted[id] = 1;
  const friends = new Uint8Array(Math.max(before.ever.count.length, after.ever.count.length));
  for (const { id, friend } of [before, after]) for (let i = 0; i < id.length; i++) if (wanted[id[i]!] === 1) friends[friend[i]!] = 1;
  return friends;
}
