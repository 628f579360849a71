import { expect, test } from 'vitest';
import { dayAt, dayFacts, dayNote, pageTitle, rangeOf, startOfWeek, turnPage } from './days.ts';

const at = (text: string) => new Date(text).getTime();

test('weeks begin on Monday and a month page holds whole weeks', () => {
  expect(startOfWeek(at('2026-11-22T13:00'))).toBe(dayAt('2026-11-16'));
  expect(rangeOf('month', at('2026-11-22T13:00'))).toEqual({ fromAt: dayAt('2026-10-26'), toAt: dayAt('2026-12-07') });
  expect(rangeOf('week', at('2026-11-22T13:00'))).toEqual({ fromAt: dayAt('2026-11-16'), toAt: dayAt('2026-11-23') });
});

test('turning the page keeps the day of the month where there is one', () => {
  expect(turnPage('month', dayAt('2026-01-31'), 1)).toBe(dayAt('2026-02-28'));
  expect(turnPage('month', dayAt('2026-01-15'), -1)).toBe(dayAt('2025-12-15'));
  expect(turnPage('week', dayAt('2026-11-22'), 1)).toBe(dayAt('2026-11-29'));
  expect(pageTitle('week', dayAt('2026-12-01'))).toBe('2026年11月30日 – 12月6日');
  expect(pageTitle('month', dayAt('2026-12-01'))).toBe('2026年12月');
});

test('a day says its festival before its solar term before its lunar day', () => {
  const day = {
    on: '2026-09-25',
    lunar: '十五',
    festivals: ['中秋'],
    solarTerm: null,
    arrangement: { name: '中秋节', work: false },
    arrangementKnown: true,
  };
  expect(dayNote(day)).toEqual({ text: '中秋', special: true });
  expect(dayNote({ ...day, festivals: [], solarTerm: '秋分' })).toEqual({ text: '秋分', special: true });
  expect(dayNote({ ...day, festivals: [] })).toEqual({ text: '十五', special: false });
  expect(dayNote(undefined)).toEqual({ text: '', special: false });
  expect(dayFacts(day)).toBe('农历八月十五 · 中秋 · 中秋节放假');
});
