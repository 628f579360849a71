import type { SendItemRow } from '../../../shared/contracts/sending.ts';
import { nextChinaHour, weekCell, weekHours } from '../../../shared/domain/active-hours.ts';
import { afterQuiet, dayStart, type GuardSettings, isQuiet } from '../../../shared/domain/fatigue.ts';
import { localDay, wallTime } from '../../../shared/domain/wall-time.ts';

export type QueueOrder = 'list' | 'hour';

/** Hours from now until her best hour comes; the hour before and after it are as good. Unknown = behind everybody. */
function hoursUntil(bestCell: number | null, nowCell: number): number {
  if (bestCell === null) return weekHours;
  const ahead = (bestCell - nowCell + weekHours) % weekHours;
  return ahead <= 1 || ahead === weekHours - 1 ? 0 : ahead;
}

/** The friends of a queue in the order they are gone through; `now` ms UTC. */
export function inOrder(items: readonly SendItemRow[], order: QueueOrder, now: number): SendItemRow[] {
  if (order === 'list') return [...items];
  const cell = weekCell(Math.floor(now / 1000));
  return [...items].sort((a, b) => hoursUntil(a.bestCell, cell) - hoursUntil(b.bestCell, cell) || a.place - b.place);
}

/** The next friend who may be written to, behind `after` and then from the beginning; null = nobody just now. */
export function nextReady(items: readonly SendItemRow[], after: number | null): SendItemRow | null {
  const at = items.findIndex(({ id }) => id === after);
  const round = [...items.slice(at + 1), ...items.slice(0, Math.max(0, at))];
  return round.find(({ state, wait }) => state === 'waiting' && wait === null) ?? null;
}

type Quiet = GuardSettings['quiet'];
const dayMs = 86_400_000;

/** Tonight at eight by the clock on the wall, unless it is that late already or quiet then; ms UTC. */
export function tonight(now: number, quiet: Quiet): number | null {
  const at = wallTime(localDay(now), 20 * 60);
  return at > now && !isQuiet(at, { quiet }) ? at : null;
}

/**
 * The first moment from tomorrow on at which the hour comes in which she writes most (an hour of China), put off to the end of the quiet
 * hours; where her hour is not known, ten in the morning by the clock on the wall. ms UTC
 */
export function tomorrowBest(now: number, bestCell: number | null, quiet: Quiet): number {
  if (bestCell === null) return afterQuiet(wallTime(localDay(now, 1), 10 * 60), { quiet });
  const tomorrow = dayStart(now, 1);
  // her hour of tonight may be put off until tomorrow morning
  let at = nextChinaHour(tomorrow - dayMs, bestCell % 24);
  while (afterQuiet(at, { quiet }) < tomorrow) at += dayMs;
  return afterQuiet(at, { quiet });
}
