import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FriendFilter, friendFilter, friendStatuses } from '../../../shared/contracts/friends.ts';
import { isFiltered, readFilter, writeFilter } from './filter.ts';

const idList = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 8 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const anyFilter: fc.Arbitrary<FriendFilter> = fc
  .record({
    text: optional(
      fc
        .string({ minLength: 1, maxLength: 20 })
        .map((text) => text.trim())
        .filter((text) => text !== ''),
    ),
    tags: optional(fc.record({ any: idList, none: idList })),
    levels: optional(fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 })),
    accountIds: optional(idList),
    channelIds: optional(fc.uniqueArray(fc.option(fc.integer({ min: 1, max: 99 })), { minLength: 1, maxLength: 5 })),
    statuses: optional(fc.uniqueArray(fc.constantFrom(...friendStatuses), { minLength: 1 })),
    lastContact: optional(
      fc.oneof(
        fc.constant({ kind: 'never' as const }),
        fc.record({ kind: fc.constantFrom('within' as const, 'before' as const), days: fc.integer({ min: 1, max: 3650 }) }),
      ),
    ),
    archived: optional(fc.constantFrom('only' as const, 'any' as const)),
    importBatchId: optional(fc.integer({ min: 1, max: 999 })),
    segmentIds: optional(idList),
  })
  .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as FriendFilter);

test('a filter survives the way through the address', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const address = writeFilter(new URLSearchParams('id=7'), filter);
      expect(readFilter(new URLSearchParams(address.toString()))).toEqual(filter);
      expect(address.get('id')).toBe('7');
    }),
  );
});

test('an address by hand never makes a filter that the contract refuses', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('q', 'any', 'lv', 'ac', 'ch', 'st', 'last', 'ar', 'batch'), fc.string()), (params) => {
      expect(friendFilter.safeParse(readFilter(new URLSearchParams(params))).success).toBe(true);
    }),
  );
});

test('clearing takes everything about the filter out of the address', () => {
  const cleared = writeFilter(new URLSearchParams('q=zs&lv=4&id=3'), {});
  expect(cleared.toString()).toBe('id=3');
  expect(isFiltered(readFilter(cleared))).toBe(false);
});
