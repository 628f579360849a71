import { expect, test } from 'vitest';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import { dayAt } from './days.ts';
import { monthRoom, tightDays } from './month-room.ts';

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

test('posts get one line each on the days on which two lines each do not fit, her own days counted', () => {
  const post = (on: string) => ({ scheduledAt: dayAt(on) + 1 }) as Post;
  const posts = ['2026-11-02', '2026-11-02', '2026-11-03', '2026-11-03', '2026-11-03', '2026-11-04', '2026-11-04'].map(post);
  const own = { fromOn: '2020-01-01', toOn: '2026-11-02' } as CalendarEvent;
  const days = { fromOn: '2026-10-26', toOn: '2026-12-06' };
  expect([...tightDays({ posts, events: [own] }, days, { height: 86, lines: 3 })].sort()).toEqual(['2026-11-02', '2026-11-03']);
  expect([...tightDays({ posts, events: [] }, days, { height: 120, lines: 4 })]).toEqual([]);
});
