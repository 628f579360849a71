import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clearable, type KeptBackup, usualRetention } from './retention.ts';
import { dayNamed, dayNumber, weekdayOf } from './wall-time.ts';

const dayMs = 86_400_000;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const utc = {
  day,
  week: (at: number) => dayNamed(dayNumber(day(at)) - weekdayOf(day(at)) + 1),
  month: (at: number) => day(at).slice(0, 7),
};
const start = Date.UTC(2026, 0, 5, 9);

/** Plays a history: backups at these times, clearing after each; gives what is left. */
function play(steps: { at: number; verified: boolean }[]): { left: KeptBackup[]; lost: number[] } {
  let left: KeptBackup[] = [];
  const lost: number[] = [];
  for (const [i, { at, verified }] of steps.entries()) {
    left.push({ sequence: i + 1, madeAt: at, verified });
    const gone = clearable(left, usualRetention, at, utc);
    lost.push(...gone);
    left = left.filter(({ sequence }) => !gone.includes(sequence));
  }
  return { left, lost };
}

it('keeps three of today, the last of seven days, of five weeks, of twelve months', () => {
  const steps = Array.from({ length: 400 * 4 }, (_, i) => ({
    at: start + Math.floor(i / 4) * dayMs + (i % 4) * 3_600_000,
    verified: true,
  }));
  const { left } = play(steps);
  const newest = steps.at(-1)!.at;
  const ofToday = left.filter(({ madeAt }) => day(madeAt) === day(newest));
  expect(ofToday.map(({ sequence }) => sequence)).toEqual([1598, 1599, 1600]);
  expect(new Set(left.map(({ madeAt }) => day(madeAt))).size).toBe(left.length - 2);
  const days = [...new Set(left.map(({ madeAt }) => day(madeAt)))].slice(-7);
  expect(days).toEqual(Array.from({ length: 7 }, (_, i) => day(newest - (6 - i) * dayMs)));
  expect(new Set(left.map(({ madeAt }) => utc.week(madeAt))).size).toBeGreaterThanOrEqual(5);
  expect(new Set(left.map(({ madeAt }) => utc.month(madeAt))).size).toBe(12);
  expect(left.length).toBeLessThanOrEqual(3 + 6 + 5 + 12);
});

it('clears nothing behind a backup that was not verified', () => {
  const many = Array.from({ length: 60 }, (_, i) => ({ sequence: i + 1, madeAt: start + i * 60_000, verified: true }));
  expect(clearable(many, usualRetention, start + dayMs, utc).length).toBeGreaterThan(0);
  expect(clearable([...many, { sequence: 61, madeAt: start + dayMs, verified: false }], usualRetention, start + dayMs, utc)).toEqual([]);
});

it('goes by the numbers, not by the clock, which was put back between two of today', () => {
  const hours = [10, 12, 9, 11];
  const made = hours.map((hour, i) => ({ sequence: i + 1, madeAt: start + hour * 3_600_000, verified: true }));
  expect(clearable(made, usualRetention, start + 13 * 3_600_000, utc)).toEqual([1]);
});

it('always keeps the newest verified one, whatever the clock did', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ jump: fc.integer({ min: -4000, max: 4000 }), verified: fc.boolean() }), { minLength: 1, maxLength: 60 }),
      (story) => {
        let at = start;
        let left: KeptBackup[] = [];
        for (const [i, { jump, verified }] of story.entries()) {
          at += jump * 3_600_000;
          left.push({ sequence: i + 1, madeAt: at, verified });
          const newest = left.findLast((one) => one.verified);
          const gone = new Set(clearable(left, usualRetention, at, utc));
          left = left.filter(({ sequence }) => !gone.has(sequence));
          if (newest) expect(left).toContainEqual(newest);
          expect(clearable(left, usualRetention, at, utc), 'clearing twice clears nothing more').toEqual([]);
        }
      },
    ),
  );
});
