import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContentCategory, contentCategories } from '../contracts/content.ts';
import {
  breakOfSilence,
  firstMixLimits,
  type MixLimits,
  type MixPost,
  mendingDays,
  mendingSlots,
  mixClassOf,
  mixOf,
  mixVerdict,
  mixWarnings,
  postsToMend,
} from './content-mix.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const posts = (...list: [number, ContentCategory][]): MixPost[] => list.map(([n, category]) => ({ on: day(n), category }));
const anyPosts = fc
  .array(fc.tuple(fc.nat(40), fc.constantFrom(...contentCategories)), { maxLength: 60 })
  .map((list) => posts(...list.sort(([a], [b]) => a - b)));

/** Whatever she may set them to. */
const anyLimits: fc.Arbitrary<MixLimits> = fc.record({
  lastPosts: fc.integer({ min: 10, max: 100 }),
  plannedDays: fc.integer({ min: 7, max: 31 }),
  // shares that lists of a few posts meet exactly come often
  offerShare: fc.oneof(
    fc.constantFrom(0.2, 0.25, 0.4, 0.5, 1),
    fc.integer({ min: 10, max: 100 }).map((percent) => percent / 100),
  ),
  livingShare: fc.oneof(
    fc.constantFrom(0, 0.25, 0.5, 0.6, 0.75),
    fc.integer({ min: 0, max: 90 }).map((percent) => percent / 100),
  ),
  postsPerDay: fc.integer({ min: 1, max: 20 }),
  silentDays: fc.integer({ min: 1, max: 30 }),
});

describe('content mix', () => {
  it('counts every post in one class and the living ones as a share of all', () => {
    fc.assert(
      fc.property(anyPosts, (list) => {
        const mix = mixOf(list);
        expect(Object.values(mix.counts).reduce((a, b) => a + b, 0)).toBe(list.length);
        const shelf = list.filter(({ category }) => ['case', 'offer'].includes(category)).length;
        if (list.length > 0) expect(mix.livingShare).toBeCloseTo(1 - shelf / list.length);
        else expect(mix.livingShare).toBeNull();
      }),
    );
  });

  it('warns of offers in a row once per run, on the day of the second', () => {
    const list = posts([0, 'offer'], [1, 'offer'], [2, 'offer'], [3, 'life'], [4, 'offer'], [5, 'life'], [6, 'offer'], [6, 'offer']);
    expect(mixWarnings(list, null, firstMixLimits).filter(({ kind }) => kind === 'offersInRow')).toEqual([
      { kind: 'offersInRow', on: day(1), count: 3 },
      { kind: 'offersInRow', on: day(6), count: 2 },
    ]);
  });

  it('agrees with a plain look at the list on offers, and on the verdict', () => {
    const fewKinds = fc.array(fc.constantFrom<ContentCategory>('offer', 'life', 'case'), { maxLength: 10 });
    const someOffers = fewKinds.map((list) => posts(...list.map((category, n): [number, ContentCategory] => [n, category])));
    fc.assert(
      fc.property(fc.oneof(anyPosts, someOffers), anyLimits, (list, limits) => {
        const warnings = mixWarnings(list, null, limits);
        const written = list.map(({ category }) => (category === 'offer' ? 'o' : '.')).join('');
        expect(warnings.filter(({ kind }) => kind === 'offersInRow')).toEqual(
          [...written.matchAll(/oo+/g)].map(({ index, 0: run }) => ({ kind: 'offersInRow', on: list[index + 1]!.on, count: run.length })),
        );
        const share = list.length === 0 ? 0 : written.replaceAll('.', '').length / list.length;
        expect(warnings.filter(({ kind }) => kind === 'manyOffers')).toEqual(
          share > limits.offerShare ? [{ kind: 'manyOffers', share }] : [],
        );
        const living = list.filter(({ category }) => category !== 'offer' && category !== 'case').length / list.length;
        const verdict = living >= limits.livingShare && share <= limits.offerShare ? 'living' : 'cold';
        expect(mixVerdict(mixOf(list), limits)).toBe(list.length < 5 ? 'tooFew' : verdict);
      }),
    );
  });

  it('agrees with a day by day count on silence and crowded days', () => {
    fc.assert(
      fc.property(anyPosts, fc.integer({ min: -5, max: 0 }), fc.integer({ min: 40, max: 46 }), anyLimits, (list, from, to, limits) => {
        const warnings = mixWarnings(list, { fromOn: day(from), toOn: day(to) }, limits);
        const perDay = new Map<string, number>();
        for (const { on } of list) perDay.set(on, (perDay.get(on) ?? 0) + 1);
        const silent: string[][] = [[]];
        for (let n = from; n <= to; n++) {
          if (perDay.has(day(n))) silent.push([]);
          else silent.at(-1)!.push(day(n));
        }
        expect(warnings.filter(({ kind }) => kind === 'silence')).toEqual(
          silent
            .filter(({ length }) => length >= limits.silentDays)
            .map((days) => ({ kind: 'silence', fromOn: days[0], toOn: days.at(-1), days: days.length })),
        );
        expect(warnings.filter(({ kind }) => kind === 'crowdedDay')).toEqual(
          [...perDay].filter(([, count]) => count > limits.postsPerDay).map(([on, count]) => ({ kind: 'crowdedDay', on, count })),
        );
      }),
    );
  });

  it('says what to add: with it the mix is living, with one post less it is not', () => {
    fc.assert(
      fc.property(anyPosts, anyLimits, (list, limits) => {
        const add = postsToMend(mixOf(list), limits);
        const categories = { life: 'life', interaction: 'interaction', expertise: 'tips' } as const;
        const mended = [...list, ...add.map((name) => ({ on: day(50), category: categories[name as keyof typeof categories] }))];
        const isCold = (of: MixPost[]) => {
          const { total, counts, livingShare } = mixOf(of);
          return total > 0 && (livingShare! < limits.livingShare || counts.offer / total > limits.offerShare);
        };
        expect(isCold(mended)).toBe(false);
        if (add.length > 0) expect(isCold(mended.slice(0, -1))).toBe(true);
      }),
    );
  });

  it('puts what is to be added on days of offers first, then far from other posts, one a day', () => {
    const span = { fromOn: day(0), toOn: day(6) };
    expect(mendingDays(posts([2, 'offer']), ['life', 'expertise', 'interaction'], span).map(({ on }) => on)).toEqual([
      day(0),
      day(2),
      day(6),
    ]);
    fc.assert(
      fc.property(anyPosts, anyLimits, (list, limits) => {
        const add = postsToMend(mixOf(list), limits);
        const days = mendingDays(list, add, { fromOn: day(0), toOn: day(13) });
        expect(new Set(days.map(({ on }) => on)).size).toBe(Math.min(add.length, 14));
        expect(days.every(({ on }) => on >= day(0) && on <= day(13))).toBe(true);
        // one alone: a day with an offer where there is one, and of those days the one farthest from what stands
        const [one] = mendingDays(list, ['life'], { fromOn: day(0), toOn: day(13) });
        const all = Array.from({ length: 14 }, (_, n) => n);
        const busy = all.filter((n) => list.some(({ on }) => on === day(n)));
        const offers = all.filter((n) => list.some(({ on, category }) => on === day(n) && category === 'offer'));
        const free = (n: number) => Math.min(14, ...busy.map((other) => Math.abs(other - n)));
        const fit = offers.length > 0 ? offers : all;
        expect(fit.map(day)).toContain(one!.on);
        expect(free(all.find((n) => day(n) === one!.on)!)).toBe(Math.max(...fit.map(free)));
      }),
    );
  });

  it('judges nothing by fewer than five posts', () => {
    const judge = (limits: Partial<MixLimits>, ...list: [number, ContentCategory][]) =>
      mixVerdict(mixOf(posts(...list)), { ...firstMixLimits, ...limits });
    expect(judge({}, [0, 'offer'], [1, 'offer'])).toBe('tooFew');
    const cold = [
      [0, 'offer'],
      [1, 'offer'],
      [2, 'case'],
      [3, 'life'],
      [4, 'tips'],
    ] as [number, ContentCategory][];
    expect(judge({}, ...cold)).toBe('cold');
    expect(judge({ livingShare: 0.4 }, ...cold)).toBe('living');
    expect(judge({ livingShare: 0.4, offerShare: 0.39 }, ...cold)).toBe('cold');
    expect(judge({}, [0, 'offer'], [1, 'life'], [2, 'case'], [3, 'life'], [4, 'tips'])).toBe('living');
    expect(mixClassOf('review')).toBe('expertise');
  });
});

it('the slots proposed are her own free ones, each once, never one kept for an offer', () => {
  const slot = (on: string, category: ContentCategory, at = 1) => ({ on, at, category });
  const gaps = [
    { on: '2026-11-24', add: 'life' },
    { on: '2026-11-27', add: 'life' },
    { on: '2026-11-30', add: 'expertise' },
  ] as const;
  const [offer, early, late, tips] = [
    slot('2026-11-24', 'offer'),
    slot('2026-11-23', 'life'),
    slot('2026-11-29', 'interaction'),
    slot('2026-12-02', 'tips'),
  ];
  expect(mendingSlots(gaps, [early, offer, late, tips])).toEqual([
    { on: '2026-11-23', add: 'life', slot: early },
    { on: '2026-11-29', add: 'life', slot: late },
    { on: '2026-12-02', add: 'expertise', slot: tips },
  ]);
  expect(mendingSlots(gaps, [offer])).toEqual(gaps.map((gap) => ({ ...gap, slot: null })));
});

it('breaks a silence in the middle of what is to come of it, in a free slot that is not kept for an offer', () => {
  const silence = { fromOn: '2026-11-20', toOn: '2026-11-26' };
  const slot = (on: string, category: ContentCategory) => ({ on, category });
  expect(breakOfSilence(silence, '2026-11-01', [])).toEqual({ on: '2026-11-23', slot: null });
  expect(breakOfSilence(silence, '2026-11-24', [])).toEqual({ on: '2026-11-25', slot: null });
  expect(breakOfSilence(silence, '2026-11-26', [])).toEqual({ on: '2026-11-26', slot: null });
  expect(breakOfSilence(silence, '2026-11-27', [])).toBeNull();
  const [near, far] = [slot('2026-11-24', 'tips'), slot('2026-11-21', 'life')];
  const others = [slot('2026-11-23', 'offer'), slot('2026-11-19', 'life'), slot('2026-11-27', 'life')];
  expect(breakOfSilence(silence, '2026-11-01', [...others, far, near])).toEqual({ on: '2026-11-24', slot: near });
  expect(breakOfSilence(silence, '2026-11-01', others)).toEqual({ on: '2026-11-23', slot: null });
});
