import type { SendItemRow } from '../../../shared/contracts/sending.ts';
import { weekCell, weekHours } from '../../../shared/domain/active-hours.ts';

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

/** Tonight at eight, unless it is that late already; ms UTC. */
export function tonight(now: number): number | null {
  const at = new Date(now).setHours(20, 0, 0, 0);
  return at > now ? at : null;
}

/** Tomorrow at the hour in which she writes most, else at ten; ms UTC. */
export function tomorrowBest(now: number, bestCell: number | null): number {
  const date = new Date(now);
  date.setDate(date.getDate() + 1);
  return date.setHours(bestCell === null ? 10 : bestCell % 24, 0, 0, 0);
}
