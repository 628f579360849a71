import { expect, test } from 'vitest';
import { aroundHit, joinPlaces, plainRanges } from './highlight.ts';

test('a literal hit is found in any case', () => {
  expect(plainRanges('Penny 老师', 'pen')).toEqual([[0, 3]]);
  expect(plainRanges('Penny', '')).toEqual([]);
});

test('neighbouring signs are marked as one', () => {
  expect(joinPlaces([0, 1, 3])).toEqual([
    [0, 2],
    [3, 4],
  ]);
});

test('a hit far back in a long name is brought into sight, marks and text still together', () => {
  const { text, ranges } = aroundHit('天天妈妈，先打电话再送货', [[9, 11]], 9);
  expect(text.startsWith('…')).toBe(true);
  expect(text.slice(ranges[0]?.[0], ranges[0]?.[1])).toBe('再送');
});
