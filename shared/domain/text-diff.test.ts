import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffText } from './text-diff.ts';

test('shows what was changed, and nothing else', () => {
  expect(diffText('土鸡蛋今天到', '土鸡蛋明天到')).toEqual([
    { kind: 'same', text: '土鸡蛋' },
    { kind: 'removed', text: '今' },
    { kind: 'added', text: '明' },
    { kind: 'same', text: '天到' },
  ]);
  expect(diffText('', '新')).toEqual([{ kind: 'added', text: '新' }]);
  expect(diffText('一样', '一样')).toEqual([{ kind: 'same', text: '一样' }]);
  expect(diffText('', '')).toEqual([]);
});

test('both texts can be read out of it, whatever they are', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom('买', '一', '\n', 'abc', '🌹', ' '), { maxLength: 60 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = diffText(before, after);
      const side = (left: string) => parts.flatMap(({ kind, text: part }) => (kind === left ? [] : [part])).join('');
      expect([side('added'), side('removed')]).toEqual([before, after]);
    }),
  );
  const long = '很长的一行\n'.repeat(3000);
  expect(diffText(long, `${long}完`).length).toBeGreaterThan(0);
});
