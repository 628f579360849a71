import { expect, it } from 'vitest';
import type { Bitset } from './bitset.ts';
import { SegmentedText } from './segmented-text.ts';

const members = (bits: Bitset) => {
  const list: number[] = [];
  bits.forEach((n) => {
    list.push(n);
  });
  return list;
};

it('finds the same whether a word is typed letter by letter, pasted, or typed again after a change', () => {
  const texts = Array.from({ length: 5000 }, (_, n) => `wx_${n}\u0001${n % 7 === 0 ? 'zhang' : 'li'}${n.toString(36)}`);
  const all = new SegmentedText();
  for (const [n, text] of texts.entries()) all.set(n, text);
  const check = (term: string) => {
    const wanted = texts.flatMap((text, n) => (text.includes(term) ? [n] : []));
    expect(members(all.search(term, texts.length))).toEqual(wanted);
  };
  const typed = ['z', 'zh', 'zha', 'zhan', 'zhang', 'zhang1', 'zhang12', '1', '12', '123', 'hang12', 'nobody', 'nobody at all'];
  for (const term of typed) check(term);
  texts[4321] = 'zhang12 came later';
  all.set(4321, texts[4321]);
  texts.push('zhang12 is new');
  all.set(5000, 'zhang12 is new');
  for (const term of [...typed].reverse()) check(term);
  // more words than are kept
  for (let n = 0; n < 100; n++) check(String(n));
  check('zhang');
});
