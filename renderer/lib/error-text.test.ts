import { expect, test } from 'vitest';
import { AppError, type ErrorKind, errorKinds } from '../../shared/errors.ts';
import { errorText } from './error-text.ts';

test('every failure has a Chinese title and says what is safe or what to do, also without details', () => {
  for (const kind of Object.keys(errorKinds) as ErrorKind[]) {
    const { title, hint } = errorText(new AppError(kind));
    expect(title, kind).toMatch(/[一-龥]/);
    expect(hint, kind).toMatch(/[一-龥].*。$/);
    expect(title + hint, kind).not.toMatch(/undefined|null|NaN|\[object/);
  }
});

test('points that are not enough are told with the name, the number, and how many more', () => {
  const details = { name: '张姐', balance: 30, delta: -50 };
  expect(errorText(new AppError('pointsShort', { ...details, count: 1 })).title).toBe('「张姐」只有 30 积分，不够扣 50');
  expect(errorText(new AppError('pointsShort', { ...details, count: 3 })).title).toBe('「张姐」只有 30 积分，不够扣 50；另外 2 位也不够');
});

test('a Word file is called one, by its name when that is known', () => {
  expect(errorText(new AppError('fileNotUnderstood', { what: 'docx', name: '订单.docx' })).title).toBe('「订单.docx」是一个 Word 文档');
  expect(errorText(new AppError('fileNotUnderstood', { what: 'docx' })).title).toBe('这个文件是一个 Word 文档');
});
