import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BirthdayKey, dayCount, dayParts, daysBetween, lunarKeys, solarKeys, turns } from './birthday.ts';

const same = (a: Pick<BirthdayKey, 'month' | 'day'>, b: { month: number; day: number }) => a.month === b.month && a.day === b.day;

describe('days', () => {
  it('knows which days exist', () => {
    expect(dayParts('2028-02-29')).toEqual({ year: 2028, month: 2, day: 29 });
    for (const wrong of ['2026-02-29', '2026-04-31', '2026-13-01', '2026-1-1', '', '2026-00-10']) expect(dayParts(wrong)).toBeNull();
  });

  it('lists every day of a period once, over the ends of months and years', () => {
    expect(daysBetween('2026-12-30', '2027-01-02')).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
    expect(daysBetween('2026-05-02', '2026-05-01')).toEqual([]);
    const date = fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 800 }), (from, more) => {
        const on = (at: number) => new Date(at).toISOString().slice(0, 10);
        const days = daysBetween(on(from.getTime()), on(from.getTime() + more * 86_400_000));
        expect(days).toHaveLength(more + 1);
        expect(new Set(days).size).toBe(days.length);
        expect(dayCount(days[0]!, days.at(-1)!)).toBe(more + 1);
        expect(days.every((day) => dayParts(day) !== null)).toBe(true);
      }),
    );
  });
});

describe('solar birthdays', () => {
  it('are kept exactly once in every year', () => {
    const leapYearDays = daysBetween('2028-01-01', '2028-12-31').map((on) => dayParts(on)!);
    fc.assert(
      fc.property(fc.integer({ min: 1950, max: 2099 }), fc.constantFrom(...leapYearDays), (year, birthday) => {
        const kept = daysBetween(`${year}-01-01`, `${year}-12-31`).filter((on) =>
          solarKeys(dayParts(on)!).some((key) => same(key, birthday)),
        );
        expect(kept).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });

  it('of 29 February are kept on the 28th in common years', () => {
    expect(solarKeys({ year: 2026, month: 2, day: 28 }).map((key) => key.day)).toEqual([28, 29]);
    expect(solarKeys({ year: 2028, month: 2, day: 28 }).map((key) => key.day)).toEqual([28]);
    expect(solarKeys({ year: 2100, month: 2, day: 28 }).map((key) => key.day)).toEqual([28, 29]);
  });
});

describe('lunar birthdays', () => {
  const ordinary = { year: 2026, month: 8, leap: false, day: 15, daysInMonth: 30, leapMonth: 0 };
  const keys = (date: Partial<typeof ordinary>) => lunarKeys({ ...ordinary, ...date }).map((key) => `${key.day}${key.leap ? ' leap' : ''}`);

  it('of a leap month are kept in the ordinary one where the year has no such leap month', () => {
    expect(keys({})).toEqual(['15', '15 leap']);
    expect(keys({ leapMonth: 6 })).toEqual(['15', '15 leap']);
    expect(keys({ leapMonth: 8 })).toEqual(['15']);
    expect(keys({ leapMonth: 8, leap: true })).toEqual(['15 leap']);
  });

  it('of a 30th are kept on the 29th of a short month', () => {
    expect(keys({ day: 29, daysInMonth: 29, leapMonth: 8 })).toEqual(['29', '30']);
    expect(keys({ day: 29, daysInMonth: 30, leapMonth: 8 })).toEqual(['29']);
    expect(keys({ day: 29, daysInMonth: 29, leapMonth: 8, leap: true })).toEqual(['29 leap', '30 leap']);
  });
});

it('counts years completed, when the year of birth is known', () => {
  expect(turns(1990, { year: 2026 })).toBe(36);
  expect(turns(null, { year: 2026 })).toBeNull();
  expect(turns(2030, { year: 2026 })).toBeLessThan(0);
});
