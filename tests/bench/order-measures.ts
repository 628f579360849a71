import type { App } from '../../electron/app/create-app.ts';
import { call } from './book.ts';
import { watchWork } from './loop-watch.ts';
import { goalAt, type Measure, median, timed } from './measure.ts';

/** The lists of 订单 over everything there is: how long she waits, and how long the host's thread is kept from others. */
export async function measureOrders(app: App, friends: number, rounds: number): Promise<Measure[]> {
  const list = (filter: object, offset = 0) => call(app, 'orders.list', { filter, offset, limit: 100 });
  const asked: [string, () => Promise<unknown>][] = [
    ['everything', () => list({})],
    ['its next page', () => list({}, 100)],
    ['a word that is nowhere', () => list({ search: '哪里都没有' })],
    ['unpaid ones', () => list({ state: 'unpaid' })],
    ['of a product', () => list({ productId: 7 })],
    ['who owes', () => call(app, 'orders.unpaid', { accountId: null, groupBuyId: null })],
    ['who buys again', () => call(app, 'orders.due', { accountId: null })],
    ['products', () => call(app, 'products.list', { search: '', offset: 0, limit: 200 })],
    ['a product to be', () => call(app, 'products.complete', { text: '7' })],
    ['lists of 接龙', () => call(app, 'groupBuys.list', { accountId: null, search: '', offset: 0, limit: 100 })],
    ['money', () => call(app, 'payments.list', { filter: { customers: true }, offset: 0, limit: 50 })],
  ];
  let most = { ms: 0, what: '' };
  const times: [what: string, ms: number][] = [];
  for (const [what, ask] of asked) {
    const own: number[] = [];
    for (let round = -1; round < rounds; round++) {
      // behind a write: what was added up before does not hold any more
      app.context.db.sql('UPDATE orders SET updated_at = updated_at + 1 WHERE id = 1').run();
      if (what === 'its next page') await list({});
      await new Promise((resolve) => setTimeout(resolve, 20));
      const watch = watchWork();
      const ms = await timed(ask);
      await new Promise((resolve) => setTimeout(resolve, 5));
      const longest = watch.stop();
      if (longest > most.ms) most = { ms: longest, what };
      if (round >= 0) own.push(ms);
    }
    times.push([what, median(own)]);
  }
  const note = times.map(([what, ms]) => `${what} ${ms.toFixed(0)}`).join(', ');
  return [
    { name: 'orders: a page of all with its sums', ours: times[0]![1], reference: null, goal: null, note },
    {
      name: 'orders: longest work on the host',
      ours: most.ms,
      reference: null,
      goal: goalAt(friends, 50),
      absolute: true,
      note: most.what,
    },
  ];
}
