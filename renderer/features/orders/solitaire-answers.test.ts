import { expect, it } from 'vitest';
import type { SolitaireLineRow } from '../../../shared/contracts/orders-solitaire.ts';
import { itemsOf, productsFor, totalsFor } from './solitaire-answers.ts';

const line = (key: string, quantity: number, withdrawnAt: number | null = null) =>
  ({ key, items: [{ product: '脐橙', quantity, unit: '箱' }], sure: true, withdrawnAt }) as unknown as SolitaireLineRow;
const list = { lines: [line('a', 2), line('b', 1), line('c', 5, 1)], products: [{ product: '脐橙', unit: '箱', priceFen: 5800 }] };
const answers = {
  b: {
    items: [
      { product: '脐橙', quantity: 3, unit: '箱' },
      { product: '脐橙', quantity: 1, unit: '' },
      { product: '苹果', quantity: 1, unit: '袋' },
    ],
  },
};

it('what she put right counts, whoever withdrew does not', () => {
  expect(totalsFor(list, {}).map(({ quantity }) => quantity)).toEqual([3]);
  expect(totalsFor(list, answers).map(({ product, unit, quantity }) => `${product} ${quantity}${unit}`)).toEqual([
    '脐橙 5箱',
    '脐橙 1',
    '苹果 1袋',
  ]);
});

it('what she wrote herself wants a price, that of the same goods where the list names it', () => {
  expect(productsFor(list, answers)).toEqual([
    { product: '脐橙', unit: '箱', priceFen: 5800 },
    { product: '脐橙', unit: '', priceFen: 5800 },
    { product: '苹果', unit: '袋', priceFen: null },
  ]);
  expect(productsFor(list, { c: { items: [{ product: '梨', quantity: 1, unit: '' }] } })).toEqual(list.products);
});

it.each<[string, number | null]>([
  ['2', 2],
  ['２．５', 2.5],
  [' 3 ', 3],
  ['两箱', null],
  ['-1', null],
  ['1.2345', null],
  ['9999999', null],
])('%j is %j of something', (quantity, wanted) => {
  expect(itemsOf([{ product: ' 脐橙 ', quantity, unit: '箱' }])?.[0]?.quantity ?? null).toBe(wanted);
});

it('a row without a quantity orders nothing', () => {
  expect(
    itemsOf([
      { product: '脐橙', quantity: '', unit: '' },
      { product: '苹果', quantity: '0', unit: '' },
    ]),
  ).toEqual([]);
});
