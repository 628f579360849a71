/*
 * When friends write, by hour of the week in China (Monday 0:00 first, 168 cells), and the best hour to write to them
 * (domain rules, "Best hour").
 */

import { localZone, type ZoneOffset } from './wall-time.ts';

export const weekHours = 168;
/** Below this many messages a friend is told by the hours of all. */
export const ownHoursFrom = 20;
const priorWeight = 10;
const halfLifeMs = 60 * 86_400_000;
const chinaOffset = 8 * 3600;
/** 1970 began on a Thursday */
const hoursSinceMonday = 72;

/** Cell of a moment in unix seconds: 0 = Monday 0:00–0:59 in China. */
export function weekCell(second: number): number {
  return (Math.floor((second + chinaOffset) / 3600) + hoursSinceMonday) % weekHours;
}

/** Hour of the day in China at a moment, ms UTC. */
export const chinaHour = (at: number): number => weekCell(Math.floor(at / 1000)) % 24;

/** Whether the clock on the wall shows the time of China, so that its hours need no name. */
export const showsChinaTime = (at: number, zone: ZoneOffset = localZone): boolean => zone(at) === chinaOffset * 1000;

/** The first moment from `at` on (ms UTC) at which an hour of the day begins in China. */
export function nextChinaHour(at: number, hour: number): number {
  const hourMs = 3_600_000;
  const whole = Math.ceil(at / hourMs) * hourMs;
  return whole + ((hour - chinaHour(whole) + 24) % 24) * hourMs;
}

/** Of the moments at which an hour of the week (0–167) begins in China, the one nearest to `at` that is not before `from` (ms UTC). */
export function nearestWeekHour(cell: number, at: number, from: number): number {
  const hourMs = 3_600_000;
  const weekMs = weekHours * hourMs;
  const start = Math.floor(at / hourMs) * hourMs;
  const after = start + ((cell - weekCell(start / 1000) + weekHours) % weekHours) * hourMs;
  const nearest = after - at > at - (after - weekMs) ? after - weekMs : after;
  return nearest >= from ? nearest : nearest + Math.ceil((from - nearest) / weekMs) * weekMs;
}

/** What a message of moment `at` counts at moment `now` (ms UTC): 1 when new, half after 60 days; above 1 for later ones. */
export function hourWeight(at: number, now: number): number {
  return 2 ** ((at - now) / halfLifeMs);
}

/** Each hour spread over itself (half) and both its neighbours (a quarter each), so that it stays the peak; the week is a circle. The sum stays. */
export function smoothHours(cells: ArrayLike<number>): number[] {
  const at = (i: number) => cells[(i + weekHours) % weekHours]!;
  return Array.from({ length: weekHours }, (_, i) => (at(i - 1) + 2 * at(i) + at(i + 1)) / 4);
}

/**
 * Part of the week's messages expected in each hour: (n + α·P_prior) / (n_total + α), α = 10, both smoothed. `prior` null, or
 * empty: the cells by themselves. Adds up to 1; all zero when there is nothing to go by.
 */
export function hourShares(cells: ArrayLike<number>, prior: ArrayLike<number> | null): number[] {
  const own = smoothHours(cells);
  const total = sum(own);
  const others = prior ? smoothHours(prior) : [];
  const othersTotal = sum(others);
  if (othersTotal <= 0) return total <= 0 ? own.map(() => 0) : own.map((n) => n / total);
  return own.map((n, i) => (n + (priorWeight * others[i]!) / othersTotal) / (total + priorWeight));
}

export interface WeekHour {
  /** 0 = Monday … 6 = Sunday */
  weekday: number;
  hour: number;
  share: number;
}

/** The `count` hours with the greatest shares, best first, earlier ones before equal ones; none beside another; empty hours never. */
export function bestHours(shares: ArrayLike<number>, count: number): WeekHour[] {
  const order = Array.from({ length: weekHours }, (_, i) => i).sort((a, b) => shares[b]! - shares[a]! || a - b);
  const chosen: number[] = [];
  for (const cell of order) {
    if (chosen.length === count || shares[cell]! <= 0) break;
    const near = chosen.some((other) => Math.min(Math.abs(other - cell), weekHours - Math.abs(other - cell)) <= 1);
    if (!near) chosen.push(cell);
  }
  return chosen.map((cell) => ({ weekday: Math.floor(cell / 24), hour: cell % 24, share: shares[cell]! }));
}

const sum = (values: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
};
