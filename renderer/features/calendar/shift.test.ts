import { expect, test } from 'vitest';
import { reached } from './selection.ts';
import { shiftBetween, shifted } from './shift.ts';

const at = (text: string) => new Date(text).getTime();

test('a shift counts days and minutes on the wall, and never leaves the day by the minutes', () => {
  expect(shiftBetween(at('2026-11-22T20:00'), at('2026-11-25T08:30'))).toEqual({ days: 3, minutes: -690 });
  expect(shifted(at('2026-11-22T20:00'), { days: 3, minutes: -690 })).toBe(at('2026-11-25T08:30'));
  expect(shifted(at('2026-11-22T09:00'), { days: 1, minutes: -690 })).toBe(at('2026-11-23T00:00'));
  expect(shifted(at('2026-11-22T22:00'), { days: 0, minutes: 690 })).toBe(at('2026-11-22T23:55'));
});

test('a reach takes everything between, whichever way, and the post alone when there was none before', () => {
  const list = [3, 1, 4, 5].map((id) => ({ id }));
  expect(reached(list, 1, 5)).toEqual([1, 4, 5]);
  expect(reached(list, 5, 3)).toEqual([3, 1, 4, 5]);
  expect(reached(list, null, 4)).toEqual([4]);
  expect(reached(list, 9, 4)).toEqual([4]);
  expect(reached(list, 3, 9)).toEqual([]);
});
