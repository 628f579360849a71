import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toneSigns } from './tone.ts';

const kinds = (text: string) => toneSigns(text).map(({ kind }) => kind);

test('hears the shop window', () => {
  expect(toneSigns('家人们！！脐橙只要 39.9 元\n手慢无！！！')).toEqual([
    { kind: 'crowd', words: ['家人们'] },
    { kind: 'priceFirst', price: '39.9 元' },
    { kind: 'shouting', marks: 5 },
  ]);
  expect(kinds('🍊'.repeat(9))).toEqual(['emoji']);
  expect(
    kinds(
      '新到的脐橙来自山里的果园口感清甜果肉细腻皮薄多汁老人小孩都适合食用现摘现发坏果包赔每箱五斤装顺丰包邮到家欢迎下单选购支持自提也可以送货',
    ),
  ).toEqual(['nobody']);
});

test('lets a friend speak', () => {
  expect(kinds('早上去果园转了一圈，给你们看看今年的橙子！\n我先尝了一个，是真甜。一箱 39.9 元，想要的跟我说。')).toEqual([]);
  expect(kinds('')).toEqual([]);
});

test('bears any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(new Set(kinds(text)).size).toBe(kinds(text).length);
    }),
  );
});
