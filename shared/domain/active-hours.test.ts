import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bestHours,
  chinaHour,
  hourShares,
  hourWeight,
  nearestWeekHour,
  nextChinaHour,
  showsChinaTime,
  smoothHours,
  weekCell,
  weekHours,
} from './active-hours.ts';
import { zoneNamed } from './wall-time.ts';

const cells = fc.array(
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((n) => (n < 1e-9 ? 0 : n)),
  { minLength: weekHours, maxLength: weekHours },
);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const at = (iso: string) => Date.parse(`${iso}+08:00`) / 1000;

describe('hours of the week', () => {
  it('begin on Monday at midnight in China', () => {
    expect(weekCell(at('2024-05-06T00:00:00'))).toBe(0);
    expect(weekCell(at('2024-05-06T23:59:59'))).toBe(23);
    expect(weekCell(at('2024-05-12T23:00:00'))).toBe(167);
    expect(weekCell(at('2024-05-13T00:00:00'))).toBe(0);
    expect(weekCell(0)).toBe(3 * 24 + 8);
  });

  it('go on hour by hour, whatever the moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 3601 }), (second) => {
        expect(weekCell(second + 3600)).toBe((weekCell(second) + 1) % weekHours);
      }),
    );
  });

  it('come again every day: the next one lies less than a day ahead and begins there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 23 }), (from, hour) => {
        const next = nextChinaHour(from, hour);
        expect([chinaHour(next), (chinaHour(next - 1) + 1) % 24, next % 3_600_000]).toEqual([hour, hour, 0]);
        expect(next - from).toBeGreaterThanOrEqual(0);
        expect(next - from).toBeLessThan(86_400_000);
      }),
    );
  });

  it('are moved to: the nearest one that is not over yet', () => {
    const hourMs = 3_600_000;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 167 }),
        fc.integer({ min: 1e12, max: 2e12 }),
        fc.integer({ min: -30 * 24, max: 30 * 24 }),
        (cell, from, hours) => {
          const moment = from + hours * hourMs + 7;
          const found = nearestWeekHour(cell, moment, from);
          expect([weekCell(found / 1000), found % hourMs, found >= from]).toEqual([cell, 0, true]);
          // every other one that is not over is at least as far away
          for (let weeks = -6; weeks <= 6; weeks += 1) {
            const other = found + weeks * weekHours * hourMs;
            if (other >= from) expect(Math.abs(other - moment)).toBeGreaterThanOrEqual(Math.abs(found - moment));
          }
        },
      ),
    );
  });

  it('are those of the wall in China and wherever its clocks show the same', () => {
    const shows = (name: string, day: string) => showsChinaTime(Date.parse(day), zoneNamed(name)!);
    expect(['Asia/Shanghai', 'Asia/Singapore', 'Asia/Tokyo', 'Europe/Berlin', 'UTC'].map((name) => shows(name, '2026-11-25'))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    // its clocks stood one hour ahead for some years
    expect([shows('Asia/Irkutsk', '2026-07-01'), shows('Asia/Irkutsk', '2012-07-01')]).toEqual([true, false]);
  });

  it('count half after 60 days', () => {
    const now = Date.UTC(2026, 10, 22);
    expect(hourWeight(now, now)).toBe(1);
    expect(hourWeight(now - 60 * 86_400_000, now)).toBe(0.5);
    expect(hourWeight(now - 120 * 86_400_000, now)).toBe(0.25);
  });
});

describe('shares', () => {
  it('add up to 1, none below 0, with and without others', () => {
    fc.assert(
      fc.property(cells, fc.option(cells), (own, prior) => {
        const shares = hourShares(own, prior);
        expect(shares.every((share) => share >= 0)).toBe(true);
        const nothing = sum(own) === 0 && (prior === null || sum(prior) === 0);
        if (!nothing) expect(sum(shares)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('smoothing keeps the sum and spreads over the end of the week', () => {
    fc.assert(
      fc.property(cells, (own) => {
        expect(sum(smoothHours(own)) - sum(own)).toBeCloseTo(0, 3);
      }),
    );
    const one = Array<number>(weekHours).fill(0);
    one[0] = 4;
    const smooth = smoothHours(one);
    expect([smooth[167], smooth[0], smooth[1], smooth[2]]).toEqual([1, 2, 1, 0]);
  });

  it('follow the formula: ten messages of her own weigh as much as all others', () => {
    const own = Array<number>(weekHours).fill(0);
    own[20] = 10;
    const others = Array<number>(weekHours).fill(0);
    others[100] = 5000;
    const shares = hourShares(own, others);
    expect(shares[20]).toBeCloseTo(10 / 2 / 20, 12);
    expect(shares[100]).toBeCloseTo(10 / 2 / 20, 12);
    expect(shares[50]).toBe(0);
  });
});

describe('best hours', () => {
  it('are the greatest, best first, never side by side', () => {
    fc.assert(
      fc.property(cells, fc.integer({ min: 1, max: 7 }), (own, count) => {
        const shares = hourShares(own, null);
        const best = bestHours(shares, count);
        if (sum(own) > 0) expect(best[0]?.share).toBe(Math.max(...shares));
        for (let i = 1; i < best.length; i++) expect(best[i]!.share).toBeLessThanOrEqual(best[i - 1]!.share);
        const places = best.map(({ weekday, hour }) => weekday * 24 + hour);
        for (const a of places) for (const b of places) if (a !== b) expect(Math.abs(a - b) % (weekHours - 1)).toBeGreaterThan(1);
      }),
    );
  });

  it('are the hour itself where everything was written in one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: weekHours - 1 }), (cell) => {
        const own = Array<number>(weekHours).fill(0);
        own[cell] = 30;
        expect(bestHours(hourShares(own, null), 1)).toMatchObject([{ weekday: Math.floor(cell / 24), hour: cell % 24, share: 0.5 }]);
      }),
    );
  });

  it('are none where nobody wrote', () => {
    expect(bestHours(hourShares(Array(weekHours).fill(0), null), 3)).toEqual([]);
  });
});
