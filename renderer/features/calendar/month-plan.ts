import type { Post } from '../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import { dayText } from '../../lib/format.ts';
import { addDays } from './days.ts';

/** px of the board and of what lies on it, as month-board.css draws them, with the gap that follows */
const headHeight = 28;
const cellTopHeight = 26;
const twoLines = 38;
export const oneLine = 24;
const moreLine = 26;

/** How wide the board is: a seventh of it is what a day has. */
export type BoardWidth = 'tiny' | 'small' | 'medium' | 'large' | 'huge';

const widths = [
  ['tiny', 560],
  ['small', 870],
  ['medium', 1110],
  ['large', 1740],
] as const;

/** What a board has room for. */
export interface BoardSize {
  /** px */
  height: number;
  width: BoardWidth;
  /** px that it is wide for each day */
  dayWidth: number;
}

/** What a board of `width` px has room for. */
export const boardWidth = (width: number): BoardWidth => widths.find(([, below]) => width < below)?.[0] ?? 'huge';

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

/** A day of her own as it lies over one or more days of a week. */
export interface MonthBar {
  own: CalendarEvent;
  /** 0 = right under the number of the day */
  line: number;
  /** days it covers, from the day that has it on */
  days: number;
}

/** What is drawn on a day of the month, and what else it has. */
export interface MonthDay {
  /** 'YYYY-MM-DD', local */
  on: string;
  /** ms, its local midnight */
  at: number;
  /** each thing has one line; else posts have two */
  tight: boolean;
  /** those that begin here, or in this week */
  bars: readonly MonthBar[];
  /** `gap`: lines that bars take above it */
  posts: readonly { post: Post; gap: number }[];
  /** of its posts and days of her own, those that are not drawn; they are behind 「还有 N 条」, `moreGap` lines below the last post */
  hidden: number;
  moreGap: number;
  /** everything that the day has */
  all: { posts: readonly Post[]; own: readonly CalendarEvent[] };
}

/** A bar of a week: columns from 0, both included. */
interface WeekBar {
  own: CalendarEvent;
  first: number;
  last: number;
  line: number;
}

/** Where the posts of a day go; lines from `limit` on are behind 「还有 N 条」. */
interface DayLines {
  tight: boolean;
  limit: number;
  lines: readonly number[];
}

/** Longer before shorter, so that what began earlier stays on top through its weeks. */
const byBegin = (a: CalendarEvent, b: CalendarEvent) =>
  a.fromOn.localeCompare(b.fromOn) || b.toOn.localeCompare(a.toOn) || a.title.localeCompare(b.title) || a.id - b.id;

/** Each bar in the highest line that is free on all its days of the week. */
function layBars(week: readonly string[], own: readonly CalendarEvent[]): WeekBar[] {
  const [monday, sunday] = [week[0] as string, week[week.length - 1] as string];
  const bars: WeekBar[] = [];
  for (const one of own) {
    if (one.toOn < monday || one.fromOn > sunday) continue;
    const first = Math.max(0, week.indexOf(one.fromOn));
    const last = one.toOn > sunday ? week.length - 1 : week.indexOf(one.toOn);
    const beside = bars.filter((bar) => bar.first <= last && bar.last >= first).map(({ line }) => line);
    let line = 0;
    while (beside.includes(line)) line += 1;
    bars.push({ own: one, first, last, line });
  }
  return bars;
}

/** Two lines each under the bars where that fits; else one line each in what the bars leave free. */
function layPosts(many: number, taken: ReadonlySet<number>, room: MonthRoom): DayLines {
  const under = taken.size === 0 ? 0 : Math.max(...taken) + 1;
  if (under * oneLine + many * twoLines <= room.height)
    return { tight: false, limit: Number.POSITIVE_INFINITY, lines: Array.from({ length: many }, (_, n) => under + n) };
  const lines: number[] = [];
  for (let line = 0; lines.length < many; line += 1) if (!taken.has(line)) lines.push(line);
  const needed = Math.max(under, (lines.at(-1) ?? -1) + 1);
  return { tight: true, limit: needed > room.lines ? room.lines - 1 : Number.POSITIVE_INFINITY, lines };
}

/** The parts of a bar on days that draw it. */
function barParts(bar: WeekBar, days: readonly DayLines[]): { first: number; days: number }[] {
  const parts: { first: number; days: number }[] = [];
  for (let column = bar.first; column <= bar.last; column += 1) {
    if (bar.line >= (days[column] as DayLines).limit) continue;
    const part = parts.at(-1);
    if (part && part.first + part.days === column) part.days += 1;
    else parts.push({ first: column, days: 1 });
  }
  return parts;
}

function planWeek(
  week: readonly { on: string; at: number; posts: readonly Post[] }[],
  own: readonly CalendarEvent[],
  room: MonthRoom,
): MonthDay[] {
  const laid = layBars(
    week.map(({ on }) => on),
    own,
  );
  const barsOf = (column: number) => laid.filter(({ first, last }) => first <= column && column <= last);
  const lines = week.map(({ posts }, column) => layPosts(posts.length, new Set(barsOf(column).map(({ line }) => line)), room));
  const parts = laid.flatMap((bar) => barParts(bar, lines).map((part) => ({ ...part, bar })));
  return week.map(({ on, at, posts }, column) => {
    const [bars, places] = [barsOf(column), lines[column] as DayLines];
    let next = 0;
    const drawn = posts.slice(0, places.lines.filter((line) => line < places.limit).length).map((post, n) => {
      const line = places.lines[n] as number;
      const gap = line - next;
      next = line + 1;
      return { post, gap };
    });
    return {
      ...{ on, at, tight: places.tight, posts: drawn },
      bars: parts.filter(({ first }) => first === column).map(({ bar, days }) => ({ own: bar.own, line: bar.line, days })),
      hidden: posts.length - drawn.length + bars.filter(({ line }) => line >= places.limit).length,
      moreGap: Number.isFinite(places.limit) ? places.limit - next : 0,
      all: { posts, own: bars.map(({ own: one }) => one) },
    };
  });
}

/**
 * What is drawn on each day from `fromAt` to before `toAt` (ms, midnights of Mondays), in weeks; `posts` by time. The lines are reckoned, not measured:
 * drawing first what could fit and looking how high it came out makes a full month slow.
 */
export function planMonth(
  { posts, events }: { posts: readonly Post[]; events: readonly CalendarEvent[] },
  { fromAt, toAt }: { fromAt: number; toAt: number },
  room: MonthRoom,
): MonthDay[][] {
  const own = [...events].sort(byBegin);
  const weeks: MonthDay[][] = [];
  // by time, as the days are: each post is looked at once
  let next = posts.findIndex(({ scheduledAt }) => scheduledAt >= fromAt);
  const before = (at: number) => {
    const first = next;
    while (next >= 0 && (posts[next]?.scheduledAt ?? Number.POSITIVE_INFINITY) < at) next += 1;
    return first < 0 ? [] : posts.slice(first, next);
  };
  for (let monday = fromAt; monday < toAt; monday = addDays(monday, 7)) {
    const week = Array.from({ length: 7 }, (_, n) => addDays(monday, n));
    weeks.push(
      planWeek(
        week.map((at) => ({ on: dayText(at), at, posts: before(addDays(at, 1)) })),
        own,
        room,
      ),
    );
  }
  return weeks;
}
