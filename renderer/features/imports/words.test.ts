import { expect, it } from 'vitest';
import { titleBeside } from './words.ts';

it('an import is not called by its kind twice', () => {
  expect(titleBeside('接龙', '接龙：周五到货')).toBe('周五到货');
  expect(titleBeside('聊天', '接龙：周五到货.csv')).toBe('接龙：周五到货.csv');
  expect(titleBeside('接龙', '接龙周五.txt')).toBe('接龙周五.txt');
});
