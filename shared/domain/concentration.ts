/*
 * How much of the money comes from how few (domain-rules: 80/20).
 *
 * Worked example: ten buyers brought 100, 60, 10, 10, 5, 5, 4, 3, 2 and 1. The top fifth are two of them: 160 of 200, 80 %. The Lorenz
 * curve, poorest first, begins 0, 0.5 %, 1.5 %, 3 % …
 */

export interface LorenzPoint {
  /** share of buyers, the ones who bought least first, 0–1 */
  people: number;
  /** share of the money they brought, 0–1 */
  money: number;
}

/** How many of so many buyers are the top fifth: rounded up. */
export const fifthOf = (buyers: number): number => Math.ceil(buyers / 5);

/** What was brought, least first; who brought nothing is left out. */
const ascending = (money: ArrayLike<number>): Float64Array =>
  Float64Array.from(money)
    .filter((fen) => fen > 0)
    .sort();

/** Share of the money (0–1) that the top fifth of buyers brought. null = no money. */
export function topFifthShare(money: ArrayLike<number>): number | null {
  const sorted = ascending(money);
  const sum = (from: number) => sorted.subarray(from).reduce((all, fen) => all + fen, 0);
  return sorted.length === 0 ? null : sum(sorted.length - fifthOf(sorted.length)) / sum(0);
}

/** The Lorenz curve in at most `steps` + 1 points, from (0, 0) to (1, 1). Buyers without money are left out; none = []. */
export function lorenz(money: ArrayLike<number>, steps = 20): LorenzPoint[] {
  const sorted = ascending(money);
  if (sorted.length === 0) return [];
  const sums = new Float64Array(sorted.length + 1);
  for (const [i, fen] of sorted.entries()) sums[i + 1] = sums[i]! + fen;
  const parts = Math.min(steps, sorted.length);
  return Array.from({ length: parts + 1 }, (_, i) => {
    const people = Math.round((i * sorted.length) / parts);
    return { people: people / sorted.length, money: sums[people]! / sums[sorted.length]! };
  });
}
