import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fewestForQuintiles, quintiles, rfmClasses, rfmOf } from './rfm.ts';

it('reckons the worked example by thresholds', () => {
  const found = rfmOf({ recency: [10, 100, 20], frequency: [4, 1, 1], money: [80_000, 200_000, 5000] });
  expect([...found.scores.recency, ...found.scores.frequency, ...found.scores.money]).toEqual([5, 2, 5, 4, 1, 1, 3, 4, 1]);
  expect([...found.classes].map((place) => rfmClasses[place])).toEqual(['111', '001', '100']);
});

it('says of all who are alike what the thresholds say, of few and of many, and no buyers are no classes', () => {
  const codes = (count: number, [recency, frequency, money]: [number, number, number], first = recency) => {
    const same = (value: number) => Array.from({ length: count }, () => value);
    const classes = rfmOf({ recency: [first, ...same(recency).slice(1)], frequency: same(frequency), money: same(money) }).classes;
    return [...classes].map((place) => rfmClasses[place]!);
  };
  // the forty of the handbook: all bought today for the first time
  expect(new Set(codes(40, [0, 1, 5800]))).toEqual(new Set(['100']));
  expect(new Set(codes(2, [0, 1, 5800]))).toEqual(new Set(['100']));
  expect(new Set(codes(40, [100, 9, 500_000]))).toEqual(new Set(['011']));
  // one of forty came long ago: by rank nobody is told apart, by the thresholds he is
  expect(codes(40, [0, 1, 5800], 100).slice(0, 2)).toEqual(['000', '100']);
  expect(rfmOf({ recency: [], frequency: [], money: [] }).classes).toHaveLength(0);
});

const buyer = fc.record({ recency: fc.nat(400), frequency: fc.nat(12), money: fc.nat(500_000) });

/** As a child would: count who has less. */
function naive(values: number[]): number[] {
  return values.map((value) => 1 + Math.floor((5 * values.filter((one) => one < value).length) / values.length));
}

it('gives the classes of a naive reckoning, whatever the order of the buyers', () => {
  fc.assert(
    fc.property(fc.array(buyer, { minLength: fewestForQuintiles, maxLength: 80 }), (people) => {
      const columns = (list: typeof people) => ({
        recency: list.map(({ recency }) => recency),
        frequency: list.map(({ frequency }) => frequency),
        money: list.map(({ money }) => money),
      });
      const found = rfmOf(columns(people));
      const scores = [naive(people.map(({ recency }) => -recency)), naive(columns(people).frequency), naive(columns(people).money)];
      fc.pre(scores.every((list) => new Set(list).size > 1));
      const means = scores.map((list) => list.reduce((sum, one) => sum + one, 0) / list.length);
      const codes = people.map((_, i) => scores.map((list, of) => (list[i]! > means[of]! ? '1' : '0')).join(''));
      expect([...found.classes].map((place) => rfmClasses[place])).toEqual(codes);
      const back = rfmOf(columns([...people].reverse()));
      expect([...back.classes].reverse()).toEqual([...found.classes]);
    }),
  );
});

it('gives the more to whoever has more, and about a fifth each where all differ', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
  const scores = quintiles(values);
  expect([1, 2, 3, 4, 5].map((score) => scores.filter((one) => one === score).length)).toEqual([20, 20, 20, 20, 20]);
  for (const [i, value] of values.entries())
    for (const [k, other] of values.entries()) if (value > other) expect(scores[i]! >= scores[k]!).toBe(true);
});
