/** Seeded random numbers: the same seed gives the same demo data on every machine. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** whole number from `low` to `high`, both included */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** `count` different items, in the order of the list */
  some<T>(items: readonly T[], count: number): T[];
  /** place in `weights`, as often as its weight says */
  weighted(weights: readonly number[]): number;
}

/** mulberry32 by Tommy Ettinger (public domain): 32 bits of state are plenty for data to look at. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)]!,
    some(items, count) {
      const left = items.map((_, place) => place);
      const chosen = Array.from({ length: Math.min(count, left.length) }, () => left.splice(int(0, left.length - 1), 1)[0]!);
      return chosen.sort((a, b) => a - b).map((place) => items[place]!);
    },
    weighted(weights) {
      let rest = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (const [place, weight] of weights.entries()) if ((rest -= weight) < 0) return place;
      return weights.length - 1;
    },
  };
}
