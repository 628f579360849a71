import { expect, test } from 'vitest';
import type { Account } from '../../shared/contracts/accounts.ts';
import { inUseFirst, usualAccount } from './book.ts';

const account = (id: number, friendCount: number): Account => ({
  id,
  name: `号${id}`,
  wxid: null,
  role: null,
  category: null,
  capacity: 10_000,
  standing: 'normal',
  note: null,
  archivedAt: null,
  createdAt: 0,
  friendCount,
});

test('an account without friends never stands before one that is used', () => {
  expect(inUseFirst([account(1, 0), account(2, 400), account(3, 600), account(4, 0)]).map(({ id }) => id)).toEqual([2, 3, 1, 4]);
});

test('something new is for the account with the most friends', () => {
  expect(usualAccount([account(1, 0), account(2, 400), account(3, 200)])?.id).toBe(2);
  expect(usualAccount([account(1, 0), account(2, 0)])?.id).toBe(1);
  expect(usualAccount([])).toBeUndefined();
});
