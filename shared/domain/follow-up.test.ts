import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DueStep, dueSteps, type Sop, type SopFacts, type Sops, silentFrom, sopKeys, spread, withoutOutdated } from './follow-up.ts';
import { firstSops, sopsWith } from './sop-starters.ts';
import { parseTemplate } from './template.ts';

const dayMs = 86_400_000;
const occasion = (on: number) => ({ on, at: on * dayMs });
const none: SopFacts = { occasions: {}, boughtAt: null, repliedAt: null, repliedOn: null };
const brief = (steps: readonly DueStep[]) => steps.map(({ sop, step, fromOn, dueOn }) => [sop.id, step.key, fromOn, dueOn]);

describe('which steps are due', () => {
  it('reckons the worked example', () => {
    const facts = { ...none, occasions: { signed: [occasion(100)], unpaid: [occasion(101)] } };
    const due = dueSteps(sopsWith({}), facts, 0, 107);
    expect(brief(due)).toEqual([
      ['signed', 'd0', 100, 100],
      ['unpaid', 'd1', 101, 102],
      ['signed', 'd2', 100, 102],
      ['unpaid', 'd3', 101, 104],
      ['signed', 'd7', 100, 107],
    ]);
    const placed = spread(due.slice(1), { today: 102, gapDays: 1, taken: [] });
    expect(placed.map(({ on, putOff }) => [on, putOff])).toEqual([
      [102, null],
      [103, 'crowd'],
      [104, null],
      [107, null],
    ]);
  });

  it('leaves out a step that a later one of the same occasion has come up behind', () => {
    const due = dueSteps(sopsWith({}), { ...none, occasions: { signed: [occasion(100), occasion(101)] } }, 0, 200);
    expect(brief(withoutOutdated(due, 102)).map(([, key, from]) => [key, from])).toEqual([
      ['d0', 101],
      ['d2', 100],
      ['d2', 101],
      ['d7', 100],
      ['d7', 101],
    ]);
    expect(withoutOutdated(due, 99)).toEqual(due);
  });

  it('ends when she bought or wrote, where the template says so, and only after its occasion', () => {
    const facts = {
      ...none,
      occasions: { added: [occasion(10)], levelDown: [occasion(10)] },
      repliedAt: 10 * dayMs,
      repliedOn: 10,
      boughtAt: 10 * dayMs,
    };
    const on = sopsWith({ levelDown: { ...firstSops.levelDown, isOn: true } });
    expect(dueSteps(on, facts, 0, 99)).toHaveLength(4);
    expect(dueSteps(on, { ...facts, boughtAt: 10 * dayMs + 1 }, 0, 99).map(({ sop }) => sop.id)).toEqual(['levelDown']);
    expect(dueSteps(on, { ...facts, repliedAt: 10 * dayMs + 1, repliedOn: 10 }, 0, 99).map(({ sop }) => sop.id)).toEqual([
      'added',
      'added',
      'added',
    ]);
  });

  it('a word before the first step of repurchase answers none of its steps, a later one does', () => {
    const sops = sopsWith({ repurchase: { ...firstSops.repurchase, stops: ['replied' as const] } });
    const facts = { ...none, occasions: { repurchase: [{ on: 100, at: 70 * dayMs }] } };
    expect(dueSteps(sops, { ...facts, repliedAt: 92 * dayMs, repliedOn: 92 }, 0, 200)).toHaveLength(4);
    expect(dueSteps(sops, { ...facts, repliedAt: 93 * dayMs, repliedOn: 93 }, 0, 200)).toEqual([]);
  });

  it('silence begins a day after her rhythm is used up, and never before so many days', () => {
    expect([silentFrom(100, 10, 2, 14), silentFrom(100, 2.5, 2, 14), silentFrom(100, 8.5, 2, 14)]).toEqual([121, 114, 118]);
  });

  it('the words of the first day can be read', () => {
    for (const key of sopKeys) {
      const { steps } = firstSops[key];
      expect(new Set(steps.map((step) => step.key)).size, key).toBe(steps.length);
      for (const { words } of steps) expect(parseTemplate(words).problems, words).toEqual([]);
    }
  });
});

const stepOf = fc.record({ days: fc.integer({ min: -9, max: 9 }), key: fc.constantFrom('a', 'b', 'c', 'd') });
const sopOf: fc.Arbitrary<Sop> = fc.record({
  isOn: fc.boolean(),
  stops: fc.subarray(['bought', 'replied'] as const).map((stops) => [...stops]),
  steps: fc
    .uniqueArray(stepOf, { selector: ({ key }) => key, minLength: 1, maxLength: 4 })
    .map((steps) => steps.map((step) => ({ ...step, title: step.key, words: '', kind: 'service' as const, minutes: 1 }))),
  tags: fc.subarray(['想买', '送礼']),
});
const own = fc.array(fc.tuple(sopOf, fc.constantFrom(...sopKeys)), { maxLength: 3 });
const sops: fc.Arbitrary<Sops> = fc.tuple(fc.tuple(...sopKeys.map(() => sopOf)), own).map(([first, more]) =>
  sopsWith(
    Object.fromEntries(first.map((sop, i) => [sopKeys[i]!, sop])),
    more.map(([sop, trigger], n) => ({ ...sop, trigger, id: `own${n}`, name: `自己的${n}` })),
  ),
);
const moment = fc.integer({ min: 0, max: 30 * dayMs });
const facts: fc.Arbitrary<SopFacts> = fc
  .record({
    occasions: fc.dictionary(
      fc.constantFrom(...sopKeys),
      fc.array(
        fc.tuple(fc.nat(30), fc.constantFrom('想买', '送礼', '别的')).map(([on, tag]) => ({ ...occasion(on), tag })),
        { maxLength: 4 },
      ),
    ),
    boughtAt: fc.option(moment),
    repliedAt: fc.option(moment),
  })
  .map((one) => ({ ...one, repliedOn: one.repliedAt === null ? null : Math.floor(one.repliedAt / dayMs) }));

/** As a person would check a calendar: every day, every template, every occasion, every step. */
function naive(all: Sops, friend: SopFacts, on: number): string[] {
  const found = new Set<string>();
  for (const { id, trigger, isOn, stops, steps, tags } of all) {
    for (const { on: from, at, tag } of friend.occasions[trigger] ?? []) {
      if (trigger === 'tagged' && tags.every((name) => name !== tag)) continue;
      const bought = stops.includes('bought') && friend.boughtAt !== null && friend.boughtAt > at;
      const firstOn = from + steps.reduce((first, { days }) => Math.min(first, days), Number.POSITIVE_INFINITY);
      const isLaterWord = friend.repliedAt !== null && friend.repliedAt > at && friend.repliedOn! >= firstOn;
      const replied = stops.includes('replied') && isLaterWord;
      if (!isOn || bought || replied) continue;
      for (const step of steps) if (from + step.days === on) found.add(`${id} ${step.key} ${from}`);
    }
  }
  return [...found].sort();
}

it('finds on every day what a walk over all of them finds, each step of an occasion once', () => {
  fc.assert(
    fc.property(sops, facts, (all, friend) => {
      for (let on = -10; on <= 40; on++) {
        const due = dueSteps(all, friend, on, on);
        expect(due.map(({ sop, step, fromOn }) => `${sop.id} ${step.key} ${fromOn}`).sort()).toEqual(naive(all, friend, on));
      }
      const whole = dueSteps(all, friend, -10, 40);
      expect(new Set(whole.map(({ sop, step, fromOn }) => `${sop.id} ${step.key} ${fromOn}`)).size).toBe(whole.length);
      expect(whole.every(({ dueOn }, i) => i === 0 || whole[i - 1]!.dueOn <= dueOn)).toBe(true);
    }),
  );
});

it('gives every step the nearest free day, never one before it is due, two of them never too near each other', () => {
  const steps = fc.array(
    fc.integer({ min: -10, max: 20 }).map((dueOn) => ({ dueOn })),
    { maxLength: 12 },
  );
  const placing = fc.record({
    today: fc.constant(0),
    gapDays: fc.integer({ min: 1, max: 4 }),
    taken: fc.array(fc.integer({ min: -3, max: 9 })),
  });
  fc.assert(
    fc.property(steps, placing, fc.option(fc.nat(15)), (list, how, held) => {
      const sorted = [...list].sort((a, b) => a.dueOn - b.dueOn);
      const placed = spread(sorted, { ...how, heldUntil: () => held });
      const isFar = (on: number, others: readonly number[]) => others.every((one) => Math.abs(one - on) >= how.gapDays);
      for (const [i, { step, on, putOff }] of placed.entries()) {
        const before = [...how.taken, ...placed.slice(0, i).map((one) => one.on)];
        const wanted = Math.max(step.dueOn, 0);
        const free = Math.max(wanted, held ?? 0);
        expect(isFar(on, before)).toBe(true);
        for (let day = free; day < on; day++) expect(isFar(day, before)).toBe(false);
        expect(putOff).toBe(on > free ? 'crowd' : free > wanted ? 'guard' : null);
        expect(on).toBeGreaterThanOrEqual(free);
      }
    }),
  );
});
