import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysBetween, lunarKeys } from '../../../shared/domain/birthday.ts';
import { lunarDate } from './lunar.ts';

it('knows lunar dates from published calendars', () => {
  // Spring Festival and Mid-Autumn of 2026, the first and last day of the leap sixth month of 2025, the eve of 2025's Spring Festival
  expect(lunarDate('2026-02-17')).toMatchObject({ year: 2026, month: 1, day: 1, leap: false, leapMonth: 0 });
  expect(lunarDate('2026-09-25')).toMatchObject({ year: 2026, month: 8, day: 15, leap: false });
  expect(lunarDate('2025-07-25')).toMatchObject({ year: 2025, month: 6, day: 1, leap: true, leapMonth: 6, daysInMonth: 29 });
  expect(lunarDate('2025-08-22')).toMatchObject({ month: 6, day: 29, leap: true });
  expect(lunarDate('2025-01-28')).toMatchObject({ year: 2024, month: 12, day: 29, daysInMonth: 29 });
  expect(() => lunarDate('2026-02-30')).toThrow(RangeError);
});

it('keeps every lunar birthday exactly once in a lunar year', () => {
  const days = daysBetween('2019-12-01', '2036-03-31').map((on) => lunarDate(on));
  const birthday = fc.record({
    year: fc.integer({ min: 2020, max: 2035 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 30 }),
    leap: fc.boolean(),
  });
  const kept = new Map<string, number>();
  for (const date of days)
    for (const key of lunarKeys(date)) {
      const name = `${key.year} ${key.month} ${key.day} ${key.leap}`;
      kept.set(name, (kept.get(name) ?? 0) + 1);
    }
  fc.assert(
    fc.property(birthday, ({ year, month, day, leap }) => {
      expect(kept.get(`${year} ${month} ${day} ${leap}`)).toBe(1);
    }),
    { numRuns: 1000 },
  );
});
