import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findId, hasId, packIds, whichIds, withId, withoutId } from './id-pack.ts';

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

it('takes one more id or one less as packing the changed list does', () => {
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 301 }), (unsorted, other) => {
      const sorted = Float64Array.from(unsorted).sort();
      const packed = packIds(sorted);
      for (const id of [other, ...sorted]) {
        const without = sorted.filter((one) => one !== id);
        const all = Float64Array.of(...without, id).sort();
        const isIn = without.length < sorted.length;
        expect(withId(packed, id)).toEqual(isIn ? null : packIds(all));
        expect(withoutId(packed, id)).toEqual(isIn ? packIds(without) : null);
      }
    }),
  );
});

it('finds several ids in one walk', () => {
  fc.assert(
    fc.property(ids, fc.uniqueArray(fc.integer({ min: 0, max: 301 })), (unsorted, others) => {
      const sorted = Float64Array.from(unsorted).sort();
      const wanted = [...new Set([...sorted.filter((_, i) => i % 2 === 0), ...others])].sort((a, b) => a - b);
      const found = whichIds(packIds(sorted), wanted);
      expect([...found]).toEqual(wanted.filter((id) => findId(sorted, id) >= 0));
    }),
  );
});
