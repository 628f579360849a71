import { type OrderRows, type OrderSums, sumOrders, wasBought, wasUnpaid } from './fact-columns.ts';

/** One order as the columns hold it. */
export interface OrderFact {
  id: number;
  friend: number;
  second: number;
  paidFen: number;
  state: number;
}

/** Columns without their sums. */
export type BareOrders = Omit<OrderRows, 'ever'>;

export const emptyOrders = (count: number): BareOrders => ({
  id: new Uint32Array(count),
  friend: new Uint32Array(count),
  second: new Uint32Array(count),
  paidFen: new Float64Array(count),
  state: new Uint8Array(count),
});

/** The rows, which stand by time, with their sums over all times. @param room one more than the highest friend id */
export function withSums(rows: BareOrders, room: number): OrderRows {
  const ever = { first: new Float64Array(room), last: new Float64Array(room) };
  for (let i = 0; i < rows.friend.length; i++) {
    const id = rows.friend[i]!;
    ever.last[id] = rows.second[i]! * 1000;
    if (ever.first[id] === 0) ever.first[id] = ever.last[id]!;
  }
  const sum = (of: keyof OrderSums) => sumOrders(rows, of, 0, room);
  return { ...rows, ever: { ...ever, count: sum('count'), bought: sum('bought'), unpaid: sum('unpaid'), fen: sum('fen') } };
}

/**
 * The rows with some orders read again: `changed` names those that are out of date, `fresh` holds what stands of them now, in any order.
 * The old rows stay as they are.
 */
export function patched(rows: OrderRows, changed: ReadonlySet<number>, fresh: readonly OrderFact[]): OrderRows {
  const coming = [...fresh].sort((a, b) => a.second - b.second || a.id - b.id);
  const marked = new Uint8Array(Math.max(...changed) + 1);
  for (const id of changed) marked[id] = 1;
  const { length } = rows.id;
  let kept = 0;
  for (let i = 0; i < length; i++) if (marked[rows.id[i]!] !== 1) kept++;
  const next = emptyOrders(kept + coming.length);
  const touched = new Set(coming.map(({ friend }) => friend));
  let to = 0;
  let at = 0;
  const put = ({ id, friend, second, paidFen, state }: OrderFact) => {
    next.id[to] = id;
    next.friend[to] = friend;
    next.second[to] = second;
    next.paidFen[to] = paidFen;
    next.state[to++] = state;
  };
  for (let i = 0; i < length; i++) {
    if (marked[rows.id[i]!] === 1) {
      touched.add(rows.friend[i]!);
      continue;
    }
    while (at < coming.length && coming[at]!.second < rows.second[i]!) put(coming[at++]!);
    next.id[to] = rows.id[i]!;
    next.friend[to] = rows.friend[i]!;
    next.second[to] = rows.second[i]!;
    next.paidFen[to] = rows.paidFen[i]!;
    next.state[to++] = rows.state[i]!;
  }
  while (at < coming.length) put(coming[at++]!);
  return { ...next, ever: sumsAgain(rows, next, touched) };
}

/** The sums over all times, reckoned anew for some friends. */
function sumsAgain({ ever }: OrderRows, rows: BareOrders, touched: ReadonlySet<number>): OrderRows['ever'] {
  const sums = {
    count: ever.count.slice(),
    bought: ever.bought.slice(),
    unpaid: ever.unpaid.slice(),
    fen: ever.fen.slice(),
    first: ever.first.slice(),
    last: ever.last.slice(),
  };
  const isTouched = new Uint8Array(ever.count.length);
  for (const friend of touched) {
    isTouched[friend] = 1;
    for (const column of Object.values(sums)) column[friend] = 0;
  }
  for (let i = 0; i < rows.friend.length; i++) {
    const friend = rows.friend[i]!;
    if (isTouched[friend] !== 1) continue;
    const state = rows.state[i]!;
    sums.count[friend]!++;
    if (wasBought(state)) sums.bought[friend]!++;
    if (wasUnpaid(state)) sums.unpaid[friend]!++;
    sums.fen[friend]! += rows.paidFen[i]!;
    sums.last[friend] = rows.second[i]! * 1000;
    if (sums.first[friend] === 0) sums.first[friend] = sums.last[friend]!;
  }
  return sums;
}
