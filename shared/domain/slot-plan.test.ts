import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentCategories } from '../contracts/content.ts';
import type { FreeSlot } from '../contracts/slots.ts';
import { firstMixLimits } from './content-mix.ts';
import { type PlanInput, type PlanPiece, planSlots, type SlotPlan } from './slot-plan.ts';
import { freeSlots, nextSlot, slotTimes } from './slots.ts';
import { dayNamed, dayNumber, localDay } from './wall-time.ts';

const hour = 3_600_000;
const day = 24 * hour;
const monday = dayNumber('2026-11-23');
const at = (days: number, hours: number) => (monday + days) * day + hours * hour;
const slot = (days: number, hours: number, category: FreeSlot['category'], accountId = 1): FreeSlot => ({
  ...{ accountId, category, at: at(days, hours), on: dayNamed(monday + days) },
});
const piece = (id: number, category: PlanPiece['category'], more: Partial<PlanPiece> = {}): PlanPiece => ({
  ...{ id, category, evergreen: false, cooldownDays: 60, maxUses: null, uses: [] },
  ...more,
});
const nothing = { posts: [], keep: [], refused: [], leaveEmpty: [], limits: firstMixLimits };

const category = fc.constantFrom(...contentCategories);
const days = fc.integer({ min: 0, max: 9 });
const hours = fc.integer({ min: 0, max: 23 });
const accountId = fc.integer({ min: 1, max: 2 });
const pieces = fc
  .array(
    fc.record({
      category,
      evergreen: fc.boolean(),
      cooldownDays: fc.integer({ min: 0, max: 12 }),
      maxUses: fc.option(fc.integer({ min: 1, max: 3 })),
      uses: fc.array(
        fc.tuple(fc.integer({ min: -20, max: 9 }), hours).map(([d, h]) => at(d, h)),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 25 },
  )
  .map((list) => list.map((one, n) => ({ id: n + 1, ...one })));
const inputs: fc.Arbitrary<PlanInput> = fc
  .record({
    slots: fc.uniqueArray(
      fc.tuple(days, hours, category, accountId).map((of) => slot(...of)),
      { maxLength: 24, selector: (one) => `${one.accountId} ${one.at}` },
    ),
    posts: fc.array(
      fc.tuple(fc.integer({ min: -3, max: 9 }), hours, category, accountId).map((of) => slot(...of)),
      { maxLength: 15 },
    ),
    pieces,
    limits: fc.record({
      ...{ postsPerDay: fc.integer({ min: 1, max: 5 }), offerShare: fc.integer({ min: 10, max: 100 }).map((percent) => percent / 100) },
      ...{ lastPosts: fc.constant(20), plannedDays: fc.constant(14), livingShare: fc.constant(0.6), silentDays: fc.constant(3) },
    }),
  })
  .map((input) => ({ ...nothing, ...input }));

/** The rule as the handbook says it. */
const mayGo = ({ evergreen, cooldownDays, maxUses, uses }: PlanPiece, moment: number): boolean => {
  if (!evergreen) return uses.length === 0;
  const dayOf = (time: number) => dayNumber(localDay(time));
  return uses.length < (maxUses ?? Number.POSITIVE_INFINITY) && uses.every((use) => Math.abs(dayOf(use) - dayOf(moment)) >= cooldownDays);
};

/** Everything on the calendar of one account once the plan is carried out, by time. */
function carriedOut(input: PlanInput, plan: SlotPlan, account: number) {
  const picks = plan.picks.map((pick) => ({ ...pick, category: pick.pieceCategory, mine: true }));
  return [...input.posts.map((post) => ({ ...post, mine: false })), ...picks]
    .filter((post) => post.accountId === account)
    .sort((a, b) => a.at - b.at);
}

describe('filling slots from the library', () => {
  test('no piece twice, cool-down and uses kept, every slot answered', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const plan = planSlots(input);
        const ids = plan.picks.map(({ contentId }) => contentId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const pick of plan.picks) expect(mayGo(input.pieces[pick.contentId - 1]!, pick.at)).toBe(true);
        expect([...plan.picks, ...plan.empty].map((one) => `${one.accountId} ${one.at}`).sort()).toEqual(
          input.slots.map((one) => `${one.accountId} ${one.at}`).sort(),
        );
      }),
    );
  });

  test('no more posts a day than she wants, no offer beside an offer, offers within their share', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const plan = planSlots(input);
        for (const account of [1, 2]) {
          const all = carriedOut(input, plan, account);
          for (const [, of] of Map.groupBy(all, ({ on }) => on))
            if (of.some(({ mine }) => mine))
              expect(of.length).toBeLessThanOrEqual(Math.max(input.limits.postsPerDay, of.filter(({ mine }) => !mine).length));
          // posts at the very same moment have no order: judged where times differ
          for (const [n, post] of all.entries()) {
            const next = all[n + 1];
            if (!next || next.at === post.at || !(post.mine || next.mine)) continue;
            const pair = [post, next].every((one) => one.category === 'offer');
            const alone = [post, next].every((one) => all.filter(({ at: of }) => of === one.at).length === 1);
            if (alone) expect(pair).toBe(false);
          }
          const offers = all.filter((one) => one.category === 'offer').length;
          if (all.some((one) => one.mine && one.category === 'offer'))
            expect(offers / all.length).toBeLessThanOrEqual(input.limits.offerShare);
        }
      }),
    );
  });

  test('an empty slot on a day with room has no rested piece left that is no offer and fits', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const plan = planSlots(input);
        const used = new Set(plan.picks.map(({ contentId }) => contentId));
        for (const empty of plan.empty.filter(({ why }) => why !== 'dayFull'))
          for (const one of input.pieces)
            if (['life', 'interaction', 'tips', 'science', 'review'].includes(one.category) && !used.has(one.id))
              expect(mayGo(one, empty.at)).toBe(false);
      }),
    );
  });

  test('a swap keeps the rest, proposes the next piece and never the refused one', () => {
    const input = { ...nothing, slots: [slot(0, 8, 'life'), slot(1, 8, 'life')], pieces: [1, 2, 3].map((id) => piece(id, 'life')) };
    const first = planSlots(input);
    expect(first.picks.map(({ contentId, others }) => [contentId, others])).toEqual([
      [1, 2],
      [2, 1],
    ]);
    const [swapped, kept] = first.picks as [(typeof first.picks)[0], (typeof first.picks)[0]];
    const again = planSlots({ ...input, keep: [kept], refused: [swapped] });
    expect(again.picks.map(({ contentId }) => contentId)).toEqual([3, 2]);
    const last = planSlots({ ...input, keep: [kept], refused: [swapped, again.picks[0]!] });
    expect(last.picks.map(({ contentId }) => contentId)).toEqual([2]);
    expect(last.empty).toMatchObject([{ at: swapped.at, why: 'noPiece' }]);
    expect(planSlots({ ...input, leaveEmpty: [swapped] }).picks.map(({ contentId }) => contentId)).toEqual([1]);
  });

  test('says why: the category, what stands in for an offer, what rests, a full day', () => {
    const posts = [slot(-1, 9, 'offer'), slot(2, 9, 'life'), slot(2, 10, 'tips'), slot(2, 11, 'tips')];
    const rest = piece(3, 'case', { evergreen: true, cooldownDays: 30, uses: [at(-10, 8)] });
    const plan = planSlots({
      ...nothing,
      posts,
      slots: [slot(0, 8, 'offer'), slot(1, 8, 'case'), slot(2, 20, 'life')],
      pieces: [piece(1, 'offer'), piece(2, 'interaction', { evergreen: true, cooldownDays: 5, uses: [at(-6, 8)] }), rest],
    });
    expect(plan.picks).toMatchObject([
      { contentId: 2, pieceCategory: 'interaction', reason: { fit: 'insteadOfOffer', fresh: 'rested', restedDays: 6 } },
    ]);
    expect(plan.empty).toMatchObject([{ why: 'resting' }, { why: 'dayFull' }]);
    const once = planSlots({ ...nothing, slots: [slot(0, 8, 'case')], pieces: [piece(4, 'case', { uses: [at(-100, 8)] })] });
    expect(once.empty).toMatchObject([{ why: 'used' }]);
    const both = planSlots({ ...nothing, slots: [slot(0, 8, 'case')], pieces: [piece(4, 'case', { uses: [at(-100, 8)] }), rest] });
    expect(both.empty).toMatchObject([{ why: 'resting' }]);
    const row = planSlots({ ...nothing, posts, slots: [slot(0, 8, 'offer')], pieces: [piece(1, 'offer')] });
    expect(row.empty).toMatchObject([{ why: 'onlyOffers' }]);
  });
});

describe('slots of the week', () => {
  test('stand at their hour on every day of their weekday, and a post takes the nearest one within the hour', () => {
    const pattern = [
      { accountId: 1, weekday: 1, minute: 480, category: 'life' as const },
      { accountId: 1, weekday: 1, minute: 540, category: 'tips' as const },
      { accountId: 2, weekday: 7, minute: 1200, category: 'offer' as const },
    ];
    const times = slotTimes(pattern, '2026-11-23', '2026-12-06');
    expect(times.map(({ on, category: of }) => `${on} ${of}`)).toEqual([
      ...['2026-11-23 life', '2026-11-23 tips', '2026-11-29 offer', '2026-11-30 life', '2026-11-30 tips', '2026-12-06 offer'],
    ]);
    const post = (n: number, minutes: number) => ({ accountId: 1, at: times[n]!.at + minutes * 60_000 });
    expect(freeSlots(times, [post(0, 20)])).toHaveLength(5);
    expect(freeSlots(times, [post(0, 20)])[0]).toBe(times[1]);
    expect(freeSlots(times, [post(0, 0), post(0, 5)])).toHaveLength(4);
    expect(freeSlots(times, [post(0, -61), { accountId: 2, at: times[0]!.at }])).toHaveLength(6);
    expect(nextSlot(times, times[0]!.at, null)).toBe(times[1]);
    expect(nextSlot(times, times[0]!.at, 'life')).toBe(times[3]);
    expect(nextSlot(times, times[5]!.at, null)).toBeNull();
  });
});
