import { expect, it } from 'vitest';
import type { HandOrderBeside, SolitaireLineRow } from '../../../shared/contracts/orders-solitaire.ts';
import { itemsOf, productsFor, totalsFor, twinsOf } from './solitaire-answers.ts';

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

const noon = Date.parse('2026-03-09T12:00:00+08:00');
const day = 86_400_000;
const hand = (orderId: number, more: Partial<HandOrderBeside> = {}): HandOrderBeside => ({
  ...{ orderId, friendId: 7, amountFen: 11_600, at: noon, products: ['苹果'], goods: '', note: '', ...more },
});
const joins = (key: string, quantity: number, friendId: number) => ({
  ...line(key, quantity),
  ...{ match: 'certain', candidates: [{ friendId }], joinedAt: noon, orderId: null },
});
const pairs = (byHand: HandOrderBeside[], said: Parameters<typeof twinsOf>[1] = {}, typed = {}) => {
  const lines = [joins('a', 2, 7), joins('b', 2, 7), joins('c', 1, 8)] as unknown as SolitaireLineRow[];
  return [...twinsOf({ lines, products: list.products, byHand }, said, typed)].map(([key, { orderId }]) => `${key}${orderId}`);
};

it('asks about lines of the same friend, amount and about the same days, each order by hand once', () => {
  expect(pairs([hand(1), hand(2, { friendId: 8 }), hand(3, { at: noon - 8 * day }), hand(4, { at: noon + 4 * day })])).toEqual(['a1']);
  // of several the one with the goods, then the nearest
  const many = [hand(1, { at: noon - 7 * day }), hand(2, { at: noon - day }), hand(3, { at: noon + 3 * day, products: [' 脐橙'] })];
  expect(pairs(many)).toEqual(['a3', 'b2']);
  // by her answers: another friend, other goods, another price
  expect(pairs([hand(1, { friendId: 9 })])).toEqual([]);
  expect(pairs([hand(1, { friendId: 9 })], { b: { friendId: 9 } })).toEqual(['b1']);
  expect(pairs([hand(1)], { a: { friendId: null } })).toEqual(['b1']);
  expect(pairs([hand(1, { amountFen: 12_000 })], {}, { '脐橙 / 箱': '60' })).toEqual(['a1']);
  expect(pairs([hand(1)], { c: { friendId: 7, items: [{ product: '脐橙', quantity: 2, unit: '箱' }] } })).toEqual(['a1']);
});
