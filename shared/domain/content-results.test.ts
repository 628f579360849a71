import { expect, it } from 'vitest';
import { contentResults, contentSentence, type PostOutcome } from './content-results.ts';
import { firstResultWeights } from './post-results.ts';

const post = (key: string, likes: number | null, orders: PostOutcome['orders'] = []): PostOutcome => ({
  ...{ key, orders },
  counts: likes === null ? null : { likes, comments: 1, privates: 1, deals: 0 },
});
const money = (fen: number) => `¥${fen / 100}`;

it('reckons the example of the handbook', () => {
  const posts = [
    post('life', 20, [{ id: 1, fen: 9900 }]),
    post('life', 30, [
      { id: 1, fen: 9900 },
      { id: 2, fen: 5000 },
    ]),
    post('life', null),
    post('offer', 4),
  ];
  const { total, groups } = contentResults(posts, firstResultWeights);
  // 20 + 3 + 5 and 30 + 3 + 5: the middle of two is half way between them
  expect(groups).toEqual([
    {
      ...{ key: 'life', posts: 3, counted: 2, likes: 50, comments: 2, privates: 2, deals: 0 },
      ...{ orders: 2, fen: 14_900, median: 33, verdict: 'tooFew' },
    },
    { key: 'offer', posts: 1, counted: 1, likes: 4, comments: 1, privates: 1, deals: 0, orders: 0, fen: 0, median: 12, verdict: 'tooFew' },
  ]);
  // one order of two posts is one order
  expect([total.posts, total.counted, total.orders, total.fen]).toEqual([4, 3, 2, 14_900]);
});

it('says which kind does better only where there are enough, and what they sold', () => {
  const told = (posts: readonly PostOutcome[]) => {
    const { total, groups } = contentResults(posts, firstResultWeights);
    return contentSentence(
      { total, groups: groups.map(({ key, verdict }) => ({ name: { life: '生活', offer: '促销' }[key]!, verdict })) },

      money,
    );
  };
  expect(told([])).toBe('这段时间没有发过内容。');
  expect(told([post('life', null, [{ id: 1, fen: 9900 }])])).toBe('1 条都还没记效果。带来 1 单，¥99。');
  expect(told([post('life', 3), post('offer', 2)])).toBe('记了 2 条的效果：还太少，看不出谁更好。');
  const many = Array.from({ length: 10 }, (_, i) => [post('life', 40 + i), post('offer', i)]).flat();
  expect(told(many)).toBe('记了 20 条的效果：生活明显更管用，促销明显差一些。');
  expect(told(many.map((one) => post(one.key, 5)))).toBe('记了 20 条的效果：看不出谁明显更好。');
});
