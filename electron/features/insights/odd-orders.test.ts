import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChannelsReport } from '../../../shared/contracts/channel-money.ts';
import type { CohortsReport } from '../../../shared/contracts/cohorts.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { FollowUpList } from '../../../shared/contracts/follow-ups.ts';
import type { FunnelReport } from '../../../shared/contracts/funnel.ts';
import type { LayersReport } from '../../../shared/contracts/layers.ts';
import type { OrderPage, UnpaidList } from '../../../shared/contracts/orders.ts';
import type { DueList } from '../../../shared/contracts/orders-by-hand.ts';
import type { ProductPage } from '../../../shared/contracts/products.ts';
import type { RuleCount } from '../../../shared/contracts/segments.ts';
import type { SuggestionPage } from '../../../shared/contracts/suggestions.ts';
import type { CareRest } from '../../../shared/contracts/today.ts';
import { allOf } from '../../../shared/domain/segment-rule.ts';
import { localDay } from '../../../shared/domain/wall-time.ts';
import { friendNamed, openTestApp, type TestApp } from '../../../tests/helpers/test-app.ts';

/* Orders that cannot be as they stand: by hand nobody can write them, a file may hold them. Whoever counts orders leaves them out. */

const dayMs = 86_400_000;
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const day = (later: number) => localDay(app.clock.now(), later);
const bounds = { min: 1, max: null, withinDays: null };
const inRule = async (field: 'boughtCount' | 'paidFen') =>
  (await app.call<RuleCount>('segments.count', { rule: allOf({ field, ...bounds }) })).total ?? 0;
const list = (filter: object = {}) => app.call<OrderPage>('orders.list', { filter, offset: 0, limit: 20 });

/** Everything that her purchases count for. */
async function counted(): Promise<Record<string, number>> {
  const span = { fromOn: day(-60), toOn: day(0) };
  const layers = await app.call<LayersReport>('insights.layers');
  const { total } = await app.call<FunnelReport>('insights.funnel', span);
  const [channel] = (await app.call<ChannelsReport>('insights.channels', span)).channels;
  const { cohorts } = await app.call<CohortsReport>('insights.cohorts', span);
  const rest = await app.call<CareRest>('today.rest');
  const { sums } = await list();
  const due = await app.call<DueList>('orders.due', { accountId: null });
  const { late, now, later } = await app.call<FollowUpList>('followUps.list', { limit: 10 });
  const products = await app.call<ProductPage>('products.list', { search: '', archived: false, offset: 0, limit: 5 });
  const up = { filter: { way: 'up' }, offset: 0, limit: 5 };
  return {
    ...{ buyers: layers.buyers, orders: layers.orders, fen: layers.fen, bought: total.bought, again: total.again },
    ...{
      channel: channel!.bought,
      margin: channel!.marginFen,
      kept: cohorts.reduce((sum, { kept }) => sum + kept.reduce((a, b) => a + b, 0), 0),
    },
    ...{ paid: sums.paidFen, amount: sums.amountFen, due: due.total, again2: rest.repurchase.total },
    ...{ followUps: late.total + now.total + later.total, sold: products.rows[0]?.orderCount ?? 0 },
    ...{ suggested: (await app.call<SuggestionPage>('suggestions.list', up)).total },
    ...{ rule: await inRule('boughtCount'), money: await inRule('paidFen') },
  };
}

it('an order that cannot be is counted by nobody, and shown', async () => {
  const { id: friendId } = await app.call<Saved>('friends.create', friendNamed('李姐', { addedAt: app.clock.now() - 50 * dayMs }));
  for (const ago of [30, 20, 10])
    await app.call('orders.create', {
      ...{ friendId, accountId: 1, buyerName: '', amountFen: 5800, orderedOn: day(-ago), paidOn: day(-ago), shippedOn: null },
      ...{ signedOn: day(-3), note: '', lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: 5800 }] },
    });
  const before = await counted();
  // as they are they count everywhere, or this proves nothing
  expect(Object.entries(before).filter(([, many]) => many === 0)).toEqual([]);
  const rows = app.ctx.db.sql('SELECT id, at FROM orders').all() as { id: number; at: number }[];
  const put = app.ctx.db.sql('UPDATE orders SET amount_fen = ?, paid_fen = ?, refund_fen = ?, at = ? WHERE id = ?');
  const asFileSays = (amount: number, back: number, later: number) => {
    for (const { id, at } of rows) put.run(amount, amount, back, at + later, id);
    app.ctx.announce({ topics: ['orders'] });
  };
  const nothing = Object.fromEntries(Object.keys(before).map((key) => [key, 0]));
  for (const [what, amount, back, later] of [
    ['more given back than paid', 5800, 5801, 0],
    ['below nothing', -5800, 0, 0],
    ['absurd', 100_000_001, 0, 0],
    ['given back below nothing', 5800, -1, 0],
    ['still to come', 5800, 0, 60 * dayMs],
  ] as const) {
    asFileSays(amount, back, later);
    expect({ what, ...(await counted()) }).toEqual({ what, ...nothing });
    const odd = await list({ state: 'odd' });
    expect({ what, shown: odd.rows.length, told: (await list()).sums.odd }).toEqual({ what, shown: 3, told: 3 });
    expect((await app.call<LayersReport>('insights.layers')).left.odd, what).toBe(3);
  }
  // nor is anybody asked for money that cannot be
  app.ctx.db.sql('UPDATE orders SET status = 0').run();
  asFileSays(-5800, 0, 0);
  expect(await app.call<UnpaidList>('orders.unpaid', { accountId: null, groupBuyId: null })).toMatchObject({ orders: 0, amountFen: 0 });
  expect((await app.call<CareRest>('today.rest')).unpaid.total).toBe(0);
  expect((await list()).sums).toMatchObject({ unpaidOrders: 0, unpaidFen: 0, odd: 3 });
  app.ctx.db.sql('UPDATE orders SET status = 1').run();
  asFileSays(5800, 0, 0);
  expect(await counted()).toEqual(before);
  // a product that is gone takes no order with it
  app.ctx.db.sql('DELETE FROM products').run();
  app.ctx.announce({ topics: ['orders'] });
  expect(await counted()).toEqual({ ...before, sold: 0 });
});
