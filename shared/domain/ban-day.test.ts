import { describe, expect, it } from 'vitest';
import { daysToAsk, drillIsDue, levelWeights, reachOf, secondWays, urgencyOf, wayBit, waysIn } from './ban-day.ts';

const dayMs = 86_400_000;

describe('what is left of an account', () => {
  it('is what those with a second way paid, of what all paid', () => {
    const reach = reachOf([
      { trustLevel: 5, paidFen: 30_000, ways: wayBit('phone') | wayBit('group') },
      { trustLevel: 6, paidFen: 15_000, ways: 0 },
      { trustLevel: 1, paidFen: 0, ways: wayBit('wechatId') },
    ]);
    expect(reach).toMatchObject({ people: 3, withWay: 2, by: 'orders', value: 45_000, valueWithWay: 30_000 });
    expect(reach.ways).toMatchObject({ phone: 1, group: 1, wechatId: 1, email: 0 });
    expect(reach.onlyWay).toMatchObject({ phone: 0, group: 0, wechatId: 1 });
  });

  it('is weighed by levels where nobody paid, and is nothing of nobody', () => {
    expect(levelWeights).toEqual([1, 2, 4, 8, 16, 32]);
    const levels = ([1, 2, 3, 4, 5, 6] as const).map((trustLevel) => ({ trustLevel, paidFen: 0, ways: trustLevel > 4 ? 1 : 0 }));
    expect(reachOf(levels)).toMatchObject({ by: 'level', value: 63, valueWithWay: 48 });
    expect(reachOf([])).toMatchObject({ people: 0, value: 0, valueWithWay: 0 });
  });
});

it('asks by value × trust; one fen goes before any level', () => {
  const friends = [
    { trustLevel: 6, paidFen: 0 },
    { trustLevel: 1, paidFen: 1 },
    { trustLevel: 6, paidFen: 100 },
    { trustLevel: 2, paidFen: 400 },
  ] as const;
  expect([...friends].sort((a, b) => urgencyOf(b) - urgencyOf(a)).map(({ paidFen }) => paidFen)).toEqual([400, 100, 1, 0]);
});

it('packs ways into bits and back', () => {
  for (const way of secondWays) expect(waysIn(wayBit(way))).toEqual([way]);
  expect(waysIn(2 ** secondWays.length - 1)).toEqual([...secondWays]);
});

it('counts days of asking, and the 90 days of a drill', () => {
  expect([daysToAsk(0, 10), daysToAsk(1, 10), daysToAsk(21, 10)]).toEqual([0, 1, 3]);
  expect([drillIsDue(null, 0), drillIsDue(0, 90 * dayMs - 1), drillIsDue(0, 90 * dayMs)]).toEqual([true, false, true]);
});
