import { expect, it } from 'vitest';
import type { Bitset } from './bitset.ts';
import { SegmentedText, segmentSize } from './segmented-text.ts';

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

it('finds the same in texts that came joined, changed one by one or not', () => {
  const texts = Array.from({ length: 5000 }, (_, n) => (n % 9 === 0 ? '' : `张${n}\u0001zhang${n.toString(36)}`));
  const all = new SegmentedText();
  for (let at = 0; at < texts.length; at += segmentSize) {
    const some = texts.slice(at, at + segmentSize);
    expect(all.append(some.join('\u0000'), some.length)).toBe(true);
  }
  const check = () => {
    for (const term of ['张', 'zhang1', 'zhang12', '99', '张4999', 'nobody'])
      expect(members(all.search(term, texts.length))).toEqual(texts.flatMap((text, n) => (text.includes(term) ? [n] : [])));
  };
  check();
  for (const [position, text] of [
    [0, 'zhang12'],
    [2047, ''],
    [2048, '张99'],
    [4999, 'somebody'],
    [5000, 'zhang12 new'],
  ] as const) {
    texts[position] = text;
    all.set(position, text);
    check();
  }
});

it('takes joined texts only when they are as many as they should be', () => {
  const all = new SegmentedText();
  for (const [joined, count] of [
    ['a\u0000b', 1],
    ['a\u0000b', 3],
    ['', 2],
  ] as const)
    expect(all.append(joined, count)).toBe(false);
  expect(members(all.search('a', 1))).toEqual([]);
  expect([all.append('', 1), members(all.search('a', 1))]).toEqual([true, []]);
});
