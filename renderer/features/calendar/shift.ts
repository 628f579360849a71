import type { Post } from '../../../shared/contracts/calendar.ts';
import { dayNamed, dayNumber, wallClock, wallTime } from '../../../shared/domain/wall-time.ts';

/** How far something moves on the wall: days, and minutes within the day. */
export interface Shift {
  days: number;
  minutes: number;
}

/** From one moment to another, as the wall shows it. */
export function shiftBetween(from: number, to: number): Shift {
  const [before, after] = [wallClock(from), wallClock(to)];
  return { days: dayNumber(after.on) - dayNumber(before.on), minutes: after.minute - before.minute };
}

/** A moment shifted: the day always, the time as far as the day reaches. */
export function shifted(at: number, { days, minutes }: Shift): number {
  const { on, minute } = wallClock(at);
  return wallTime(dayNamed(dayNumber(on) + days), Math.min(1435, Math.max(0, minute + minutes)));
}

/** Where each of these posts goes. */
export const placesAfter = (posts: readonly Post[], shift: Shift) =>
  posts.map(({ id, scheduledAt }) => ({ id, scheduledAt: shifted(scheduledAt, shift) }));
