import { ageBands, genders, incomeBands, ties } from '../../../shared/contracts/friends.ts';

/*
 * What rules ask beyond the index of friends, as columns by friend id (0 = none): small numbers, times in ms UTC, money in 分.
 * Read in the second worker, kept on the host.
 */

export interface Portrait {
  /** place in the contract's list + 1 */
  gender: Uint8Array;
  ageBand: Uint8Array;
  incomeBand: Uint8Array;
  tie: Uint8Array;
  /** birthdayCode */
  birthday: Uint16Array;
  levelSince: Float64Array;
  /** place in `sources` + 1 */
  source: Uint32Array;
  sources: string[];
  /** who has which interest: pairs of friend and place in `interests` */
  interestOf: Uint32Array;
  interest: Uint32Array;
  interests: string[];
}

export interface ChatFacts {
  firstChat: Float64Array;
  lastIn: Float64Array;
  lastOut: Float64Array;
  lastAsked: Float64Array;
  inCount: Uint32Array;
  outCount: Uint32Array;
  twoWayDays: Uint32Array;
  askedCount: Uint32Array;
}

/** Orders that were not cancelled, one row an order, by time. */
export interface OrderRows {
  id: Uint32Array;
  /** 0 = of nobody in the book */
  friend: Uint32Array;
  /** seconds since 1970, of whole minutes */
  second: Uint32Array;
  /** paid minus refunded */
  paidFen: Float64Array;
  /** bought, unpaid, refunded, or 0 = not known; + `oddMoney` where its money cannot be */
  state: Uint8Array;
  /** over all times, by friend id */
  ever: OrderSums & { first: Float64Array; last: Float64Array };
  /** counts the patches since everything was read */
  version: number;
  /** by friend id: the version in which an order of hers last came, went or changed. All versions share it. */
  changedIn: Uint32Array;
}

/** Sums of orders by friend id; `first` and `last` are ms UTC. */
export interface OrderSums {
  count: Float64Array;
  bought: Float64Array;
  unpaid: Float64Array;
  fen: Float64Array;
}

/** Things that reached a friend, or came from her, by time. */
export interface EventRows {
  friend: Uint32Array;
  second: Uint32Array;
  /** touches: kind × 2, + 1 when it went out */
  code: Uint8Array;
}

export const bought = 1;
export const unpaid = 2;
/** wholly given back */
export const refunded = 3;
const stateBits = 3;
export const oddMoney = 4;
/** Bought, even where its money cannot be. */
export const wasBought = (state: number): boolean => (state & stateBits) === bought;

/** One number for a birthday, 0 = none; two friends with the same number have the same day in the same calendar. */
export const birthdayCode = (lunar: boolean, month: number, day: number, leap: boolean): number =>
  (((lunar ? 1 : 0) * 13 + month) * 32 + day) * 2 + (leap ? 1 : 0);
export const birthdayCodes = birthdayCode(true, 12, 31, true) + 1;

export const portraitLists = { gender: genders, ageBand: ageBands, incomeBand: incomeBands, tie: ties } as const;

export const emptyPortrait = (size: number): Portrait => ({
  gender: new Uint8Array(size),
  ageBand: new Uint8Array(size),
  incomeBand: new Uint8Array(size),
  tie: new Uint8Array(size),
  birthday: new Uint16Array(size),
  levelSince: new Float64Array(size),
  source: new Uint32Array(size),
  sources: [],
  interestOf: new Uint32Array(),
  interest: new Uint32Array(),
  interests: [],
});

export const emptyChatFacts = (size: number): ChatFacts => ({
  firstChat: new Float64Array(size),
  lastIn: new Float64Array(size),
  lastOut: new Float64Array(size),
  lastAsked: new Float64Array(size),
  inCount: new Uint32Array(size),
  outCount: new Uint32Array(size),
  twoWayDays: new Uint32Array(size),
  askedCount: new Uint32Array(size),
});

/** Sums over the orders from a place on; whose money cannot be is an order, and neither bought nor unpaid nor money. @param room one more than the highest friend id */
export function sumOrders(
  rows: Pick<OrderRows, 'friend' | 'paidFen' | 'state'>,
  of: keyof OrderSums,
  from: number,
  room: number,
): Float64Array {
  const { friend, paidFen, state } = rows;
  const sums = new Float64Array(room);
  const wanted = of === 'bought' ? bought : unpaid;
  // loops of their own: one with a choice inside takes several times as long over a million
  if (of === 'count') for (let i = from; i < friend.length; i++) sums[friend[i]!]!++;
  else if (of === 'fen') for (let i = from; i < friend.length; i++) sums[friend[i]!]! += state[i]! < oddMoney ? paidFen[i]! : 0;
  else for (let i = from; i < friend.length; i++) if (state[i] === wanted) sums[friend[i]!]!++;
  return sums;
}

/** Place of the first event at or after a second; they stand by time. */
export function firstFrom(seconds: Uint32Array, from: number): number {
  let [low, high] = [0, seconds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (seconds[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** So many numbers are each looked for by themselves: that is native, and over a million ten times as fast as a look at each. */
const fewWanted = 8;

/** Where one of these numbers stands, ascending. */
export function placesWith(column: Uint32Array, wanted: readonly number[]): Uint32Array {
  const places: number[] = [];
  if (wanted.length <= fewWanted) {
    for (const one of wanted) for (let at = column.indexOf(one); at >= 0; at = column.indexOf(one, at + 1)) places.push(at);
    return Uint32Array.from(places).sort();
  }
  const most = wanted.reduce((high, one) => Math.max(high, one), 0);
  const isWanted = new Uint8Array(most + 1);
  for (const one of wanted) isWanted[one] = 1;
  for (let at = 0; at < column.length; at++) if (column[at]! <= most && isWanted[column[at]!] === 1) places.push(at);
  return Uint32Array.from(places);
}

/** Numbers one behind another, in arrays that grow. */
export class Rows {
  #friend = new Uint32Array(1024);
  #second = new Uint32Array(1024);
  #code = new Uint8Array(1024);
  #count = 0;

  add(friend: number, second: number, code: number): void {
    if (this.#count === this.#friend.length) this.#grow();
    this.#friend[this.#count] = friend;
    this.#second[this.#count] = second;
    this.#code[this.#count++] = code;
  }

  done(): EventRows {
    return {
      friend: this.#friend.slice(0, this.#count),
      second: this.#second.slice(0, this.#count),
      code: this.#code.slice(0, this.#count),
    };
  }

  #grow(): void {
    const wider = <T extends Uint32Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#friend = wider(new Uint32Array(this.#count * 2), this.#friend);
    this.#second = wider(new Uint32Array(this.#count * 2), this.#second);
    this.#code = wider(new Uint8Array(this.#count * 2), this.#code);
  }
}
