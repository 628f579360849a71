import SqliteDatabase from 'better-sqlite3';
import type { App } from '../../electron/app/create-app.ts';
import type { Saved } from '../../shared/contracts/common.ts';
import type { LayersReport } from '../../shared/contracts/layers.ts';
import type { HandOrder } from '../../shared/contracts/orders-by-hand.ts';
import { localDay } from '../../shared/domain/wall-time.ts';
import { call } from './book.ts';
import { watchWork } from './loop-watch.ts';
import { goalAt, type Measure, median, timed } from './measure.ts';

/** RFM and all layers of everybody, behind a change of one order, against a scan of the index of orders by friend. */
export async function measureLayers(app: App, databaseFile: string, friends: number, rounds: number): Promise<Measure[]> {
  const report = () => call<LayersReport>(app, 'insights.layers');
  app.context.announce({ topics: ['orders'] });
  const cold = await timed(report);
  const db = new SqliteDatabase(databaseFile, { readonly: true });
  db.pragma('cache_size = -65536');
  const scan = db.prepare('SELECT count(*), sum(at), sum(friend_id) FROM orders INDEXED BY orders_friend WHERE friend_id IS NOT NULL');
  const last = db.prepare('SELECT max(id) FROM orders').pluck().get() as number;
  const [ours, scans]: [number[], number[]] = [[], []];
  let maxWork = 0;
  // a change that is one: money is added to an order each time
  const pay = app.context.db.sql('UPDATE orders SET amount_fen = amount_fen + 100, paid_fen = paid_fen + 100 WHERE id = ?');
  for (let round = -1; round < rounds; round++) {
    pay.run(last - (round + 1));
    const watch = watchWork();
    app.context.announce({ topics: ['orders', 'friends'], hint: { friendIds: [], tagIds: [], orderIds: [last - (round + 1)] } });
    const one = await timed(report);
    await new Promise((resolve) => setTimeout(resolve, 5));
    maxWork = Math.max(maxWork, watch.stop());
    const other = await timed(() => scan.get());
    if (round < 0) continue;
    ours.push(one);
    scans.push(other);
  }
  db.close();
  return [
    {
      name: 'layers: RFM of everybody behind a change of an order',
      ours: median(ours),
      reference: median(scans),
      goal: goalAt(friends, 1.5),
      note: `covering scan of the index of orders; longest work on the host ${maxWork.toFixed(0)} ms`,
    },
    { name: 'layers: the first look, orders read', ours: cold, reference: null, goal: null },
    await measureSaving(app, friends, rounds),
  ];
}

/** An order written, paid for and given back, one action after the other, with what follows at once on the host's thread. */
async function measureSaving(app: App, friends: number, rounds: number): Promise<Measure> {
  const today = localDay(Date.now());
  const order = (friendId: number): HandOrder => ({
    ...{ friendId, accountId: null, buyerName: '', amountFen: 5800, orderedOn: today, paidOn: null, shippedOn: null, signedOn: null },
    ...{ note: '', lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: 5800 }] },
  });
  const times: number[] = [];
  let maxWork = 0;
  const save = async <T>(path: string, input: unknown): Promise<T> => {
    const watch = watchWork();
    const started = performance.now();
    const saved = await call<T>(app, path, input);
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 20));
    maxWork = Math.max(maxWork, watch.stop());
    return saved;
  };
  for (let round = -1; round < rounds; round++) {
    if (round === 0) [times.length, maxWork] = [0, 0];
    const { id } = await save<Saved>('orders.create', order(1 + (((round + 1) * 7919) % friends)));
    await save('orders.mark', { ids: [id], mark: 'paid', on: null });
    await save('orders.refund', { id, refundFen: 100, on: today });
  }
  const note = `slowest ${Math.max(...times).toFixed(0)} ms; longest work on the host ${maxWork.toFixed(0)} ms`;
  return { name: 'order: saving one', ours: median(times), reference: null, goal: goalAt(friends, 20), absolute: true, note };
}
