/*
 * How much of the money comes from how few (domain-rules: 80/20).
 *
 * Worked example: ten buyers brought 100, 60, 10, 10, 5, 5, 4, 3, 2 and 1. The top fifth are two of them: 160 of 200, 80 %. The Lorenz
 * curve, poorest first, begins 0, 0.5 %, 1.5 %, 3 % …
 */

import { settledAt } from './in-order.ts';

export interface LorenzPoint {
  /** share of buyers, the ones who bought least first, 0–1 */
  people: number;
  /** share of the money they brought, 0–1 */
  money: number;
}

/** How many of so many buyers are the top fifth: rounded up. */
export const fifthOf = (buyers: number): number => Math.ceil(buyers / 5);

/** Who brought nothing is left out. */
function brought(money: ArrayLike<number>): Float64Array {
  const all = new Float64Array(money.length);
  let count = 0;
  for (let i = 0; i < money.length; i++) if (money[i]! > 0) all[count++] = money[i]!;
  return all.subarray(0, count);
}

export interface Concentration {
  /** share of the money (0–1) that the top fifth of buyers brought; null = no money */
  topShare: number | null;
  /** in at most `steps` + 1 points, from (0, 0) to (1, 1); no money = [] */
  lorenz: LorenzPoint[];
}

/** How the money lies among who brought it; buyers without money are left out. */
export function concentrationOf(money: ArrayLike<number>, steps = 20): Concentration {
  const all = brought(money);
  if (all.length === 0) return { topShare: null, lorenz: [] };
  const parts = Math.min(steps, all.length);
  const curve = Array.from({ length: parts + 1 }, (_, i) => Math.round((i * all.length) / parts));
  const others = all.length - fifthOf(all.length);
  const settled = settledAt(all, [...curve.slice(0, -1), others]);
  const upTo = new Map<number, number>();
  let [sum, at] = [0, 0];
  for (const place of [...new Set([...curve, others])].sort((a, b) => a - b)) {
    while (at < place) sum += settled[at++]!;
    upTo.set(place, sum);
  }
  return {
    topShare: (sum - upTo.get(others)!) / sum,
    lorenz: curve.map((place) => ({ people: place / all.length, money: upTo.get(place)! / sum })),
  };
}
