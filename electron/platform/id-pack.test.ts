import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findId, hasId, packIds } from './id-pack.ts';

const ids = fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 45 })), { maxLength: 60 });

it('finds an id among packed ones as among the ids themselves', () => {
  fc.assert(
    fc.property(ids, fc.integer({ min: 0, max: 301 }), (unsorted, other) => {
      const sorted = Float64Array.from(unsorted).sort();
      const packed = packIds(sorted);
      for (const id of [...sorted, other, 2 ** 46]) expect(hasId(packed, id)).toBe(findId(sorted, id) >= 0);
    }),
  );
});
