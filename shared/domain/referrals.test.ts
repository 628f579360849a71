import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inCircles, kFactor, type ReferralSigns, referralState } from './referrals.ts';

const dayMs = 86_400_000;
const now = new Date(2026, 10, 23, 12).getTime();
const rules = { now, stayDays: 30 };
const plain: ReferralSigns = {
  ...{ cameAt: now - 40 * dayMs, byCameAt: now - 400 * dayMs },
  ...{ isSamePerson: false, wasKnown: false, isGone: false, isInCircle: false },
};

it('reckons the worked example', () => {
  const states = [
    referralState(plain, rules),
    referralState({ ...plain, cameAt: now - 10 * dayMs }, rules),
    referralState({ ...plain, cameAt: now - 90 * dayMs, isGone: true }, rules),
    referralState({ ...plain, cameAt: now - 500 * dayMs }, rules),
    referralState({ ...plain, isSamePerson: true }, rules),
  ];
  expect(states).toEqual(['valid', 'waiting', 'gone', 'notNew', 'samePerson']);
  expect(kFactor({ friends: 100, brought: 5, valid: 1, waiting: 1 })).toBeCloseTo(0.0125, 12);
  expect([kFactor({ friends: 0, brought: 0, valid: 0, waiting: 0 }), kFactor({ friends: 9, brought: 2, valid: 0, waiting: 2 })]).toEqual([
    null,
    null,
  ]);
});

it('counts whole days of the calendar, and holds nothing against a day that nobody knows', () => {
  const came = (days: number, hour: number) => new Date(2026, 10, 23 - days, hour).getTime();
  expect(referralState({ ...plain, cameAt: came(30, 23) }, rules)).toBe('valid');
  expect(referralState({ ...plain, cameAt: came(29, 1) }, rules)).toBe('waiting');
  expect(referralState({ ...plain, byCameAt: null }, rules)).toBe('valid');
  expect(referralState({ ...plain, wasKnown: true }, rules)).toBe('notNew');
  expect(referralState({ ...plain, isInCircle: true, isGone: true }, rules)).toBe('circle');
});

it('finds exactly those in circles, however they hang together', () => {
  const links = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 13 });
  fc.assert(
    fc.property(links, (pairs) => {
      const byOf = new Map(pairs);
      const naive = [...byOf.keys()].filter((start) => {
        let at: number | undefined = byOf.get(start);
        for (let steps = 0; steps < 20 && at !== undefined; steps++, at = byOf.get(at)) if (at === start) return true;
        return false;
      });
      expect([...inCircles(byOf)].sort((a, b) => a - b)).toEqual(naive.sort((a, b) => a - b));
    }),
  );
});
