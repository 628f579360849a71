import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KeepSoon, longestMs, pauseMs } from './keep-soon.ts';

let kept: number[];
let soon: KeepSoon;
beforeEach(() => {
  vi.useFakeTimers();
  kept = [];
  soon = new KeepSoon(() => kept.push(performance.now()));
});
afterEach(() => {
  vi.useRealTimers();
});

/** Keys with these pauses between them; when each was pressed. */
function write(pauses: readonly number[]): number[] {
  return pauses.map((pause) => {
    vi.advanceTimersByTime(pause);
    soon.changed();
    return performance.now();
  });
}

it('keeps within a second of the last key, once', () => {
  expect(longestMs).toBeLessThanOrEqual(1000);
  const [last] = write([100, 100, 100]).slice(-1);
  vi.advanceTimersByTime(999);
  expect(kept).toEqual([last! + pauseMs]);
  vi.advanceTimersByTime(60_000);
  expect(kept).toHaveLength(1);
});

it('does not wait for a pause that never comes: whoever writes without one is kept every second', () => {
  write(Array.from({ length: 100 }, () => 100));
  expect(kept.length).toBeGreaterThanOrEqual(9);
});

it('whatever the rhythm, no key is older than a second before it is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 60 }), (pauses) => {
      kept = [];
      const keys = write(pauses);
      vi.advanceTimersByTime(longestMs);
      for (const key of keys) expect(kept.some((at) => at >= key && at <= key + longestMs)).toBe(true);
    }),
  );
});

it('is kept at once when the panel closes, and not again', () => {
  write([10]);
  soon.now();
  expect(kept).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(kept).toHaveLength(1);
});
