import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settledAt, valuesAt } from './in-order.ts';

it('finds the example', () => {
  expect(valuesAt([5, 1, 4, 2], [1, 3])).toEqual([2, 5]);
  expect(valuesAt([], [])).toEqual([]);
});

it('finds what a sort finds, and settles each place that was asked about', () => {
  const numbers = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(numbers, fc.array(fc.nat(), { maxLength: 6 }), (values, wanted) => {
      const places = wanted.map((place) => place % values.length);
      const sorted = Float64Array.from(values).sort();
      expect(valuesAt(values, places).map((value) => value + 0)).toEqual(places.map((place) => sorted[place]! + 0));
      const settled = settledAt(values, places);
      expect(settled.slice().sort()).toEqual(sorted);
      for (const place of places) {
        expect(Math.max(Number.NEGATIVE_INFINITY, ...settled.subarray(0, place))).toBeLessThanOrEqual(settled[place]!);
        expect(Math.min(Number.POSITIVE_INFINITY, ...settled.subarray(place))).toBeGreaterThanOrEqual(settled[place]!);
      }
    }),
  );
});
