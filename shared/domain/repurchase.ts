/*
 * When a customer will buy again (domain-rules: Repurchase). Days are running numbers (dayNumber).
 *
 * Worked example. Orders on day 0, 30, 70 and 71: gaps 30, 40 and 1, the median is 30. The last one was 2 boxes of which each lasts
 * 20 days: supply for 40. Blended: (30 + 40) / 2 = 35, so she is due on day 106: told from day 99 on (7 before), again from 103 (3
 * before), due from 106, late from 113 (7 after).
 */

/** From so many days with an order on a rhythm is one. */
export const fewestOrders = 3;

/** Middle value; of an even number the mean of the two in the middle. @returns NaN for none */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Median gap in days between the days somebody ordered on; several orders of one day are one. null = fewer than fewestOrders. */
export function ownCycle(days: readonly number[]): number | null {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  if (sorted.length < fewestOrders) return null;
  return median(sorted.slice(1).map((day, i) => day - sorted[i]!));
}

export interface SupplyLine {
  /** days that one lasts; null = the card does not say */
  unitDays: number | null;
  /** days until it is bought again, however many; null = the card does not say */
  cycleDays: number | null;
  /** null = not told: one */
  quantity: number | null;
}

/** Days until the first of the goods runs out; null = no card says. */
export function supplyDays(lines: readonly SupplyLine[]): number | null {
  const days = lines.flatMap(({ unitDays, cycleDays, quantity }) => {
    if (unitDays !== null) return [unitDays * (quantity ?? 1)];
    return cycleDays === null ? [] : [cycleDays];
  });
  return days.length === 0 ? null : Math.min(...days);
}

/** The cycle to reckon with, whole days, at least 1: the mean of both where both are known. null = neither is. */
export function blendedCycle(own: number | null, supply: number | null): number | null {
  const known = [own, supply].filter((value) => value !== null);
  if (known.length === 0) return null;
  return Math.max(1, Math.round(known.reduce((sum, value) => sum + value, 0) / known.length));
}

/** soon7 = 7 to 4 days before, soon3 = 3 to 1 before, due = that day and 6 more, late = from 7 days after on. */
export const repurchaseSteps = ['soon7', 'soon3', 'due', 'late'] as const;
export type RepurchaseStep = (typeof repurchaseSteps)[number];

/**
 * Where somebody stands `past` days after the day she was due (negative: before it). null = not yet; `lost` = a whole cycle (and at
 * least 30 days) has gone by since: that is a rhythm lost, not an order due.
 */
export function repurchaseStep(past: number, cycleDays: number): RepurchaseStep | 'lost' | null {
  if (past < -7) return null;
  if (past < -3) return 'soon7';
  if (past < 0) return 'soon3';
  if (past < 7) return 'due';
  return past > Math.max(30, cycleDays) ? 'lost' : 'late';
}
