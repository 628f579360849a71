import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../contracts/settings.ts';
import { touchKinds } from '../contracts/touches.ts';
import {
  asOf,
  byTime,
  dayStart,
  type GuardQuestion,
  type GuardSettings,
  type GuardTouch,
  guardAnswer,
  guardSettings,
  horizonMs,
  isAimed,
  isMarketing,
  isQuiet,
  loadAt,
  weightsAt,
} from './fatigue.ts';

const settings = guardSettings(defaultSettings);
const hour = 3_600_000;
const day = 24 * hour;
/** Monday, 12:00 in China */
const noon = Date.UTC(2026, 10, 16, 4);
const out = (at: number, kind: GuardTouch['kind'] = 'privateAdvert'): GuardTouch => ({ at, kind, direction: 'out' });
const hers = (at: number): GuardTouch => ({ at, kind: 'ordinary', direction: 'in' });
const ask = (at: number, more: Partial<GuardQuestion> = {}): GuardQuestion => ({
  kind: 'privateAdvert',
  at,
  trustLevel: 3,
  tagged: false,
  ...more,
});

const kinds = fc.constantFrom(...touchKinds);
const anyMoment = fc.integer({ min: noon - 20 * day, max: noon + 10 * day });
/** often the very beginning of a day */
const moment = fc.oneof(
  anyMoment,
  anyMoment.map((at) => dayStart(at)),
);
const touch = fc.record<GuardTouch>({ at: moment, kind: kinds, direction: fc.constantFrom('out', 'out', 'out', 'in') });
const touches = fc.array(touch, { maxLength: 25 });
const question = fc.record<GuardQuestion>({
  kind: kinds,
  at: moment,
  trustLevel: fc.integer({ min: 1, max: 6 }),
  tagged: fc.constant(false),
});
const minute = fc.integer({ min: 0, max: 1439 });
const numbers = fc.record({
  halfLifeDays: fc.double({ min: 0.5, max: 20, noNaN: true }),
  replyLeaves: fc.double({ min: 0, max: 1, noNaN: true }),
  quiet: fc.record({ from: minute, to: minute }),
  perDay: fc.integer({ min: 1, max: 4 }),
  perWindow: fc.integer({ min: 1, max: 6 }),
  windowDays: fc.integer({ min: 2, max: 10 }),
});
const anySettings: fc.Arbitrary<GuardSettings> = numbers.map((some) => ({ ...settings, ...some }));

/** The rules as domain-rules.md says them, without a thought for speed. */
const naiveLoad = (list: readonly GuardTouch[], at: number, s: GuardSettings): number => {
  let load = 0;
  let before = 0;
  for (const one of [...list].filter((each) => each.at <= at).sort(byTime)) {
    load *= 0.5 ** ((one.at - before) / (s.halfLifeDays * day));
    before = one.at;
    load = one.direction === 'in' ? load * s.replyLeaves : load + s.weights[one.kind];
  }
  return load * 0.5 ** ((at - before) / (s.halfLifeDays * day));
};

const localDay = (at: number) => new Date(at).toDateString();
const naiveOk = (list: readonly GuardTouch[], { kind, at, trustLevel }: GuardQuestion, s: GuardSettings): boolean => {
  if (kind === 'ordinary' || kind === 'service') return true;
  const clock = new Date(at).getHours() * 60 + new Date(at).getMinutes();
  const { from, to } = s.quiet;
  const quiet = from <= to ? from <= clock && clock < to : clock >= from || clock < to;
  if (quiet && kind !== 'momentAdvert') return false;
  const told = list.filter((one) => one.direction === 'out' && one.at <= at && isAimed(one.kind));
  const days = Array.from({ length: s.windowDays }, (_, back) => {
    const date = new Date(at);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate() - back, 12).toDateString();
  });
  if (isAimed(kind)) {
    if (told.filter((one) => localDay(one.at) === localDay(at)).length >= s.perDay) return false;
    if (told.filter((one) => days.includes(localDay(one.at))).length >= s.perWindow) return false;
  }
  return naiveLoad(list, at, s) < s.caps[trustLevel - 1]!;
};

describe('load', () => {
  it('is the sum of weights, half after each half-life, half after each message of hers', () => {
    expect(loadAt([out(noon)], noon, settings)).toBe(3);
    expect(loadAt([out(noon)], noon + 3 * day, settings)).toBeCloseTo(1.5, 12);
    expect(loadAt([out(noon), hers(noon + 1), hers(noon + 2)], noon + 3 * day, settings)).toBeCloseTo(0.375, 6);
    expect(loadAt([hers(noon - 1), out(noon)], noon, settings)).toBe(3);
    expect(weightsAt([out(noon), hers(noon), out(noon + day)], noon, settings)).toEqual([3, 0, 0]);
  });

  it('equals the naive walk', () => {
    fc.assert(
      fc.property(touches, moment, anySettings, (list, at, s) => {
        expect(loadAt(list, at, s)).toBeCloseTo(naiveLoad(list, at, s), 8);
      }),
    );
  });

  it('never falls when there are more touches, whatever their order', () => {
    fc.assert(
      fc.property(touches, touches, moment, anySettings, (list, more, at, s) => {
        const added = more.map((one) => ({ ...one, direction: 'out' as const }));
        expect(loadAt([...list, ...added], at, s)).toBeGreaterThanOrEqual(loadAt(list, at, s) - 1e-9);
        expect(loadAt([...list].reverse(), at, s)).toBeCloseTo(loadAt(list, at, s), 9);
      }),
    );
  });

  it('never rises by itself, nor by a message of hers', () => {
    fc.assert(
      fc.property(touches, moment, fc.integer({ min: 0, max: 30 * day }), anySettings, (list, at, later, s) => {
        const past = list.filter((one) => one.at <= at);
        expect(loadAt(past, at + later, s)).toBeLessThanOrEqual(loadAt(past, at, s) + 1e-9);
        expect(loadAt([...past, hers(at)], at, s)).toBeLessThanOrEqual(loadAt(past, at, s) + 1e-9);
      }),
    );
  });

  it('loses less than 0.005 beyond the horizon, even with fifty of the heaviest every day', () => {
    fc.assert(
      fc.property(anySettings, (s) => {
        const horizon = horizonMs(s);
        const many = Array.from({ length: 50 * 400 }, (_, i) => out(noon - horizon - Math.floor(i / 50) * day - 1));
        expect(loadAt(many, noon, s)).toBeLessThan(0.005);
        expect(horizon).toBeGreaterThan(s.windowDays * day);
      }),
      { numRuns: 20 },
    );
  });
});

describe('answers', () => {
  it('let the first advert go, hold the second of a day, and say when', () => {
    expect(guardAnswer([], ask(noon), settings)).toEqual({ answer: 'ok', load: 0, cap: 5 });
    const held = guardAnswer([out(noon)], ask(noon + hour), settings);
    expect(held).toMatchObject({ answer: 'notBefore', rules: ['day'], touches: [0], at: Date.UTC(2026, 10, 17, 0) });
  });

  it('count three touches in seven days, and name them', () => {
    const list = [out(noon - 3 * day, 'liveInvite'), out(noon - 2 * day, 'liveInvite'), out(noon - 4 * day, 'liveInvite')];
    const held = guardAnswer(list, ask(noon, { trustLevel: 6 }), settings);
    // the oldest was on the 12th: on the 19th it is out of the seven days
    expect(held).toMatchObject({ answer: 'notBefore', rules: ['window'], touches: [2, 0, 1], at: Date.UTC(2026, 10, 19, 0) });
  });

  it('know the quiet hours over midnight, and leave moments out of them', () => {
    const late = Date.UTC(2026, 10, 16, 14, 30);
    expect(guardAnswer([], ask(late), settings)).toMatchObject({ answer: 'notBefore', rules: ['quiet'], at: Date.UTC(2026, 10, 17, 0) });
    expect(guardAnswer([], ask(Date.UTC(2026, 10, 16, 23, 59)), settings)).toMatchObject({ at: Date.UTC(2026, 10, 17, 0) });
    expect(guardAnswer([], ask(late, { kind: 'momentAdvert' }), settings).answer).toBe('ok');
  });

  it('block marketing for those who carry the tag, and nothing else', () => {
    expect(guardAnswer([], ask(noon, { tagged: true }), settings)).toMatchObject({ answer: 'blocked', rules: ['tag'] });
    expect(guardAnswer([], ask(noon, { tagged: true, kind: 'service' }), settings).answer).toBe('ok');
  });

  it('never hold back service words and answers', () => {
    fc.assert(
      fc.property(touches, question, fc.boolean(), (list, asked, tagged) => {
        for (const kind of ['service', 'ordinary'] as const)
          expect(guardAnswer(list, { ...asked, kind, tagged }, settings).answer).toBe('ok');
      }),
    );
  });

  it('equal the naive rules, and name the first moment at which they become ok', () => {
    fc.assert(
      fc.property(
        touches,
        question,
        anySettings,
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (list, asked, s, parts) => {
          const given = guardAnswer(list, asked, s);
          expect(given.answer === 'ok').toBe(naiveOk(list, asked, s));
          if (given.answer !== 'notBefore') return;
          expect(given.at).toBeGreaterThan(asked.at);
          expect(naiveOk(list, { ...asked, at: given.at }, s)).toBe(true);
          const before = [given.at - 1, given.at - 60_000, dayStart(given.at) - 1, ...list.map(({ at }) => at)];
          for (const part of parts) before.push(Math.floor(asked.at + part * (given.at - asked.at)));
          for (const at of before) if (at >= asked.at && at < given.at) expect(naiveOk(list, { ...asked, at }, s)).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('equal them at the very edges of the quiet hours', () => {
    fc.assert(
      fc.property(touches, question, anySettings, fc.constantFrom('from', 'to'), fc.constantFrom(-1, 0, 1), (list, asked, s, end, ms) => {
        const at = new Date(asked.at).setHours(0, s.quiet[end], 0, 0) + ms;
        expect(guardAnswer(list, { ...asked, at }, s).answer === 'ok').toBe(naiveOk(list, { ...asked, at }, s));
      }),
    );
  });

  it('name only touches that are there, each once, the oldest first', () => {
    fc.assert(
      fc.property(touches, question, (list, asked) => {
        const given = guardAnswer(list, asked, settings);
        if (given.answer === 'ok') return;
        expect(new Set(given.touches).size).toBe(given.touches.length);
        const named = given.touches.map((place) => list[place]!);
        expect([...named].sort(byTime)).toEqual(named);
        if (isMarketing(asked.kind)) expect(given.rules.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a clock that jumps', () => {
  it('back: touches of the days to come count as made now, what is years ahead does not, and her messages forgive nothing', () => {
    expect(asOf([out(noon + hour), out(noon + 400 * day), hers(noon + hour), out(noon - hour)], noon)).toEqual([
      out(noon),
      out(noon - hour),
    ]);
  });

  it('forward: only less is left, and the answer comes closer', () => {
    fc.assert(
      fc.property(touches, question, fc.integer({ min: 0, max: 400 * day }), (list, asked, jump) => {
        const past = asOf(list, asked.at);
        const [first, second] = [guardAnswer(past, asked, settings), guardAnswer(past, { ...asked, at: asked.at + jump }, settings)];
        expect(second.load).toBeLessThanOrEqual(first.load + 1e-9);
        if (first.answer === 'notBefore' && asked.at + jump >= first.at) expect(['ok', 'notBefore']).toContain(second.answer);
      }),
    );
  });
});

describe.each(['America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'America/Sao_Paulo', 'Asia/Shanghai'])('in %s', (zone) => {
  const home = process.env.TZ;
  beforeEach(() => {
    process.env.TZ = zone;
  });
  afterEach(() => {
    process.env.TZ = home;
  });

  it('days and quiet hours follow the clocks on the wall, through every change of them', () => {
    const year = fc.integer({ min: Date.UTC(2018, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(year, anySettings, (at, s) => {
        const given = guardAnswer([out(at - hour)], ask(at, { kind: 'liveInvite' }), s);
        expect(given.answer === 'ok').toBe(naiveOk([out(at - hour)], ask(at, { kind: 'liveInvite' }), s));
        if (given.answer !== 'notBefore') return;
        expect(isQuiet(given.at, s)).toBe(false);
        const list = [out(at - hour)];
        for (let t = at; t < given.at; t += 10 * 60_000) expect(naiveOk(list, ask(t, { kind: 'liveInvite' }), s)).toBe(false);
        expect(naiveOk(list, ask(given.at - 1, { kind: 'liveInvite' }), s)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
