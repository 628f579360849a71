import fc from 'fast-check';
import { expect, it } from 'vitest';
import { niceTop } from './nice-scale.ts';

it('holds the value, wastes less than half of the room of more than a few, and its half is whole', () => {
  expect([0, 1, 2, 3, 5, 9, 11, 61, 100, 101, 612].map(niceTop)).toEqual([2, 2, 2, 4, 6, 10, 20, 80, 100, 200, 800]);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 10_000_000 }), (value) => {
      const top = niceTop(value);
      return top >= value && top <= value * 2 && Number.isInteger(top / 2);
    }),
  );
});
