import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ChannelsReport } from '../../../shared/contracts/channel-money.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { UndoState } from '../../../shared/contracts/undo.ts';
import { figureText } from '../../../shared/domain/figures.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { emptied } from '../../../tests/helpers/emptied.ts';
import { insightsAsNaive } from '../../../tests/helpers/naive-insights.ts';
import { oneOf, randomFrom, turn } from '../../../tests/helpers/random-actions.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

const dayMs = 86_400_000;
let app: TestApp;
let [first, second] = [0, 0];
beforeAll(async () => {
  app = await openTestApp();
  [first, second] = app.ctx.db.pluck('SELECT id FROM channels ORDER BY id LIMIT 2').all() as [number, number];
});
afterAll(() => app.close());
beforeEach(() => clear());

function clear(): void {
  const tables = ['orders', 'order_lines', 'products', 'friends', 'friend_events', 'channel_spends'];
  emptied(app, tables, ['friends', 'orders', 'channels']);
}

const day = (later: number) => localDay(app.clock.now(), later);
const thisMonth = () => day(0).slice(0, 7);
const report = (fromOn = day(-60), toOn = day(0)) => app.call<ChannelsReport>('insights.channels', { fromOn, toOn });
const rowOf = async (id: number) => (await report()).channels.find((row) => row.id === id);
const friend = async (name: string, channelId: number | null, daysAgo: number) =>
  (await app.call<Saved>('friends.create', friendNamed(name, { channelId, addedAt: app.clock.now() - daysAgo * dayMs }))).id;
const buy = async (friendId: number, product: string, quantity: number, amountFen: number, daysAgo: number) =>
  (
    await app.call<Saved>('orders.create', {
      ...{ friendId, accountId: 1, buyerName: '', amountFen, orderedOn: day(-daysAgo), paidOn: day(-daysAgo) },
      ...{ shippedOn: null, signedOn: null, note: '', lines: [{ product, quantity, unit: '', priceFen: null }] },
    })
  ).id;
const card = (name: string, costFen: number | null, kind: string | null = null) => {
  const id = app.ctx.db.pluck('SELECT id FROM products WHERE name = ?').get(name);
  return app.call('products.update', { id, card: { name, kind, priceFen: null, costFen, unitDays: null, cycleDays: null } });
};
const spend = (channelId: number, spendFen: number | null, month = thisMonth()) =>
  app.call<{ undoId: number | null }>('insights.saveSpends', { channelId, spends: [{ month, spendFen }] });
const undo = async () => {
  const { undo: action } = await app.call<UndoState>('undo.state');
  await app.call('undo.undo', { id: action!.id });
};

it('reckons the worked example of the handbook', async () => {
  const [a, b] = [await friend('甲', first, 20), await friend('乙', first, 20)];
  await friend('丙', first, 5);
  await friend('丁', null, 5);
  await buy(a, '脐橙', 2, 20_000, 10);
  await buy(a, '脐橙', 1, 10_000, 2);
  await buy(b, '小样', 1, 1000, 6);
  await card('脐橙', 4000);
  await card('小样', 500, 'trial');
  await spend(first, 15_000);
  // 甲 left 120 + 60 of what she paid, 乙 5: together 185 against 150, reached with the second order of 甲
  expect(await rowOf(first)).toEqual({
    ...{ id: first, spendFen: 15_000, spends: [{ month: thisMonth(), spendFen: 15_000 }] },
    ...{ added: 3, bought: 2, again: 1, freebies: 1, marginFen: 18_500, paidBackOn: day(-2) },
  });
  expect(await report()).toMatchObject({ orders: 3, costless: 0 });
  expect(await rowOf(0)).toMatchObject({ added: 1, spendFen: null, marginFen: 0 });
  const figure = figureText({ of: 'channel', part: 'freebies', fromOn: day(-60), toOn: day(0), accountId: null, channelId: first });
  expect(
    await app.call('friends.range', { filter: { figure, archived: 'any' }, sort: { key: 'name', direction: 'asc' }, from: 0, to: 9 }),
  ).toEqual([b]);
  // a cost that is not known is said
  await card('小样', null, 'trial');
  expect([(await rowOf(first))!.marginFen, (await report()).costless]).toEqual([19_000, 1]);
});

it('keeps what was spent, takes it back, and refuses what cannot be', async () => {
  await spend(first, 15_000);
  await spend(second, 0);
  expect([(await rowOf(first))?.spendFen, (await rowOf(second))?.spendFen]).toEqual([15_000, 0]);
  await spend(first, 20_000);
  await undo();
  expect((await rowOf(first))?.spendFen).toBe(15_000);
  await spend(first, null);
  expect(await rowOf(first)).toBeUndefined();
  await undo();
  expect((await rowOf(first))?.spendFen).toBe(15_000);
  expect(await spend(first, 15_000)).toEqual({ undoId: null });
  // another month is none of this period
  await spend(first, 1000, '2020-01');
  expect((await rowOf(first))?.spendFen).toBe(15_000);
  const refused = { kind: 'invalidInput' };
  await expect(spend(first, -1)).rejects.toMatchObject(refused);
  await expect(spend(first, 100_000_001)).rejects.toMatchObject(refused);
  await expect(spend(first, 1.5)).rejects.toMatchObject(refused);
  await expect(spend(first, 100, '2026-13')).rejects.toMatchObject(refused);
  await expect(spend(first, 100, day(40).slice(0, 7))).rejects.toMatchObject(refused);
  await expect(spend(99_999, 100)).rejects.toMatchObject({ kind: 'notFound' });
  await expect(report(day(1), day(2))).rejects.toMatchObject(refused);
  // a channel that was put away keeps what it cost
  await app.call('channels.archive', { id: first, archived: true });
  expect((await rowOf(first))?.spendFen).toBe(15_000);
  await app.call('channels.archive', { id: first, archived: false });
});

// ── against plain SQL

const expected = new Set(['orderUnfit', 'notFound', 'alreadyUndone', 'stillInUse', 'invalidInput', 'nothingSelected']);

async function happen(pick: (n: number) => number): Promise<string> {
  const some = (table: string) => {
    const ids = app.ctx.db.pluck(`SELECT id FROM ${table} ORDER BY id`).all() as number[];
    return ids[pick(ids.length)] ?? 1;
  };
  const channel = () => [first, second][pick(2)]!;
  const kinds: Record<string, () => Promise<unknown>> = {
    buy: () => buy(some('friends'), ['脐橙', '小样'][pick(2)]!, 1 + pick(3), (1 + pick(9)) * 1000, pick(60)),
    spend: () => spend(channel(), pick(4) ? pick(9) * 2000 : null, day(-pick(70)).slice(0, 7)),
    refund: () => app.call('orders.refund', { id: some('orders'), refundFen: pick(3) * 1000, on: day(0) }),
    card: () => card(['脐橙', '小样'][pick(2)]!, pick(3) ? pick(9) * 300 : null, pick(2) ? 'trial' : null),
    friend: () => friend(`新${pick(99)}`, pick(3) ? channel() : null, pick(60)),
    move: () => app.call('friends.setChannel', { selection: { by: 'ids', ids: [some('friends')] }, channelId: channel() }),
    merge: () => app.call('friends.merge', { keepId: some('friends'), otherId: some('friends'), fields: {} }),
    turn: () => turn(app, pick),
  };
  return oneOf(kinds, pick, expected);
}

it('says what plain SQL says, after every order, refund, card, spend, undo and redo', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), async (seed) => {
      clear();
      const pick = randomFrom(seed);
      for (let i = 6; i > 0; i--) await buy(await friend(`友${i}`, [first, second, null][pick(3)]!, pick(60)), '脐橙', 1, 5000, pick(60));
      const done: string[] = [];
      for (let i = 0; i < 25; i++) {
        done.push(await happen(pick));
        const from = pick(70);
        await insightsAsNaive(app, done, day(-from), day(-pick(from + 1)));
      }
    }),
    { numRuns: 4, seed: 20261123 },
  );
});
