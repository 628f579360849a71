import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareGroups, echoOf, fewResults, firstResultWeights, medianOf, resultScore, titleWinner } from './post-results.ts';

const many = (value: number, count: number) => Array.from({ length: count }, () => value);
/** A fixed sequence that looks like chance: the tests must give the same on every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

describe('what came of posts', () => {
  it('weighs a deal above talk and talk above likes', () => {
    const counts = { likes: 10, comments: 2, privates: 1, deals: 1 };
    expect(resultScore(counts, firstResultWeights)).toBe(10 + 6 + 5 + 20);
    expect(resultScore(counts, { likes: 0, comments: 1, privates: 2, deals: 30 })).toBe(2 + 2 + 30);
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
  });

  it('finds a category that truly does better, and says nothing of too few posts', () => {
    const results = compareGroups(
      new Map([
        ['life', many(0, 10).map((_, i) => 20 + i)],
        ['offer', many(0, 10).map((_, i) => 2 + i)],
        ['case', [100, 120]],
      ]),
    );
    const verdicts = Object.fromEntries(results.map(({ key, verdict }) => [key, verdict]));
    expect(verdicts).toEqual({ life: 'better', offer: 'worse', case: 'tooFew' });
    expect(results[0]).toMatchObject({ key: 'case', posts: 2 });
  });

  it('does not see differences in chance: false alarms stay rare', () => {
    const random = dice(7);
    let alarms = 0;
    for (let round = 0; round < 400; round++) {
      const groups = new Map(['a', 'b', 'c'].map((key) => [key, many(0, 12).map(() => Math.floor(random() * 6))]));
      if (compareGroups(groups).some(({ verdict }) => verdict === 'better' || verdict === 'worse')) alarms++;
    }
    expect(alarms / 400).toBeLessThan(0.08);
  });

  it('equal scores are the same however many there are', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: fewResults, max: 40 }), (value, count) => {
        const results = compareGroups(
          new Map([
            ['a', many(value, count)],
            ['b', many(value, count)],
          ]),
        );
        expect(results.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
      }),
    );
  });

  it('names a winning title only when it is one', () => {
    expect(
      titleWinner([
        { shown: 20, responded: 10 },
        { shown: 60, responded: 1 },
      ]),
    ).toEqual({ kind: 'open', missing: 30 });
    expect(
      titleWinner([
        { shown: 100, responded: 9 },
        { shown: 100, responded: 6 },
      ]),
    ).toEqual({ kind: 'open', missing: 0 });
    expect(
      titleWinner([
        { shown: 100, responded: 6 },
        { shown: 100, responded: 30 },
      ]),
    ).toMatchObject({ kind: 'winner', index: 1 });
    expect(titleWinner([{ shown: 100, responded: 0 }])).toEqual({ kind: 'open', missing: 0 });
  });

  it('tells how unlikely chance is', () => {
    const verdict = titleWinner([
      { shown: 52, responded: 39 },
      { shown: 52, responded: 13 },
    ]);
    expect(verdict.kind).toBe('winner');
    if (verdict.kind === 'winner') expect(verdict.chance).toBeLessThan(1e-5);
  });

  it('judges millions as quickly as hundreds, and agrees with the exact test where both can', () => {
    const millions = titleWinner([
      { shown: 10_000_000, responded: 500_000 },
      { shown: 10_000_000, responded: 501_000 },
    ]);
    expect(millions.kind).toBe('open');
    const near = (shown: number) =>
      titleWinner([
        { shown, responded: Math.round(shown * 0.1) },
        { shown, responded: Math.round(shown * 0.12) },
      ]);
    const [exact, approximate] = [near(10_000), near(10_001)];
    if (exact.kind !== 'winner' || approximate.kind !== 'winner') throw new Error('both see it');
    expect(Math.abs(Math.log10(exact.chance) - Math.log10(approximate.chance))).toBeLessThan(0.2);
  });

  it('shows an echo only with twenty events behind it', () => {
    expect(echoOf(10, [2, 3])).toBeNull();
    expect(echoOf(15, [])).toBeNull();
    expect(echoOf(15, [4, 6])).toEqual({ extra: 10, usual: 5 });
  });
});
