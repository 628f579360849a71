import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CohortsReport } from '../../../shared/contracts/cohorts.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { FunnelReport } from '../../../shared/contracts/funnel.ts';
import type { PoolReport } from '../../../shared/contracts/pool.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { type FunnelFigure, figureText } from '../../../shared/domain/figures.ts';
import type { PoolPart } from '../../../shared/domain/pool.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { emptied } from '../../../tests/helpers/emptied.ts';
import { insightsAsNaive, peopleOf as membersOf } from '../../../tests/helpers/naive-insights.ts';
import { paidOrder } from '../../../tests/helpers/paid-order.ts';
import { oneOf, randomFrom, turn } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

const dayMs = 86_400_000;
let app: TestApp;
let begin = 0;
beforeAll(async () => {
  app = await openTestApp();
  begin = app.clock.at;
});
afterAll(() => app.close());
beforeEach(() => clear());

function clear(): void {
  app.clock.at = begin;
  const tables = [
    'orders',
    'order_lines',
    'products',
    'touches',
    'friend_chat_stats',
    'friends',
    'friend_events',
    'level_changes',
    'referrals',
    'erased_people',
  ];
  emptied(app, tables, ['friends', 'orders', 'chats', 'touches']);
}

const day = (later: number) => localDay(app.clock.now(), later);
const report = (fromOn: string, toOn: string) => app.call<PoolReport>('insights.pool', { fromOn, toOn });
const friend = async (name: string, daysAgo: number, more: Record<string, unknown> = {}) =>
  (await app.call<Saved>('friends.create', friendNamed(name, { addedAt: app.clock.now() - daysAgo * dayMs, ...more }))).id;
const buy = (friendId: number, daysAgo: number) => app.call<Saved>('orders.create', paidOrder(app.clock.now(), friendId, 5000, daysAgo));
const setStatus = (ids: number[], status: string) => app.call('friends.setStatus', { selection: { by: 'ids', ids }, status });
const came = (ids: number[], daysAgo: number) =>
  app.call('touches.log', {
    ...{ selection: { by: 'ids', ids }, touchpoint: 'visit', at: app.clock.now() - daysAgo * dayMs, note: '', direction: 'in' },
  });
const peopleOf = async (part: PoolPart, fromOn: string, toOn: string, more: { accountId?: number; channelId?: number } = {}) => {
  const figure = figureText({ of: 'pool', part, fromOn, toOn, accountId: null, channelId: null, ...more });
  const filter = { figure, archived: 'any' };
  const ids = await app.call<number[]>('friends.range', { filter, sort: { key: 'name', direction: 'asc' }, from: 0, to: 9999 });
  return ids.sort((a, b) => a - b);
};
const funnel = (fromOn: string, toOn: string) => app.call<FunnelReport>('insights.funnel', { fromOn, toOn });
const onStep = async (part: FunnelFigure['part'], fromOn: string, toOn: string, channelId: number | null = null) => {
  const filter = { figure: figureText({ of: 'funnel', part, fromOn, toOn, accountId: null, channelId }), archived: 'any' };
  const ids = await app.call<number[]>('friends.range', { filter, sort: { key: 'name', direction: 'asc' }, from: 0, to: 9999 });
  return ids.sort((a, b) => a - b);
};
const undo = async () => {
  const { undo: action } = await app.call<UndoState>('undo.state');
  await app.call('undo.undo', { id: action!.id });
};

it('reckons the worked example of the handbook, and each number opens its people', async () => {
  const [a, b, c, d] = [await friend('甲', 300), await friend('乙', 300), await friend('丙', 300), await friend('丁', 5)];
  await came([b, c], 250);
  await came([a, b], 20);
  app.clock.tick(-15 * dayMs);
  await setStatus([b], 'deletedMe');
  app.clock.tick(15 * dayMs);
  await came([c], 1);
  const [fromOn, toOn] = [day(-10), day(0)];
  const told = await report(fromOn, toOn);
  expect(told.silenceDays).toBe(180);
  // 甲 is there all the time; 乙 went before; 丙 had been silent for 240 days and came by; 丁 is new
  expect(told.total).toEqual({
    ...{ opening: 1, came: 2, new: 1, back: 0, woke: 1, went: 0, silent: 0, deletedMe: 0, blocked: 0, lost: 0, archived: 0 },
    ...{ closing: 3, all: 4 },
  });
  const people = await Promise.all((['opening', 'new', 'woke', 'closing', 'all'] as const).map((part) => peopleOf(part, fromOn, toOn)));
  expect(people).toEqual([[a], [d], [c], [a, c, d], [a, b, c, d]]);
  expect(await peopleOf('deletedMe', day(-19), toOn)).toEqual([b]);
  expect((await report(day(-19), toOn)).steps.reduce((sum, { row }) => sum + row.deletedMe, 0)).toBe(1);
});

it('tells apart accounts and channels, and whoever comes back', async () => {
  const channelId = app.ctx.db.pluck('SELECT min(id) FROM channels').get() as number;
  const [a, b] = [await friend('甲', 100, { channelId }), await friend('乙', 100)];
  await setStatus([a], 'blocked');
  await app.call('friends.setArchived', { selection: { by: 'ids', ids: [b] }, archived: true });
  app.clock.tick(40 * dayMs);
  await setStatus([a], 'normal');
  const told = await report(day(-3), day(0));
  expect(told.channels.map(({ id, row }) => [id, row.back, row.closing, row.all])).toEqual([
    [channelId, 1, 1, 1],
    [0, 0, 0, 1],
  ]);
  expect(told.accounts.map(({ id, row }) => [id, row.closing])).toEqual([[1, 1]]);
  expect([await peopleOf('all', day(-3), day(0), { channelId }), await peopleOf('all', day(-3), day(0), { channelId: 0 })]).toEqual([
    [a],
    [b],
  ]);
  expect(await peopleOf('back', day(-3), day(0), { accountId: 1 })).toEqual([a]);
  expect(await peopleOf('back', day(-3), day(0), { accountId: 999 })).toEqual([]);
  expect(await peopleOf('archived', day(-60), day(0))).toEqual([b]);
  await undo();
  expect((await report(day(-3), day(0))).total.back).toBe(0);
});

it('reckons the funnel of the handbook, with those who bought and went, and each number opens its people', async () => {
  const channelId = app.ctx.db.pluck('SELECT min(id) FROM channels').get() as number;
  const [a, b, c, d] = [await friend('甲', 60, { channelId }), await friend('乙', 60), await friend('丙', 50), await friend('丁', 50)];
  const [e, f, g] = [await friend('戊', 40), await friend('己', 35), await friend('庚', 3)];
  for (const ago of [3, 10]) await buy(a, ago);
  await buy(b, 5);
  const { id } = await buy(c, 4);
  await app.call('orders.refund', { id, refundFen: 5000, on: day(0) });
  const [fromOn, toOn] = [day(-90), day(-45)];
  // nobody said yet who brought whom
  expect(await funnel(fromOn, toOn)).toMatchObject({ total: { added: 4, spread: null }, early: null });
  for (const [brought, by] of [
    [e, a],
    [f, c],
    [g, b],
  ] as const)
    await app.call('referrals.set', { friendId: brought, byId: by });
  await setStatus([b, d], 'deletedMe');
  const told = await funnel(fromOn, toOn);
  // 乙 bought before she went, and whom she brought came three days ago; 丙 gave back what she bought, and is still there; 丁 only went
  expect(told.total).toEqual({ added: 4, stayed: 3, bought: 2, again: 1, spread: 1 });
  expect(told.early).toBe(1);
  expect(told.channels).toEqual([
    { id: 0, row: { added: 3, stayed: 2, bought: 1, again: 0, spread: 0 } },
    { id: channelId, row: { added: 1, stayed: 1, bought: 1, again: 1, spread: 1 } },
  ]);
  expect(told.cohorts.reduce((sum, { row }) => sum + row.added, 0)).toBe(4);
  expect(await Promise.all((['added', 'stayed', 'bought', 'again', 'spread'] as const).map((part) => onStep(part, fromOn, toOn)))).toEqual([
    [a, b, c, d],
    [a, b, c],
    [a, b],
    [a],
    [a],
  ]);
  expect([await onStep('added', fromOn, toOn, channelId), await onStep('early', fromOn, toOn)]).toEqual([[a], [c]]);
  await undo();
  expect((await funnel(fromOn, toOn)).total.stayed).toBe(4);
});

it('tells the months of one channel or one account, and a number opens the people of that channel', async () => {
  const channelId = app.ctx.db.pluck('SELECT min(id) FROM channels').get() as number;
  const [a, b] = [await friend('甲', 0, { channelId }), await friend('乙', 0)];
  await buy(a, 0);
  const month = day(0).slice(0, 7);
  const of = async (whose: object) => {
    const { cohorts } = await app.call<CohortsReport>('insights.cohorts', { fromOn: `${month}-01`, toOn: day(0), ...whose });
    return cohorts.map(({ added, kept }) => [added, kept[0]]);
  };
  expect(await of({})).toEqual([[2, 1]]);
  expect([await of({ channelId }), await of({ channelId: 0 }), await of({ accountId: 1, channelId })]).toEqual([
    [[1, 1]],
    [[1, 0]],
    [[1, 1]],
  ]);
  expect(await of({ accountId: 999 })).toEqual([[0, 0]]);
  const figure = { of: 'cohort', part: 'added', fromOn: `${month}-01`, toOn: day(0), accountId: null, channelId: 0 } as const;
  expect(await membersOf(app, figure)).toEqual([b]);
});

it('says honestly what it cannot know, and refuses days to come', async () => {
  expect((await report(day(-3), day(0))).total.all).toBe(0);
  const [a, b] = [await friend('甲', 300), await friend('乙', 300)];
  // without a chat or a contact nobody is silent
  expect(await report(day(-3), day(0))).toMatchObject({ silenceDays: null, total: { opening: 2, closing: 2 } });
  app.ctx.db.sql("UPDATE friends SET status = 'blocked' WHERE id = ?").run(a);
  app.ctx.db.sql('UPDATE friends SET added_at = ? WHERE id = ?').run(app.clock.now() + 5 * dayMs, b);
  app.ctx.announce({ topics: ['friends'] });
  expect(await report(day(-3), day(0))).toMatchObject({ left: { undated: 1, future: 1 }, total: { opening: 0, closing: 0, all: 1 } });
  // what is still to come is cut off, and what lies there wholly is refused
  expect((await report(day(-3), day(20))).toOn).toBe(day(0));
  await expect(report(day(1), day(20))).rejects.toMatchObject({ kind: 'invalidInput' });
  await expect(report(day(0), day(-1))).rejects.toMatchObject({ kind: 'invalidInput' });
  await expect(report('1900-01-01', day(0))).rejects.toMatchObject({ kind: 'invalidInput' });
  await expect(app.call('friends.list', { filter: { figure: 'pool.x' } })).rejects.toMatchObject({ kind: 'invalidInput' });
});

// ── against plain SQL

const expected = new Set(['notFound', 'alreadyUndone', 'stillInUse', 'invalidInput', 'nothingSelected', 'referralUnfit']);

async function happen(pick: (n: number) => number): Promise<string> {
  const ids = app.ctx.db.pluck('SELECT id FROM friends ORDER BY id').all() as number[];
  const some = () => ids[pick(ids.length)] ?? 1;
  const selection = () => ({ by: 'ids', ids: [some(), some()] });
  const kinds: Record<string, () => Promise<unknown>> = {
    buy: () => buy(some(), pick(300)),
    came: () => came([some()], pick(250)),
    brought: () => app.call('referrals.set', { friendId: some(), byId: some() }),
    status: () => setStatus([some(), some()], ['normal', 'deletedMe', 'blocked', 'lost'][pick(4)]!),
    archive: () => app.call('friends.setArchived', { selection: selection(), archived: pick(2) === 0 }),
    friend: () => friend(`新${pick(99)}`, pick(300)),
    merge: () => app.call('friends.merge', { keepId: some(), otherId: some(), fields: {} }),
    erase: () => {
      const friendId = some();
      const name = app.ctx.db.pluck('SELECT remark FROM friends WHERE id = ?').get(friendId) ?? '';
      return app.call('erasure.erase', { friendId, name, booksBeside: false });
    },
    turn: () => turn(app, pick),
    days: async () => app.clock.tick(pick(40) * dayMs),
    talks: async () => {
      const id = some();
      const talk = Math.floor(app.clock.now() / dayMs) - pick(200);
      app.ctx.db
        .sql(
          'INSERT OR REPLACE INTO friend_chat_stats (friend_id, in_count, out_count, two_way_days, last_in_at, talk_days) VALUES (?, 1, 1, 2, ?, ?)',
        )
        .run(id, app.clock.now() - pick(200) * dayMs, `${talk - 30},30`);
      // as an import of chats says it, and as the reading of two-way days does
      app.ctx.announce(pick(2) === 0 ? { topics: ['chats'] } : { topics: ['suggestions'], hint: { friendIds: [id] } });
    },
  };
  return oneOf(kinds, pick, expected);
}

it('says what plain SQL says, after every coming, going, merge, erasure, undo and redo', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      clear();
      const pick = randomFrom(seed);
      for (let i = 12; i > 0; i--) await friend(`友${i}`, pick(300));
      const done: string[] = [];
      for (let i = 0; i < 16; i++) {
        done.push(await happen(pick));
        const from = pick(120);
        await insightsAsNaive(app, done, day(-from), day(-pick(from + 1)));
      }
    }),
    { numRuns: 4, seed: 20261123 },
  );
});
