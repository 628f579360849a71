import type { Post } from '../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import { dayText } from '../../lib/format.ts';
import { addDays, dayAt } from './days.ts';

/** px of the board and of what lies on it, as calendar-board.css draws them, with the gap that follows */
const headHeight = 29;
const cellTopHeight = 26;
const twoLines = 38;
const oneLine = 24;
const moreLine = 26;

/** What fits into a day of the month. */
export interface MonthRoom {
  /** px under the number of the day */
  height: number;
  /** lines of one row each that fit, the last of them may be 「还有 N 条」; at least two */
  lines: number;
}

/** The room of each day on a board of `height` px that shows `weeks` weeks. */
export function monthRoom(height: number, weeks: number): MonthRoom {
  const room = Math.floor((height - headHeight) / weeks) - 1 - cellTopHeight;
  return { height: room, lines: Math.max(2, 1 + Math.floor((room - moreLine) / oneLine)) };
}

/** The days ('YYYY-MM-DD', local, from `fromOn` to `toOn`) whose things fit only when each has one line. */
export function tightDays(
  { posts, events }: { posts: readonly Post[]; events: readonly CalendarEvent[] },
  { fromOn, toOn }: { fromOn: string; toOn: string },
  room: MonthRoom,
): ReadonlySet<string> {
  const heights = new Map<string, number>();
  const add = (on: string, height: number) => heights.set(on, (heights.get(on) ?? 0) + height);
  for (const { scheduledAt } of posts) add(dayText(scheduledAt), twoLines);
  for (const own of events) {
    const last = own.toOn < toOn ? own.toOn : toOn;
    for (let on = own.fromOn > fromOn ? own.fromOn : fromOn; on <= last; on = dayText(addDays(dayAt(on), 1))) add(on, oneLine);
  }
  return new Set([...heights].filter(([, height]) => height > room.height).map(([on]) => on));
}
