import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attention, type CareFacts, careFactors, firstCareRules, followUpWeight, hasReason, lostRhythm, namesOf } from './care-today.ts';

const facts = (more: Partial<CareFacts>): CareFacts => ({ money: 0, level: 1, pressing: 0, silentDays: 0, rhythm: null, ...more });
const first = firstCareRules;

test('the worked example', () => {
  const a = careFactors(facts({ money: 5, level: 4, pressing: 1, silentDays: 40, rhythm: 20 }), first);
  expect(a).toMatchObject({ value: 5, trust: 2.2, due: 4, silence: 2 });
  expect(a.score).toBeCloseTo(88, 9);
  expect(careFactors(facts({ level: 2, silentDays: 60 }), first).score).toBeCloseTo(2.8, 9);
  expect(careFactors(facts({ money: 2, level: 2, pressing: followUpWeight('signed', 2), silentDays: 3 }), first).score).toBeCloseTo(
    14.56,
    9,
  );
  const c = facts({ money: 3, level: 4, pressing: 0.5, silentDays: 10, rhythm: 20 });
  expect(careFactors(c, first).score).toBeCloseTo(18.7, 9);
  expect([hasReason(c, first), hasReason({ ...c, pressing: 0 }, first)]).toEqual([true, false]);
});

test('a follow-up is as pressing as anything, one of 该复购 as being due that far from the day', () => {
  expect([-7, -3, 0, 7].map((days) => followUpWeight('repurchase', days))).toEqual([0.25, 0.5, 1, 0.75]);
  expect([followUpWeight('unpaid', 3), followUpWeight(null, 0)]).toEqual([1, 1]);
});

/** The same by tables and words, sharing no line. */
function naive({ money, level, pressing, silentDays, rhythm }: CareFacts, rules: typeof first): number {
  const part = (most: number, share: number) => 1 * (1 - share) + most * share;
  const usual = rhythm === null ? rules.rhythmDays : rhythm;
  let silence = silentDays / usual;
  if (silence < 1) silence = 1;
  if (silence > rules.silenceTimes) silence = rules.silenceTimes;
  return part(rules.valueTimes, money / 5) * part(rules.trustTimes, (level - 1) / 5) * part(rules.dueTimes, pressing) * silence;
}

const anyFacts = fc.record({
  money: fc.integer({ min: 0, max: 5 }),
  level: fc.integer({ min: 1, max: 6 }),
  pressing: fc.constantFrom(0, 0.25, 0.5, 0.75, 1),
  silentDays: fc.integer({ min: 0, max: 3650 }),
  rhythm: fc.option(fc.integer({ min: 2, max: 400 }).map((halves) => halves / 2)),
});

test('whatever the numbers, it is the naive product, and more of anything is never less urgent', () => {
  const anyRules = fc.record({
    value: fc.integer({ min: 1, max: 20 }),
    trust: fc.integer({ min: 1, max: 20 }),
    due: fc.integer({ min: 1, max: 20 }),
    silence: fc.integer({ min: 1, max: 10 }),
    rhythm: fc.integer({ min: 7, max: 180 }),
  });
  fc.assert(
    fc.property(anyFacts, anyRules, (one, told) => {
      const rules = {
        ...first,
        valueTimes: told.value,
        trustTimes: told.trust,
        dueTimes: told.due,
        silenceTimes: told.silence,
        rhythmDays: told.rhythm,
      };
      const { score } = careFactors(one, rules);
      expect(score).toBeCloseTo(naive(one, rules), 6);
      for (const more of [
        { money: Math.min(5, one.money + 1) },
        { level: Math.min(6, one.level + 1) },
        { pressing: 1 },
        { silentDays: one.silentDays + 1 },
      ])
        expect(careFactors({ ...one, ...more }, rules).score).toBeGreaterThanOrEqual(score - 1e-9);
    }),
  );
});

test('a rhythm begins to be lost at one and a half, is lost at two and a half, and never within a week', () => {
  expect([29, 30, 49, 50].map((days) => lostRhythm(days, 20))).toEqual([null, 'amber', 'amber', 'red']);
  expect([lostRhythm(6, 1), lostRhythm(7, 1), lostRhythm(900, null)]).toEqual([null, 'red', null]);
});

test('minutes make names, at least one', () => {
  expect([namesOf(first), namesOf({ minutes: 5, perName: 60 }), namesOf({ minutes: 50, perName: 7 })]).toEqual([10, 1, 7]);
});

test('the attention gap is what the top fifth bring less what they get, and nothing where there is too little', () => {
  const week = { touches: 40, topTouches: 12, buyers: 10, moneyShare: 0.8 };
  const told = attention(week)!;
  expect([told.touchShare, told.moneyShare]).toEqual([0.3, 0.8]);
  expect(told.gap).toBeCloseTo(0.5, 9);
  expect([attention({ ...week, touches: 0 }), attention({ ...week, buyers: 4 }), attention({ ...week, moneyShare: null })]).toEqual([
    null,
    null,
    null,
  ]);
});
