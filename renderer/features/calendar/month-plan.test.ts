import { expect, test } from 'vitest';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import { dayAt } from './days.ts';
import { type MonthDay, monthRoom, planMonth } from './month-plan.ts';

test('a month of six weeks on a usual window has room for two posts and the rest in a line', () => {
  expect(monthRoom(707, 6)).toEqual({ height: 86, lines: 3 });
  expect(monthRoom(707, 5).lines).toBe(4);
  expect(monthRoom(1250, 5).lines).toBe(8);
  // never so low that only 「还有 N 条」 is left
  expect(monthRoom(200, 6).lines).toBe(2);
});

test('the lines it gives always fit: the last is the higher one, 「还有 N 条」', () => {
  for (let height = 500; height < 1600; height += 7)
    for (const weeks of [4, 5, 6]) {
      const room = monthRoom(height, weeks);
      if (room.lines > 2) expect((room.lines - 1) * 24 + 26).toBeLessThanOrEqual(room.height);
      expect(room.lines * 24 + 26).toBeGreaterThan(room.height);
    }
});

let nextId = 1;
const post = (on: string) => ({ id: nextId++, scheduledAt: dayAt(on) + 1 }) as Post;
const own = (title: string, fromOn: string, toOn: string) => ({ id: nextId++, title, fromOn, toOn }) as CalendarEvent;
const november = { fromAt: dayAt('2026-10-26'), toAt: dayAt('2026-12-07') };
const usual = { height: 86, lines: 3 };
const plan = (posts: readonly Post[], events: readonly CalendarEvent[], room = usual): Map<string, MonthDay> =>
  new Map(
    planMonth({ posts, events }, november, room)
      .flat()
      .map((day) => [day.on, day]),
  );
const barsOf = (day: MonthDay | undefined) => day?.bars.map(({ own: { title }, line, days }) => [title, line, days]);

test('posts get one line each on the days on which two lines each do not fit, her own days counted', () => {
  const posts = ['2026-11-02', '2026-11-02', '2026-11-03', '2026-11-03', '2026-11-03', '2026-11-04', '2026-11-04'].map(post);
  const tight = (days: ReadonlyMap<string, MonthDay>) => [...days.values()].filter((day) => day.tight).map(({ on }) => on);
  expect(tight(plan(posts, [own('年货', '2020-01-01', '2026-11-02')]))).toEqual(['2026-11-02', '2026-11-03']);
  expect(tight(plan(posts, [], { height: 120, lines: 4 }))).toEqual([]);
});

test('every day of the weeks is there once, and what does not fit is counted', () => {
  const days = plan(
    Array.from({ length: 11 }, () => post('2026-11-11')),
    [own('双11', '2026-11-11', '2026-11-11')],
  );
  expect(days.size).toBe(42);
  const day = days.get('2026-11-11');
  // the line of her own day, one post, and the line that says so
  expect(day?.posts.map(({ gap }) => gap)).toEqual([1]);
  expect([day?.hidden, day?.moreGap, day?.all.posts.length, day?.all.own.length]).toEqual([10, 0, 11, 1]);
});

test('a day of her own goes on over the weeks, in a line that nothing else has on any of its days', () => {
  const days = plan(
    [],
    [own('直播', '2026-11-12', '2026-11-17'), own('上新', '2026-11-14', '2026-11-14'), own('发货', '2026-11-17', '2026-11-18')],
  );
  expect(barsOf(days.get('2026-11-12'))).toEqual([['直播', 0, 4]]);
  expect(barsOf(days.get('2026-11-14'))).toEqual([['上新', 1, 1]]);
  expect(barsOf(days.get('2026-11-16'))).toEqual([['直播', 0, 2]]);
  expect(barsOf(days.get('2026-11-17'))).toEqual([['发货', 1, 2]]);
  expect(days.get('2026-11-18')?.all.own.map(({ title }) => title)).toEqual(['发货']);
});

test('posts of a tight day fill the lines that bars leave free; the others stay below all bars', () => {
  const events = [own('直播', '2026-11-09', '2026-11-10'), own('发货', '2026-11-10', '2026-11-11')];
  const tight = plan([post('2026-11-11'), post('2026-11-11'), post('2026-11-11')], events, { height: 86, lines: 4 }).get('2026-11-11');
  // 直播 has line 0 until the 10th, 发货 line 1
  expect(tight?.posts.map(({ gap }) => gap)).toEqual([0, 1, 0]);
  expect(tight?.hidden).toBe(0);
  const roomy = plan([post('2026-11-11')], events).get('2026-11-11');
  expect([roomy?.tight, roomy?.posts[0]?.gap]).toEqual([false, 2]);
});

test('a bar is left out on the days that have no line for it, and goes on after them', () => {
  const events = [
    own('a', '2026-11-02', '2026-11-08'),
    own('b', '2026-11-02', '2026-11-08'),
    own('c', '2026-11-02', '2026-11-08'),
    own('d', '2026-11-04', '2026-11-04'),
  ];
  const days = plan([], events);
  expect(barsOf(days.get('2026-11-02'))).toEqual([
    ['a', 0, 7],
    ['b', 1, 7],
    ['c', 2, 2],
  ]);
  expect([days.get('2026-11-04')?.hidden, days.get('2026-11-03')?.hidden]).toEqual([2, 0]);
  expect(barsOf(days.get('2026-11-05'))).toEqual([['c', 2, 4]]);
});
