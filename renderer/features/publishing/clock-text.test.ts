import { expect, test } from 'vitest';
import { atClock, onDay, readClock } from './clock-text.ts';

test.each([
  ['20:00', 1200],
  ['20：05', 1205],
  ['8:5', 485],
  ['2030', 1230],
  ['830', 510],
  ['8', 480],
  ['8点半', 510],
  ['20点15', 1215],
  ['20点', 1200],
  [' 0:00 ', 0],
])('%s is understood', (typed, minutes) => {
  expect(readClock(typed)).toBe(minutes);
});

test.each(['', '24:00', '12:60', '晚上', '1:2:3', '-5'])('「%s」 is no time', (typed) => {
  expect(readClock(typed)).toBeNull();
});

test('day and time of day change apart', () => {
  const at = new Date(2026, 10, 30, 20, 15).getTime();
  expect(atClock(at, 485)).toBe(new Date(2026, 10, 30, 8, 5).getTime());
  expect(onDay(at, new Date(2027, 1, 3).getTime())).toBe(new Date(2027, 1, 3, 20, 15).getTime());
});
