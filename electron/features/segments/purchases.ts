import { bought, type OrderRows, refunded, wasBought } from './fact-columns.ts';

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
  odd: number;
  /** ms: from then on an order that was still to come has come */
  goodUntil: number;
}

/** Whether an order of the columns was really bought by a moment (ms): paid for, some of the money stayed, and it can be as it stands. */
export const isPurchase = ({ state, paidFen, second }: OrderRows, at: number, now: number): boolean =>
  state[at] === bought && paidFen[at]! > 0 && second[at]! <= now / 1000;

interface PurchaseRules {
  /** first moment of the window, and the present one, ms */
  from: number;
  now: number;
  /** one more than the highest friend id that matters */
  room: number;
  /** by order id: 1 = of nothing but goods to bring people in or to try */
  leadOrders: Uint8Array;
}

export function purchasesOf(rows: OrderRows, { from, now, room, leadOrders }: PurchaseRules): Purchases {
  const size = Math.max(room, rows.ever.count.length);
  const all: Purchases = {
    count: new Uint32Array(size),
    fen: new Float64Array(size),
    ever: new Uint32Array(size),
    last: new Float64Array(size),
    refunds: new Uint32Array(size),
    lead: new Uint32Array(size),
    odd: 0,
    goodUntil: Number.POSITIVE_INFINITY,
  };
  const { id: order, friend, second, paidFen, state } = rows;
  const [since, present] = [from / 1000, now / 1000];
  for (let i = 0; i < friend.length; i++) {
    const what = state[i]!;
    if (what !== bought) {
      if (wasBought(what)) all.odd++;
      else if (what === refunded) all.refunds[friend[i]!]!++;
      continue;
    }
    const at = second[i]!;
    if (at > present) {
      all.odd++;
      all.goodUntil = Math.min(all.goodUntil, at * 1000);
      continue;
    }
    const id = friend[i]!;
    const fen = paidFen[i]!;
    if (fen <= 0) continue;
    all.ever[id]!++;
    all.last[id] = at;
    if (leadOrders[order[i]!] === 1) all.lead[id]!++;
    if (at < since) continue;
    all.count[id]!++;
    all.fen[id]! += fen;
  }
  return all;
}
