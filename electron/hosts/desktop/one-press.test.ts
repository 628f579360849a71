import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onePress } from './one-press.ts';

let acted = 0;
let key: ReturnType<typeof onePress>;
beforeEach(() => {
  vi.useFakeTimers();
  acted = 0;
  key = onePress(() => {
    acted++;
  });
});
afterEach(() => {
  key.stop();
  vi.useRealTimers();
});

/** Presses a key, or what holding it looks like to the program, at these moments. */
function pressAt(moments: readonly number[]): void {
  let now = 0;
  for (const moment of moments) {
    vi.advanceTimersByTime(moment - now);
    now = moment;
    key.press();
  }
  vi.advanceTimersByTime(5_000);
}
/** Held down: the first press, a pause, then again and again. */
const holding = (from: number, pause: number, every: number, until: number) => [
  from,
  ...Array.from({ length: Math.floor((until - from - pause) / every) }, (_, i) => from + pause + i * every),
];

it.each([
  [250, 30],
  [500, 33],
  [660, 40],
  [1_000, 33],
  [1_000, 120],
])('held for ten seconds it acts once (repeats after %i ms, every %i ms)', (pause, every) => {
  pressAt(holding(0, pause, every, 10_000));
  expect(acted).toBe(1);
});

it('quick presses each act, and the first of them at once', () => {
  key.press();
  expect(acted).toBe(1);
  vi.advanceTimersByTime(400);
  key.press();
  vi.advanceTimersByTime(400);
  key.press();
  vi.advanceTimersByTime(400);
  expect(acted).toBe(3);
});

it('after it was held the next press acts again', () => {
  pressAt([...holding(0, 500, 33, 3_000), 3_600]);
  expect(acted).toBe(2);
});

it('nothing acts any more once it is stopped', () => {
  key.press();
  vi.advanceTimersByTime(300);
  key.press();
  key.stop();
  vi.advanceTimersByTime(5_000);
  expect(acted).toBe(1);
});
