import { expect, test } from 'vitest';
import type { RecurrenceRule } from '../contracts/recurrences.ts';
import { lunarDayName, ruleNote, ruleText } from './recurrence-words.ts';

const lunar = (more: object): RecurrenceRule =>
  ({ kind: 'yearlyLunar', month: 12, day: 30, leap: false, minute: 600, ...more }) as RecurrenceRule;

test.each<[RecurrenceRule, string]>([
  [{ kind: 'daily', every: 1, minute: 485 }, '每天 08:05'],
  [{ kind: 'daily', every: 3, minute: 0 }, '每 3 天 00:00'],
  [{ kind: 'weekly', weekdays: [4, 1, 7], minute: 1200 }, '每周一、四、日 20:00'],
  [{ kind: 'monthly', day: 31, minute: 1200 }, '每月 31 日 20:00'],
  [{ kind: 'monthlyWeekday', nth: -1, weekday: 5, minute: 1200 }, '每月最后一个周五 20:00'],
  [{ kind: 'yearly', month: 5, day: 20, minute: 1200 }, '每年 5 月 20 日 20:00'],
  [lunar({}), '每年农历腊月三十 10:00'],
  [lunar({ month: 6, day: 1, leap: true }), '每年农历闰六月初一 10:00'],
])('%j is said as %s', (rule, text) => {
  expect(ruleText(rule)).toBe(text);
});

test('days that some months and years lack are told', () => {
  expect(ruleNote({ kind: 'monthly', day: 31, minute: 0 })).toContain('最后一天');
  expect(ruleNote({ kind: 'yearly', month: 2, day: 29, minute: 0 })).toContain('2 月 28 日');
  expect(ruleNote(lunar({}))).toContain('廿九');
  expect(ruleNote(lunar({ month: 6, leap: true, day: 1 }))).toContain('排在六月');
  expect(ruleNote({ kind: 'monthly', day: 28, minute: 0 })).toBeNull();
  expect([1, 10, 11, 20, 21, 29, 30].map(lunarDayName)).toEqual(['初一', '初十', '十一', '二十', '廿一', '廿九', '三十']);
});
