import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstTrustNumbers, lastSign, proposeLevels, type TrustFacts, type TrustPolicy, talkRhythm } from './trust-suggestions.ts';

const today = 200;
const nobody: TrustFacts = {
  ...{ level: 1, isLost: false, hasSource: false, repliedOn: null, askedOn: null, triedOn: null },
  ...{ talkDays: [], orderDays: [], spokeOn: null, ownLevels: [], lastMove: null },
};
const policy = (more: Partial<TrustPolicy> = {}): TrustPolicy => ({
  ...{ numbers: firstTrustNumbers, modeOf: () => 'ask', isRefused: () => false },
  ...more,
});
const propose = (facts: Partial<TrustFacts>, more: Partial<TrustPolicy> = {}, on = today) =>
  proposeLevels({ ...nobody, ...facts }, policy(more), on);
const up = (facts: Partial<TrustFacts>) => propose(facts).up;
const down = (facts: Partial<TrustFacts>) => propose(facts).down;

describe('up', () => {
  it('2 wants a source that is known and a word of hers, not one of them', () => {
    expect(up({ hasSource: true })).toBeNull();
    expect(up({ repliedOn: 190 })).toBeNull();
    expect(up({ hasSource: true, repliedOn: 190 })).toEqual({ rule: 'replied', level: 2, on: 190, rules: ['replied'] });
  });

  it('3 is a question, something tried, or three two-way days of the last thirty', () => {
    expect(up({ askedOn: 20 })).toMatchObject({ rule: 'asked', level: 3, on: 20 });
    expect(up({ triedOn: 30 })).toMatchObject({ rule: 'tried', level: 3 });
    // day 170 is thirty days ago: no longer within the last thirty, today among them
    expect(up({ talkDays: [170, 180, 190] })).toBeNull();
    expect(up({ talkDays: [171, 180, 190] })).toMatchObject({ rule: 'talks', level: 3, on: 190 });
    expect(up({ askedOn: 20, talkDays: [171, 180, 190] })).toEqual({ rule: 'asked', level: 3, on: 190, rules: ['asked', 'talks'] });
  });

  it('4 is the first order, 5 a second on another day, or one and ninety days of talk', () => {
    expect(up({ orderDays: [50] })).toMatchObject({ rule: 'firstPaid', level: 4, on: 50 });
    expect(up({ orderDays: [50, 50] })).toMatchObject({ level: 4 });
    expect(up({ orderDays: [50, 51] })).toMatchObject({ rule: 'paidTwice', level: 5, on: 51 });
    expect(up({ orderDays: [50], talkDays: [40, 129] })).toMatchObject({ level: 4 });
    expect(up({ orderDays: [50], talkDays: [40, 130] })).toMatchObject({ rule: 'paidTalks', level: 5, on: 130 });
    expect(up({ talkDays: [1, 130] })).toBeNull();
  });

  it('6 is three orders and a word for us', () => {
    expect(up({ orderDays: [50, 50, 60] })).toMatchObject({ level: 5 });
    expect(up({ orderDays: [50, 60], spokeOn: 70 })).toMatchObject({ level: 5 });
    expect(up({ orderDays: [50, 50, 60], spokeOn: 70 })).toMatchObject({ rule: 'speaks', level: 6, on: 70 });
  });

  it('after a step down wants something newer; what she has, and what the seller refused, is not proposed', () => {
    const facts = { level: 3, orderDays: [50, 60] };
    expect(up({ ...facts, lastMove: { on: 60, wentDown: true } })).toBeNull();
    expect(up({ ...facts, lastMove: { on: 59, wentDown: true } })).toMatchObject({ level: 5 });
    expect(up({ ...facts, lastMove: { on: 90, wentDown: false } })).toMatchObject({ level: 5 });
    expect(up({ ...facts, level: 5 })).toBeNull();
    expect(propose(facts, { isRefused: (level) => level === 5 }).up).toMatchObject({ rule: 'firstPaid', level: 4 });
    expect(propose(facts, { modeOf: (rule) => (rule === 'paidTwice' ? 'off' : 'ask') }).up).toMatchObject({ level: 4 });
  });
});

it('of own rules that disagree the highest counts, and whom the seller moved up none pulls down', () => {
  expect(up({ ownLevels: [2, 5, 3] })).toMatchObject({ rule: 'own', level: 5 });
  const both = { level: 4, ownLevels: [2, 3] };
  expect([up(both), down(both)]).toMatchObject([null, { rule: 'own', level: 3 }]);
  expect(down({ ...both, lastMove: { on: 60, wentDown: false } })).toBeNull();
  // one that says up and one that says down: the higher one, and no dispute of her with herself
  expect(propose({ level: 4, ownLevels: [2, 5] })).toMatchObject({ up: { level: 5 }, down: null });
});

describe('down', () => {
  it('is one step after more than twice her own rhythm, from a fortnight on', () => {
    const talkDays = [100, 110, 120, 140];
    expect(talkRhythm(talkDays, 4)).toBe(10);
    expect(talkRhythm([100, 110, 120], 4)).toBeNull();
    expect(propose({ level: 4, talkDays }, {}, 160).down).toBeNull();
    expect(propose({ level: 4, talkDays }, {}, 161).down).toEqual({ rule: 'silent', level: 3, on: 140, rules: ['silent'] });
    // who talks daily
    expect(propose({ level: 4, talkDays: [100, 101, 102, 103] }, {}, 116).down).toBeNull();
    expect(propose({ level: 4, talkDays: [100, 101, 102, 103] }, {}, 117).down).toMatchObject({ level: 3 });
  });

  it('counts from any sign of her and from her last step, and leaves level 1 where it is', () => {
    const silent = { level: 4, talkDays: [100, 110, 120, 140] };
    expect(down(silent)).toMatchObject({ level: 3 });
    for (const sign of [{ repliedOn: 190 }, { orderDays: [190] }, { lastMove: { on: 190, wentDown: true } }])
      expect(down({ ...silent, ...sign })).toBeNull();
    expect(down({ ...silent, level: 1 })).toBeNull();
  });

  it('is all the way for who is lost, and nobody lost goes up', () => {
    const lost = { level: 4, isLost: true, orderDays: [50, 60], repliedOn: 70 };
    expect(propose(lost)).toEqual({ up: null, down: { rule: 'lost', level: 1, on: 70, rules: ['lost'] } });
    expect(propose({ isLost: true })).toEqual({ up: null, down: null });
  });
});

it('own rules name a level both ways; of several the highest counts, and against her last step they are nothing new', () => {
  expect(propose({ ownLevels: [2, 4] })).toMatchObject({ up: { rule: 'own', level: 4, on: today }, down: null });
  expect(propose({ ownLevels: [2, 4], level: 5 })).toMatchObject({ up: null, down: { rule: 'own', level: 4 } });
  expect(propose({ ownLevels: [2, 4], level: 4 })).toEqual({ up: null, down: null });
  expect(up({ ownLevels: [4], lastMove: { on: 100, wentDown: true } })).toBeNull();
  expect(down({ ownLevels: [4], level: 5, lastMove: { on: 100, wentDown: false } })).toBeNull();
});

it('says both where the rules disagree: the worked example', () => {
  expect(propose({ level: 4, talkDays: [100, 110, 120, 140], orderDays: [105, 118] })).toMatchObject({
    up: { rule: 'paidTwice', level: 5 },
    down: { rule: 'silent', level: 3 },
  });
});

const day = fc.integer({ min: 0, max: today });
const maybeDay = fc.option(day, { nil: null });
const days = (max: number) => fc.array(day, { maxLength: max }).map((list) => list.sort((a, b) => a - b));
const anybody: fc.Arbitrary<TrustFacts> = fc.record({
  level: fc.integer({ min: 1, max: 6 }),
  isLost: fc.boolean(),
  hasSource: fc.boolean(),
  repliedOn: maybeDay,
  askedOn: maybeDay,
  triedOn: maybeDay,
  talkDays: days(12).map((list) => [...new Set(list)]),
  orderDays: days(5),
  spokeOn: maybeDay,
  ownLevels: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }),
  lastMove: fc.option(fc.record({ on: day, wentDown: fc.boolean() }), { nil: null }),
});

/** Written the other way round: from the level down. */
function plainUp(f: TrustFacts): number | null {
  const after = (on: number | null | undefined) => on != null && (!f.lastMove?.wentDown || on > f.lastMove.on);
  const bought = f.orderDays.at(-1);
  const talked = f.talkDays.at(-1);
  const reaches: Record<number, boolean> = {
    6: f.orderDays.length >= 3 && f.spokeOn !== null && (after(f.spokeOn) || after(bought)),
    5:
      (new Set(f.orderDays).size >= 2 && after(bought)) ||
      (bought !== undefined && talked !== undefined && talked - f.talkDays[0]! >= 90 && (after(talked) || after(bought))),
    4: after(bought),
    3: after(f.askedOn) || after(f.triedOn) || (f.talkDays.filter((on) => on > today - 30).length >= 3 && after(talked)),
    2: f.hasSource && after(f.repliedOn),
  };
  if (f.isLost) return null;
  const own = (level: number) => f.ownLevels.includes(level) && !f.lastMove?.wentDown;
  for (let level = 6; level > f.level; level--) if (reaches[level] || own(level)) return level;
  return null;
}

describe('for anybody', () => {
  it('agrees with the rules written plainly, goes the right way and rests on days that were', () => {
    fc.assert(
      fc.property(anybody, (facts) => {
        const proposals = propose(facts);
        expect(proposals.up?.level ?? null).toBe(plainUp(facts));
        for (const proposal of [proposals.up, proposals.down]) {
          if (!proposal) continue;
          expect(proposal.rules[0]).toBe(proposal.rule);
          expect(proposal.on).toBeLessThanOrEqual(today);
        }
        if (proposals.down) expect(proposals.down.level).toBeLessThan(facts.level);
      }),
    );
  });

  it('never goes lower for one more order, and silence ends with any sign', () => {
    fc.assert(
      fc.property(anybody, (facts) => {
        const reached = (f: TrustFacts) => Math.max(f.level, propose(f).up?.level ?? 0);
        const more = { ...facts, orderDays: [...facts.orderDays, today] };
        expect(reached(more)).toBeGreaterThanOrEqual(reached(facts));
        if (!facts.isLost) expect(propose(more).down?.rules ?? []).not.toContain('silent');
        expect(lastSign(more)).toBe(today);
      }),
    );
  });

  it('settles: once both ways were taken nothing is proposed again on that day', () => {
    fc.assert(
      fc.property(anybody, (facts) => {
        let now = facts;
        for (let steps = 0; steps < 3; steps++) {
          const { up: higher, down: lower } = propose(now);
          const next = higher ?? lower;
          if (!next) return;
          now = { ...now, level: next.level, lastMove: { on: today, wentDown: next.level < now.level } };
        }
        expect(propose(now)).toEqual({ up: null, down: null });
      }),
    );
  });
});
