import { expect, it } from 'vitest';
import { initialsOf } from './initials.ts';

it('gives the first letter of each character as it is read, and leaves everything else', () => {
  expect(initialsOf('改为计划')).toBe('gwjh');
  expect(initialsOf('移到 4 真实客户')).toBe('yd 4 zskh');
  expect(initialsOf('Excel 表格（.xlsx）')).toBe('excel bg（.xlsx）');
  // the first and the last of the alphabet
  expect(initialsOf('啊八坐做')).toBe('abzz');
});
