import SqliteDatabase from 'better-sqlite3';
import type { App } from '../../electron/app/create-app.ts';
import type { LayersReport } from '../../shared/contracts/layers.ts';
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
  for (let round = -1; round < rounds; round++) {
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
  ];
}
