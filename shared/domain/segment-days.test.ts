import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { WhenTest } from '../contracts/segments.ts';
import { dayAfter, dayOf, monthAround, rangeOf, startOfDay } from './segment-days.ts';
import { meetsWhen } from './segment-reference.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** With and without summer time, one whose days begin at 1:00 when it comes, one that left out a whole day. */
const zones = ['Asia/Shanghai', 'America/New_York', 'America/Sao_Paulo', 'Europe/London', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];
const at = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2027, 0, 1) });
const days = fc.integer({ min: 1, max: 800 });
const whens = (today: string) =>
  fc.oneof(
    days.map((n): WhenTest => ({ kind: 'within', days: n })),
    days.map((n): WhenTest => ({ kind: 'before', days: n, orNever: n % 2 === 0 })),
    fc.tuple(days, days).map(([a, b]): WhenTest => ({ kind: 'between', fromOn: dayAfter(today, -a), toOn: dayAfter(today, -b) })),
    days.map((n): WhenTest => ({ kind: 'between', fromOn: null, toOn: dayAfter(today, -n) })),
    fc.constantFrom<WhenTest>({ kind: 'ever' }, { kind: 'never' }),
  );

describe('moments by the local days of the seller', () => {
  it('mean the same as counting days of the calendar, in zones with and without summer time', () => {
    const cases = fc.tuple(fc.constantFrom(...zones), at).chain(([name, now]) => {
      process.env['TZ'] = name;
      return fc.tuple(fc.constant(name), fc.constant(dayOf(now)), whens(dayOf(now)), at);
    });
    fc.assert(
      fc.property(cases, ([name, today, when, moment]) => {
        process.env['TZ'] = name;
        const { from, to, missing } = rangeOf(when, today);
        expect({ name, today, when, on: dayOf(moment), met: moment >= from && moment < to }).toEqual({
          name,
          today,
          when,
          on: dayOf(moment),
          met: meetsWhen(when, moment, today),
        });
        expect(missing).toBe(meetsWhen(when, null, today));
      }),
      { numRuns: 3000, seed: 20261122 },
    );
  });

  it('begin where the day before ends, also where a day has 23 hours or begins at one', () => {
    process.env['TZ'] = 'America/New_York';
    expect(startOfDay('2026-03-08', 1) - startOfDay('2026-03-08')).toBe(23 * 3_600_000);
    expect(startOfDay('2026-11-01', 1) - startOfDay('2026-11-01')).toBe(25 * 3_600_000);
    process.env['TZ'] = 'America/Sao_Paulo';
    expect(dayOf(startOfDay('2018-11-04') - 1)).toBe('2018-11-03');
    expect(dayOf(startOfDay('2018-11-04'))).toBe('2018-11-04');
  });

  it('know the months around one', () => {
    expect(monthAround('2026-12-31', 1)).toEqual({ fromOn: '2027-01-01', toOn: '2027-01-31' });
    expect(monthAround('2024-01-31', 1)).toEqual({ fromOn: '2024-02-01', toOn: '2024-02-29' });
    expect(dayAfter('2024-03-01', -1)).toBe('2024-02-29');
  });
});
