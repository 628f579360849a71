import { describe, expect, it } from 'vitest';
import { findTyped, moveIn } from './menu-keys.ts';

describe('moving in a menu', () => {
  it('goes down and up, round at the ends, to the first and the last', () => {
    expect([0, 1, 2].map((at) => moveIn(3, at, 'ArrowDown'))).toEqual([1, 2, 0]);
    expect([0, 1, 2].map((at) => moveIn(3, at, 'ArrowUp'))).toEqual([2, 0, 1]);
    expect(moveIn(3, 1, 'Home')).toBe(0);
    expect(moveIn(3, 1, 'End')).toBe(2);
    // nothing has the focus yet
    expect(moveIn(3, -1, 'ArrowDown')).toBe(0);
    expect(moveIn(3, -1, 'ArrowUp')).toBe(2);
  });

  it('knows no other key, and no place in an empty list', () => {
    expect(moveIn(3, 1, 'x')).toBeNull();
    expect(moveIn(0, -1, 'ArrowDown')).toBeNull();
  });
});

describe('typing in a menu', () => {
  const labels = ['改名、换颜色', '移到…', '归档', '改渠道…', 'Excel 表格', '删除'];

  it('finds by the word itself and by pinyin initials', () => {
    expect(findTyped(labels, 0, '删')).toBe(5);
    expect(findTyped(labels, 0, 'sc')).toBe(5);
    expect(findTyped(labels, 0, 'EX')).toBe(4);
    expect(findTyped(labels, 0, 'gqd')).toBe(3);
    expect(findTyped(labels, 0, 'zz')).toBeNull();
    expect(findTyped([], -1, 'a')).toBeNull();
  });

  it('goes on to the next one that fits with each press of one letter, and stays while a word grows', () => {
    expect(findTyped(labels, 0, 'g')).toBe(2);
    expect(findTyped(labels, 2, 'gg')).toBe(3);
    expect(findTyped(labels, 3, 'ggg')).toBe(0);
    expect(findTyped(labels, 2, 'gd')).toBe(2);
  });
});
