import { expect, test } from 'vitest';
import {
  birthdayText,
  count,
  daysBetween,
  fileSize,
  lunarDay,
  money,
  percent,
  signed,
  spokenAgo,
  spokenDay,
  spokenTime,
} from './format.ts';

/** Sunday, 22 November 2026, 15:00 local time */
const today = new Date(2026, 10, 22, 15).getTime();
const at = (day: number, hour = 20, month = 10) => new Date(2026, month, day, hour).getTime();

test('days are said the way people say them; weeks start on Monday', () => {
  expect(spokenDay(at(22), today)).toBe('今天');
  expect(spokenDay(at(21), today)).toBe('昨天');
  expect(spokenDay(at(24), today)).toBe('后天');
  expect(spokenDay(at(19), today)).toBe('3 天前');
  // from a Sunday, the coming Wednesday lies in the next week
  expect(spokenDay(at(25), today)).toBe('下周三');
  expect(spokenDay(at(26), at(23))).toBe('周四');
  expect(spokenDay(at(8, 8, 2), today)).toBe('3月8日');
  expect(spokenDay(new Date(2025, 2, 8).getTime(), today)).toBe('2025年3月8日');
});

test('a day is counted by the calendar, not by 24 hours', () => {
  expect(daysBetween(at(21, 23), at(22, 0))).toBe(1);
  expect(daysBetween(at(22, 0), at(22, 23))).toBe(0);
});

test('times near now come with the clock', () => {
  expect(spokenTime(at(22), today)).toBe('今天 20:00');
  expect(spokenAgo(today - 12 * 60_000, today)).toBe('12 分钟前');
  expect(spokenAgo(today - 5_000, today)).toBe('刚刚');
  expect(spokenAgo(at(22, 9), today)).toBe('今天 09:00');
});

test('money, numbers and sizes', () => {
  expect(money(123450)).toBe('¥1,234.50');
  expect(money(-5)).toBe('-¥0.05');
  expect(count(8214)).toBe('8,214');
  expect([signed(1200), signed(-50)]).toEqual(['+1,200', '−50']);
  expect(percent(0.034)).toBe('3.4%');
  expect(fileSize(1_300_000)).toBe('1.2 MB');
  expect(fileSize(74_000_000_000)).toBe('68.9 GB');
});

test('lunar days are written as on a calendar', () => {
  expect([1, 10, 15, 20, 21, 30].map(lunarDay)).toEqual(['初一', '初十', '十五', '二十', '廿一', '三十']);
  expect(birthdayText({ calendar: 'lunar', year: null, month: 8, day: 15, leap: false })).toBe('农历八月十五');
  expect(birthdayText({ calendar: 'solar', year: 1990, month: 3, day: 8, leap: false })).toBe('1990年3月8日');
});
