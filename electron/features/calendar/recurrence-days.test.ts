import fc from 'fast-check';
import { SolarDay } from 'tyme4ts';
import { describe, expect, test } from 'vitest';
import type { RecurrenceRule } from '../../../shared/contracts/recurrences.ts';
import { lunarKeys, solarKeys } from '../../../shared/domain/birthday.ts';
import { nextDays, occurrenceAt, occurrenceDays } from '../../../shared/domain/recurrence.ts';
import { dayNamed, dayNumber, wallClock, weekdayOf, zoneNamed } from '../../../shared/domain/wall-time.ts';
import { lunarMonths } from './lunar.ts';

const parts = (on: string) => on.split('-').map(Number) as [number, number, number];

/** Whether one day belongs to a rule, asked of nothing but the day: the reference. */
function occurs(rule: RecurrenceRule, anchorOn: string, on: string): boolean {
  const [year, month, day] = parts(on);
  const tomorrow = dayNamed(dayNumber(on) + 1);
  const lastOfMonth = tomorrow.slice(0, 7) !== on.slice(0, 7);
  if (on < anchorOn) return false;
  switch (rule.kind) {
    case 'daily':
      return (dayNumber(on) - dayNumber(anchorOn)) % rule.every === 0;
    case 'weekly':
      return rule.weekdays.includes(weekdayOf(on));
    case 'monthly':
      return day === rule.day || (lastOfMonth && day < rule.day);
    case 'monthlyWeekday':
      if (weekdayOf(on) !== rule.weekday) return false;
      return rule.nth === -1 ? dayNamed(dayNumber(on) + 7).slice(0, 7) !== on.slice(0, 7) : Math.ceil(day / 7) === rule.nth;
    case 'yearly':
      return month === rule.month && solarKeys({ year, month, day }).some((key) => key.day === rule.day || (lastOfMonth && day < rule.day));
    case 'yearlyLunar': {
      const lunar = SolarDay.fromYmd(year, month, day).getLunarDay();
      const date = { year: 0, month: lunar.getLunarMonth().getMonth(), leap: lunar.getLunarMonth().isLeap(), day: lunar.getDay() };
      const leapMonth = lunar.getLunarMonth().getLunarYear().getLeapMonth();
      const keys = lunarKeys({ ...date, daysInMonth: lunar.getLunarMonth().getDayCount(), leapMonth });
      return keys.some((key) => key.month === rule.month && key.day === rule.day && key.leap === rule.leap);
    }
  }
}

const minute = fc.integer({ min: 0, max: 1439 });
const weekday = fc.integer({ min: 1, max: 7 });
const month = fc.integer({ min: 1, max: 12 });
const rules: fc.Arbitrary<RecurrenceRule> = fc.oneof(
  fc.record({ kind: fc.constant('daily' as const), every: fc.integer({ min: 1, max: 365 }), minute }),
  fc.record({ kind: fc.constant('weekly' as const), weekdays: fc.uniqueArray(weekday, { minLength: 1 }), minute }),
  fc.record({ kind: fc.constant('monthly' as const), day: fc.integer({ min: 1, max: 31 }), minute }),
  fc.record({ kind: fc.constant('monthlyWeekday' as const), nth: fc.constantFrom<1 | 2 | 3 | 4 | -1>(1, 2, 3, 4, -1), weekday, minute }),
  fc.record({ kind: fc.constant('yearly' as const), month, day: fc.integer({ min: 1, max: 31 }), minute }),
  fc.record({ kind: fc.constant('yearlyLunar' as const), month, leap: fc.boolean(), day: fc.integer({ min: 1, max: 30 }), minute }),
);
const days = fc.integer({ min: dayNumber('2020-01-01'), max: dayNumber('2040-01-01') }).map(dayNamed);

describe('days of a series', () => {
  test('are exactly those that a look at every single day finds', () => {
    fc.assert(
      fc.property(rules, days, fc.integer({ min: -500, max: 900 }), fc.integer({ min: 0, max: 400 }), (rule, anchorOn, shift, length) => {
        const from = dayNumber(anchorOn) + shift;
        const wanted = Array.from({ length: length + 1 }, (_, n) => dayNamed(from + n)).filter((on) => occurs(rule, anchorOn, on));
        expect(occurrenceDays(rule, anchorOn, dayNamed(from), dayNamed(from + length), lunarMonths)).toEqual(wanted);
      }),
      { numRuns: 400 },
    );
  });

  test('the 31st is the last day of a shorter month, 29 February the 28th', () => {
    const rule = { kind: 'monthly', day: 31, minute: 600 } as const;
    expect(nextDays(rule, '2027-01-31', '2027-01-31', 4, lunarMonths)).toEqual(['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30']);
    const leap = { kind: 'yearly', month: 2, day: 29, minute: 600 } as const;
    expect(nextDays(leap, '2027-01-01', '2027-01-01', 2, lunarMonths)).toEqual(['2027-02-28', '2028-02-29']);
  });

  test('a leap month that a year lacks is the ordinary one, and 三十 is 廿九 where there is none', () => {
    // 2025 has 闰六月, 2026 has none; 除夕 2025 is 腊月廿九, that of 2023 三十
    const leap = { kind: 'yearlyLunar', month: 6, leap: true, day: 1, minute: 0 } as const;
    expect(nextDays(leap, '2025-01-01', '2025-01-01', 2, lunarMonths)).toEqual(['2025-07-25', '2026-07-14']);
    const eve = { kind: 'yearlyLunar', month: 12, leap: false, day: 30, minute: 0 } as const;
    expect(nextDays(eve, '2024-01-01', '2024-01-01', 3, lunarMonths)).toEqual(['2024-02-09', '2025-01-28', '2026-02-16']);
  });

  test('keep their hour on the wall over every change of the clocks', () => {
    for (const name of ['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Sao_Paulo']) {
      const zone = zoneNamed(name)!;
      const rule = { kind: 'daily', every: 1, minute: 20 * 60 } as const;
      for (const on of occurrenceDays(rule, '2026-01-01', '2026-01-01', '2026-12-31', lunarMonths))
        expect(wallClock(occurrenceAt(rule, on, zone), zone)).toEqual({ on, minute: 1200 });
    }
    const night = { kind: 'daily', every: 1, minute: 150 } as const;
    const zone = zoneNamed('America/New_York')!;
    expect(wallClock(occurrenceAt(night, '2026-03-08', zone), zone)).toEqual({ on: '2026-03-08', minute: 180 });
  });
});
