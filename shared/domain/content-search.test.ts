import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldWords, markWords, searchTextOf, searchWords } from './content-search.ts';

test('marks every place of every word, whatever case and width', () => {
  const hits = (text: string, question: string) =>
    markWords(text, searchWords(question)).flatMap(({ text: part, isHit }) => (isHit ? [part] : []));
  expect(hits('ＡＢＣ橙子，abc 橙', 'abc 橙')).toEqual(['ＡＢＣ橙', 'abc', '橙']);
  expect(hits('没有', '橙')).toEqual([]);
});

test('the parts are the text, and there is a hit exactly where the folded text holds a word', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.array(fc.constantFrom('橙', '子', 'A', 'ａ', 'ﬁ', ' '), { maxLength: 20 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, fc.constantFrom('橙', 'a', 'f', '橙 子', 'a橙'), (written, question) => {
      const words = searchWords(question);
      const parts = markWords(written, words);
      expect(parts.map((part) => part.text).join('')).toBe(written);
      const folded = [...written].map(foldWords).join('');
      expect(parts.some(({ isHit }) => isHit)).toBe(words.some((word) => folded.includes(word)));
    }),
  );
});

test('everything that was written is searched', () => {
  const search = searchTextOf({
    title: 'T',
    text: '文',
    aim: '拉新',
    tags: ['甲'],
    seasons: ['春'],
    variants: [{ title: 'V', text: '变' }],
  });
  for (const word of ['t', '文', '拉新', '甲', '春', 'v', '变']) expect(search).toContain(word);
});
