import fc from 'fast-check';
import { expect, test } from 'vitest';
import { postWords, whyNotPosted } from './post-words.ts';
import { templateVariables } from './template.ts';

test('words without braces go out letter by letter; a brace written twice is one', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('橙', '子', ' ', '\n', '|', '：', 'a') }), (text) => {
      expect(postWords(text)).toEqual({ text, open: [] });
    }),
  );
  expect(postWords('上新 {{今天}} ｛今天见｝')).toEqual({ text: '上新 {今天} ｛今天见｝', open: [] });
});

test('a variable is never blank and never filled: whatever stands for one friend keeps the post in', () => {
  const variable = fc.constantFrom(
    ...templateVariables.map(({ name }) => `{${name}}`),
    '{称呼|朋友}',
    '{等级≥4：老顾客|新朋友}',
    '{身高}',
    '{',
    '}',
    '｛称呼｝',
    '{}',
  );
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[{}｛｝]/g, '')),
      variable,
      (text, open) => {
        const source = `${text}${open}`;
        const words = postWords(source);
        expect(words.text).toBe(source);
        expect(words.open.length).toBeGreaterThan(0);
        expect(whyNotPosted({ channel: 'moments', text: source, state: 'scheduled' })).toBe('unfilled');
      },
    ),
  );
  expect(postWords('{称呼}你好\n{称乎}').open).toEqual([
    '{称呼} 在这里换不成好友自己的，会原样发出去。',
    '第 2 行的 {称乎} 不认识。是不是 {称呼}？',
  ]);
});

test('a private one goes out one by one, whatever it says', () => {
  expect(whyNotPosted({ channel: 'private', text: '{称呼}', state: 'planned' })).toBe('oneByOne');
  expect(whyNotPosted({ channel: 'group', text: '今晚开团', state: 'scheduled' })).toBeNull();
});
