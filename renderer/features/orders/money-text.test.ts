import { expect, test } from 'vitest';
import { fenText, readFen, readQuantity } from './money-text.ts';

test.each([
  ['58', 5800],
  ['58.5', 5850],
  ['0.07', 7],
  ['1,280.00', 128_000],
  ['￥ 19.9', 1990],
  ['0', 0],
  ['12.', 1200],
])('%s is %d 分', (text, fen) => expect(readFen(text)).toBe(fen));

test.each(['', '-1', '1.234', '五十八', '1e3', '12元', '1..2', '9'.repeat(12)])('%s is no money', (text) =>
  expect(readFen(text)).toBeNull(),
);

test.each([
  ['2', 2],
  ['0.5', 0.5],
  ['1.125', 1.125],
  ['0', null],
  ['-1', null],
  ['', null],
  ['1.0001', null],
  ['999999', null],
])('%s as a quantity', (text, quantity) => expect(readQuantity(text)).toBe(quantity));

test('money in a field reads back as itself', () => {
  for (const fen of [0, 7, 10, 5850, 128_000, 99_999_999]) expect(readFen(fenText(fen))).toBe(fen);
});
