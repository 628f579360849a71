import { bought, firstFrom, type OrderRows, type OrderSums, oddMoney, placesWith, sumOrders, unpaid } from './fact-columns.ts';

/** One order as the columns hold it. */
export interface OrderFact {
  id: number;
  friend: number;
  second: number;
  paidFen: number;
  state: number;
}

/** Columns without what follows from them. */
export type BareOrders = Pick<OrderRows, keyof OrderFact>;

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
  return {
    ...rows,
    ever: { ...ever, count: sum('count'), bought: sum('bought'), unpaid: sum('unpaid'), fen: sum('fen') },
    version: 0,
    changedIn: new Uint32Array(room),
  };
}

/** The rows before a second: what is still to come has not happened. */
export function upTo(rows: OrderRows, second: number): OrderRows {
  const end = firstFrom(rows.second, second);
  if (end === rows.second.length) return rows;
  const { id, friend, second: seconds, paidFen, state, ever } = rows;
  const cut = { id, friend, second: seconds, paidFen, state };
  const before = Object.fromEntries(Object.entries(cut).map(([name, column]) => [name, column.subarray(0, end)])) as unknown as BareOrders;
  return withSums(before, ever.count.length);
}

/**
 * The rows with some orders read again: `changed` names those that are out of date, `fresh` holds what stands of them now, in any order.
 * The old rows stay as they are.
 */
export function patched(rows: OrderRows, changed: ReadonlySet<number>, fresh: readonly OrderFact[]): OrderRows {
  const going = [...placesWith(rows.id, [...changed])];
  const touched = new Set([...going.map((at) => rows.friend[at]!), ...fresh.map(({ friend }) => friend)]);
  const next = inPlace(rows, going, fresh) ?? moved(rows, going, fresh);
  const version = rows.version + 1;
  for (const friend of touched) rows.changedIn[friend] = version;
  return { ...next, ever: sumsAgain(rows, next, [...touched]), version, changedIn: rows.changedIn };
}

/**
 * Where each order stands where it stood, as behind a payment or a refund: only its money and state are others. What is shared with the old
 * rows need not be collected later: of a million orders it is twice as much as what is copied.
 * @returns null when one came, went, moved or is somebody else's
 */
function inPlace(rows: OrderRows, going: readonly number[], fresh: readonly OrderFact[]): BareOrders | null {
  const places = new Map(going.map((at) => [rows.id[at]!, at]));
  const stays = ({ id, friend, second }: OrderFact) => {
    const at = places.get(id);
    return at !== undefined && rows.friend[at] === friend && rows.second[at] === second;
  };
  if (fresh.length !== going.length || !fresh.every(stays)) return null;
  const { id, friend, second } = rows;
  const next = { id, friend, second, paidFen: rows.paidFen.slice(), state: rows.state.slice() };
  for (const order of fresh) put(next, places.get(order.id)!, order);
  return next;
}

/** What lies between the changed ones is moved as a whole: one by one a million take ten times as long. */
function moved(rows: OrderRows, going: readonly number[], fresh: readonly OrderFact[]): BareOrders {
  const coming = [...fresh].sort((a, b) => a.second - b.second || a.id - b.id);
  const next = emptyOrders(rows.id.length - going.length + coming.length);
  // behind those of the same second; at one place the coming ones are before the one that goes
  const steps = [
    ...coming.map((order) => ({ at: firstFrom(rows.second, order.second + 1), order })),
    ...going.map((at) => ({ at, order: null })),
  ].sort((a, b) => a.at - b.at);
  let [from, to] = [0, 0];
  const moveUpTo = (end: number) => {
    next.id.set(rows.id.subarray(from, end), to);
    next.friend.set(rows.friend.subarray(from, end), to);
    next.second.set(rows.second.subarray(from, end), to);
    next.paidFen.set(rows.paidFen.subarray(from, end), to);
    next.state.set(rows.state.subarray(from, end), to);
    to += end - from;
    from = end;
  };
  for (const { at, order } of steps) {
    moveUpTo(at);
    if (order === null) from++;
    else put(next, to++, order);
  }
  moveUpTo(rows.id.length);
  return next;
}

function put(rows: BareOrders, at: number, { id, friend, second, paidFen, state }: OrderFact): void {
  rows.id[at] = id;
  rows.friend[at] = friend;
  rows.second[at] = second;
  rows.paidFen[at] = paidFen;
  rows.state[at] = state;
}

/** The sums over all times, reckoned anew for some friends. */
function sumsAgain({ ever }: OrderRows, rows: BareOrders, friends: readonly number[]): OrderRows['ever'] {
  const slots = new Map(friends.map((friend, slot) => [friend, slot]));
  const none = () => new Float64Array(friends.length);
  const sums: OrderRows['ever'] = { count: none(), bought: none(), unpaid: none(), fen: none(), first: none(), last: none() };
  for (const at of placesWith(rows.friend, friends)) {
    const slot = slots.get(rows.friend[at]!)!;
    const state = rows.state[at]!;
    sums.count[slot]!++;
    if (state === bought) sums.bought[slot]!++;
    if (state === unpaid) sums.unpaid[slot]!++;
    if (state < oddMoney) sums.fen[slot]! += rows.paidFen[at]!;
    sums.last[slot] = rows.second[at]! * 1000;
    if (sums.first[slot] === 0) sums.first[slot] = sums.last[slot]!;
  }
  return overlaid(ever, friends, sums);
}

/**
 * Columns by friend id with other values for some friends: `own` holds them in the order of `ids`. A column in which none differs is the
 * same as before: copies behind each order are garbage that the host's thread has to collect.
 */
export function overlaid<C extends Record<keyof C, Uint32Array | Float64Array>>(columns: C, ids: readonly number[], own: C): C {
  const next = { ...columns };
  for (const name of Object.keys(columns) as (keyof C)[]) {
    const [old, values] = [columns[name], own[name]];
    if (ids.every((id, slot) => old[id] === values[slot])) continue;
    const column = old.slice();
    ids.forEach((id, slot) => {
      column[id] = values[slot]!;
    });
    next[name] = column as C[keyof C];
  }
  return next;
}
