import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concentrationOf } from './concentration.ts';

const topFifthShare = (money: number[]) => concentrationOf(money).topShare;
const lorenz = (money: number[]) => concentrationOf(money).lorenz;

const ten = [5, 100, 1, 10, 2, 60, 10, 3, 5, 4];

it('reckons the worked example', () => {
  expect(topFifthShare(ten)).toBe(0.8);
  const curve = lorenz(ten);
  expect(curve.slice(0, 4)).toEqual([
    { people: 0, money: 0 },
    { people: 0.1, money: 0.005 },
    { people: 0.2, money: 0.015 },
    { people: 0.3, money: 0.03 },
  ]);
  expect(curve.at(-1)).toEqual({ people: 1, money: 1 });
});

it('says nothing of no money', () => {
  expect([topFifthShare([]), topFifthShare([0, 0]), lorenz([0, -5])]).toEqual([null, null, []]);
});

it('never gives the top fifth less than a fifth, and never rises above the line of equals', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -100, max: 10_000 }), { minLength: 1, maxLength: 120 }), (money) => {
      const share = topFifthShare(money);
      if (share !== null) expect(share).toBeGreaterThanOrEqual(0.2 - 1e-12);
      for (const { people, money: part } of lorenz(money)) expect(part).toBeLessThanOrEqual(people + 1e-12);
      const curve = lorenz(money);
      for (let i = 1; i < curve.length; i++) expect(curve[i]!.money).toBeGreaterThanOrEqual(curve[i - 1]!.money);
    }),
  );
});
