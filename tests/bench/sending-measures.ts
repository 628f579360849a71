import SqliteDatabase from 'better-sqlite3';
import type { App } from '../../electron/app/create-app.ts';
import { loadsCommand } from '../../electron/features/touches/guard.service.ts';
import type { Saved } from '../../shared/contracts/common.ts';
import type { GuardSummary } from '../../shared/contracts/guard.ts';
import type { QueueDetail, SendCard } from '../../shared/contracts/sending.ts';
import { call } from './book.ts';
import { watchLoop } from './loop-watch.ts';
import { goalAt, type Measure, median, percentile, timed } from './measure.ts';

/** The load of everybody against a scan of the (time, friend) index, who of half the book may be written to, and the step of a queue. */
export async function measureSending(app: App, databaseFile: string, friends: number, rounds: number): Promise<Measure[]> {
  return [...(await measureLoads(app, databaseFile, friends, rounds)), ...(await measureSteps(app, rounds * 5))];
}

async function measureLoads(app: App, databaseFile: string, friends: number, rounds: number): Promise<Measure[]> {
  const { context } = app;
  const db = new SqliteDatabase(databaseFile);
  db.pragma('cache_size = -65536');
  const scan = db.prepare('SELECT count(*), max(friend_id), max(kind) FROM touches INDEXED BY touches_load');
  // what another connection writes makes the kept walk old, as a noted contact does
  const change = db.prepare(
    "INSERT INTO settings (key, value, updated_at) VALUES ('bench', '1', ?) ON CONFLICT (key) DO UPDATE SET updated_at = excluded.updated_at",
  );
  const [walks, scans, kept, sums] = [[], [], [], []] as number[][];
  const selection = { by: 'filter', filter: { levels: [1, 2, 3, 4, 5, 6] }, except: [] };
  const half = { ...selection, filter: { levels: [1, 2] } };
  let asked = 0;
  let loaded = 0;
  let maxWork = 0;
  for (let round = -1; round < rounds; round++) {
    change.run(round);
    const watch = watchLoop();
    const now = Date.now();
    const walk = await timed(async () => {
      loaded = (await context.execute(loadsCommand, { now })).ids.length;
    });
    const again = await timed(() => context.execute(loadsCommand, { now: Date.now() }));
    maxWork = Math.max(maxWork, watch.stop().maxWork);
    const theirs = await timed(() => scan.get());
    const sum = await timed(async () => {
      asked = (await call<GuardSummary>(app, 'guard.summary', { selection: half, kind: 'privateAdvert', at: null })).total;
    });
    if (round < 0) continue;
    walks!.push(walk);
    kept!.push(again);
    scans!.push(theirs);
    sums!.push(sum);
  }
  db.close();
  return [
    {
      name: 'guard: load of everybody',
      ours: median(walks!),
      reference: median(scans!),
      goal: goalAt(friends, 1.5),
      note: `scan of the (time, friend) index; ${loaded} friends with a load; longest work on the host ${maxWork.toFixed(0)} ms`,
    },
    { name: 'guard: the same, nothing changed since', ours: median(kept!), reference: null, goal: null },
    { name: `guard: who of ${asked} may get an advert`, ours: median(sums!), reference: null, goal: null },
  ];
}

/** A queue of 200: from the press that is noted to the card of the next friend. */
async function measureSteps(app: App, steps: number): Promise<Measure[]> {
  const ids = Array.from({ length: 200 }, (_, i) => 1 + i * 7);
  const source = { by: 'selection', selection: { by: 'ids', ids } };
  const text = '{称呼|朋友}，上次的{上次购买|东西}吃着怎么样？';
  const words = { kind: 'service', text, assetIds: [], contentId: null, keepMissing: true };
  const { id } = await call<Saved>(app, 'sending.create', { name: '压测', source, ...words });
  const { items } = await call<QueueDetail>(app, 'sending.queue', { queueId: id });
  const advert = await call<Saved>(app, 'sending.create', { name: '压测广告', source, ...words, kind: 'privateAdvert' });
  const adverts = (await call<QueueDetail>(app, 'sending.queue', { queueId: advert.id })).items;
  const times: number[] = [];
  for (let step = 0; step < Math.min(steps, items.length - 1); step++) {
    // every second one is an advert: there the guard has more to ask
    const from = step % 2 === 0 ? items : adverts;
    const [one, next] = [from[step]!, from[step + 1]!];
    const reason = step % 2 === 0 ? '' : '压测';
    const ms = await timed(async () => {
      await call(app, 'sending.send', { itemId: one.id, text: '好', overrideReason: reason });
      await call<SendCard>(app, 'sending.card', { itemId: next.id });
    });
    if (step > 1) times.push(ms);
  }
  const whole = await timed(() => call(app, 'sending.queue', { queueId: id }));
  return [
    { name: 'queue step: copied → next ready', ours: median(times), reference: null, goal: 50, absolute: true },
    { name: 'queue step: p95', ours: percentile(times, 0.95), reference: null, goal: null },
    { name: 'queue of 200, everybody asked', ours: whole, reference: null, goal: null },
  ];
}
