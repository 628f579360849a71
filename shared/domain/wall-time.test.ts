import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWallDays, dayNamed, dayNumber, localZone, wallClock, wallTime, weekdayOf, zoneNamed } from './wall-time.ts';

const minuteMs = 60_000;
const zone = (name: string) => zoneNamed(name)!;

/** Every minute of three days, one after the other. */
function naively(on: string, minute: number, offset: (at: number) => number): number {
  const wanted = dayNumber(on) * 86_400_000 + minute * minuteMs;
  let leapt = Number.NaN;
  for (let at = wanted - 27 * 60 * minuteMs; at < wanted + 27 * 60 * minuteMs; at += minuteMs) {
    const shown = at + offset(at);
    if (shown === wanted) return at;
    if (shown > wanted && Number.isNaN(leapt)) leapt = at;
  }
  return leapt;
}

/** Zones and days around which their clocks change: an hour, half an hour, at midnight, a whole day left out. */
const changes: [string, string][] = [
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Europe/Berlin', '2027-03-28'],
  ['Europe/Berlin', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Shanghai', '1990-04-15'],
  ['Asia/Shanghai', '1990-09-16'],
  ['Asia/Shanghai', '2026-11-22'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Asia/Kathmandu', '1986-01-01'],
];

describe('clocks on the wall', () => {
  test('a time is the first moment that shows it, one that is left out the next that exists', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...changes),
        fc.integer({ min: -2, max: 2 }),
        fc.integer({ min: 0, max: 1439 }),
        ([name, on], days, minute) => {
          const offset = zone(name);
          const day = dayNamed(dayNumber(on) + days);
          expect(wallTime(day, minute, offset)).toBe(naively(day, minute, offset));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('the hour that is left out, the hour that comes twice, the day that is left out', () => {
    const show = (on: string, minute: number, name: string) => wallClock(wallTime(on, minute, zone(name)), zone(name));
    expect(show('2026-03-08', 150, 'America/New_York')).toEqual({ on: '2026-03-08', minute: 180 });
    expect(wallTime('2026-11-01', 90, zone('America/New_York'))).toBe(Date.UTC(2026, 10, 1, 5, 30));
    expect(show('2011-12-30', 600, 'Pacific/Apia')).toEqual({ on: '2011-12-31', minute: 0 });
  });

  test('what is shown leads back to the moment, wherever it is shown once', () => {
    const at = fc.integer({ min: Date.UTC(1995, 0, 1) / minuteMs, max: Date.UTC(2060, 0, 1) / minuteMs });
    fc.assert(
      fc.property(fc.constantFrom('Asia/Shanghai', 'UTC', 'Asia/Kolkata', 'America/Phoenix'), at, (name, minutes) => {
        const { on, minute } = wallClock(minutes * minuteMs, zone(name));
        expect(wallTime(on, minute, zone(name))).toBe(minutes * minuteMs);
      }),
    );
    expect(wallTime('2026-11-22', 1200)).toBe(new Date(2026, 10, 22, 20).getTime());
    expect(localZone(0)).toBe(zone('Asia/Shanghai')(0));
  });

  test('days later it is the same hour, across a change of the clocks', () => {
    const berlin = zone('Europe/Berlin');
    const at = wallTime('2026-10-24', 1200, berlin) + 30_000;
    expect(wallClock(addWallDays(at, 2, berlin), berlin)).toEqual({ on: '2026-10-26', minute: 1200 });
    expect(addWallDays(at, 2, berlin) - at).toBe(49 * 3_600_000);
    expect(addWallDays(at, 0, berlin)).toBe(at);
  });

  test('weekdays; zones nobody knows', () => {
    expect(['2026-11-16', '2026-11-22', '1969-12-31', '2000-02-29'].map(weekdayOf)).toEqual([1, 7, 3, 2]);
    expect(zoneNamed('Mars/Olympus')).toBeNull();
  });
});
