import type { Breather } from '../../platform/jobs/breather.ts';
import { bought, firstFrom, type OrderRows, placesWith, refunded, wasBought } from './fact-columns.ts';
import { overlaid } from './order-rows.ts';

/** What friends really bought, by id (0 = nobody in the book): paid orders of which money stayed, that can be as they stand. */
export interface Purchases {
  /** purchases in the window, and 分 paid minus refunded */
  count: Uint32Array;
  fen: Float64Array;
  /** purchases over all times */
  ever: Uint32Array;
  /** second of the last one; 0 = none */
  last: Float64Array;
  /** orders that were wholly given back, over all times */
  refunds: Uint32Array;
  /** purchases over all times that were of nothing but goods to bring people in or to try */
  lead: Uint32Array;
  /** orders left out because their money cannot be, or their day is still to come */
  odd: Uint32Array;
  /** ms: from then on an order that was still to come has come */
  goodUntil: number;
}

/** Whether an order of the columns was really bought by a moment (ms): paid for, some of the money stayed, and it can be as it stands. */
export const isPurchase = ({ state, paidFen, second }: OrderRows, at: number, now: number): boolean =>
  state[at] === bought && paidFen[at]! > 0 && second[at]! <= now / 1000;

type Sums = Omit<Purchases, 'goodUntil'>;

interface PurchaseRules {
  /** first moment of the window, and the present one, ms */
  from: number;
  now: number;
  /** one more than the highest friend id that matters */
  room: number;
  /** by order id: 1 = of nothing but goods to bring people in or to try */
  leadOrders: Uint8Array;
}

/** Rows that are summed up in a fraction of a stretch. */
const piece = 1 << 16;

/**
 * Purchases that follow the orders: behind a change only the orders of the friends it was about are summed up again. Everything is
 * reckoned anew where the orders were read anew, the window moved or goods changed what they are.
 */
export class PurchaseKeeper {
  #last: { rows: Pick<OrderRows, 'version' | 'changedIn'>; rules: PurchaseRules; purchases: Purchases } | null = null;

  async over(rows: OrderRows, rules: PurchaseRules, breather: Breather): Promise<Purchases> {
    const size = Math.max(rules.room, rows.ever.count.length);
    const stale = this.#staleIn(rows, rules, size);
    const sums = stale === null ? await sumsOfAll(rows, rules, size, breather) : sumsAgain(this.#last!.purchases, rows, rules, stale);
    const purchases = { ...sums, goodUntil: nextToCome(rows, rules.now) };
    this.#last = { rows: { version: rows.version, changedIn: rows.changedIn }, rules, purchases };
    return purchases;
  }

  /** Ids of the friends whose sums may be others now; null = anybody's. */
  #staleIn(rows: OrderRows, { from, now, leadOrders }: PurchaseRules, size: number): number[] | null {
    const last = this.#last;
    const isSame = last?.rows.changedIn === rows.changedIn && last.rows.version <= rows.version && last.rules.leadOrders === leadOrders;
    if (!last || !isSame || last.rules.from !== from || last.rules.now > now || last.purchases.count.length !== size) return null;
    const stale = new Set<number>();
    for (let id = 0; id < rows.changedIn.length; id++) if (rows.changedIn[id]! > last.rows.version) stale.add(id);
    // orders that were still to come have come
    for (let at = afterMoment(rows, last.rules.now); at < afterMoment(rows, now); at++) stale.add(rows.friend[at]!);
    return [...stale];
  }
}

const emptySums = (size: number): Sums => ({
  count: new Uint32Array(size),
  fen: new Float64Array(size),
  ever: new Uint32Array(size),
  last: new Float64Array(size),
  refunds: new Uint32Array(size),
  lead: new Uint32Array(size),
  odd: new Uint32Array(size),
});

async function sumsOfAll(rows: OrderRows, rules: PurchaseRules, size: number, breather: Breather): Promise<Sums> {
  const sums = emptySums(size);
  for (let at = 0; at < rows.friend.length; at++) {
    if (at % piece === 0) await breather.breathe();
    addUp(rows, at, rules, sums, rows.friend[at]!);
  }
  return sums;
}

/** The sums with those of some friends reckoned anew. */
function sumsAgain({ goodUntil: _, ...sums }: Purchases, rows: OrderRows, rules: PurchaseRules, stale: readonly number[]): Sums {
  const own = emptySums(stale.length);
  const slots = new Map(stale.map((id, slot) => [id, slot]));
  for (const at of placesWith(rows.friend, stale)) addUp(rows, at, rules, own, slots.get(rows.friend[at]!)!);
  return overlaid<Sums>(sums, stale, own);
}

/** Place of the first order behind a moment, ms. */
const afterMoment = ({ second }: OrderRows, now: number): number => firstFrom(second, Math.floor(now / 1000) + 1);

/** When the next order that is still to come comes, ms. */
function nextToCome(rows: OrderRows, now: number): number {
  const at = rows.state.indexOf(bought, afterMoment(rows, now));
  return at < 0 ? Number.POSITIVE_INFINITY : rows.second[at]! * 1000;
}

/** Adds a row to the sums of its friend, who stands there at `id`; rows are added by time. */
function addUp(rows: OrderRows, at: number, { from, now, leadOrders }: PurchaseRules, sums: Sums, id: number): void {
  const what = rows.state[at]!;
  const second = rows.second[at]!;
  if (what !== bought) {
    if (wasBought(what)) sums.odd[id]!++;
    else if (what === refunded) sums.refunds[id]!++;
    return;
  }
  if (second * 1000 > now) {
    sums.odd[id]!++;
    return;
  }
  const fen = rows.paidFen[at]!;
  if (fen <= 0) return;
  sums.ever[id]!++;
  sums.last[id] = second;
  if (leadOrders[rows.id[at]!] === 1) sums.lead[id]!++;
  if (second * 1000 < from) return;
  sums.count[id]!++;
  sums.fen[id]! += fen;
}
