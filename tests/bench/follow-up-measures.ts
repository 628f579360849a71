import type { App } from '../../electron/app/create-app.ts';
import type { FollowUpList } from '../../shared/contracts/follow-ups.ts';
import { localDay } from '../../shared/domain/wall-time.ts';
import { call } from './book.ts';
import { WatchedWorks } from './loop-watch.ts';
import { goalAt, type Measure, median } from './measure.ts';
import { fillTalks } from './studio-book.ts';

/** Every 20th order was signed for within the last ten days. */
function fillDeliveries(app: App): void {
  const { db } = app.context;
  db.transaction(() => db.sql('UPDATE orders SET signed_at = ? - id % 10 * 86400000 WHERE id % 20 = 0').run(Date.now()));
}

/** What is due for whom among everybody: how long it takes, and how long the host's thread is kept from others. */
export async function measureFollowUps(app: App, friends: number, rounds: number): Promise<Measure[]> {
  fillTalks(app);
  fillDeliveries(app);
  app.context.announce({ topics: ['chats', 'orders'] });
  const works = new WatchedWorks();
  const list = () => call<FollowUpList>(app, 'followUps.list', { limit: 200 });
  const first = await works.time(list);
  const { late, now, later, waiting } = await list();
  const again = await works.time(list);
  const behind = async (change: (list: FollowUpList) => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const shown = await list();
      await works.time(() => change(shown));
      const ms = await works.time(list);
      if (round >= 0) times.push(ms);
    }
    return median(times);
  };
  const one = ({ late, now }: FollowUpList) => (late.rows[0] ?? now.rows[0])!;
  const skipped = await behind((shown) => call(app, 'followUps.settle', { pick: one(shown).pick, state: 'skipped' }));
  const done = await behind((shown) => call(app, 'followUps.settle', { pick: one(shown).pick, state: 'done' }));
  const on = localDay(Date.now());
  const ordered = await behind((shown) =>
    call(app, 'orders.create', {
      ...{ friendId: one(shown).friendId, accountId: 1, buyerName: '', amountFen: 5800, orderedOn: on, paidOn: on, shippedOn: null },
      ...{ signedOn: null, note: '', lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: 5800 }] },
    }),
  );
  const touched = await behind((shown) =>
    call(app, 'touches.log', {
      ...{ selection: { by: 'ids', ids: [one(shown).friendId] }, touchpoint: 'private', direction: 'in', at: Date.now(), note: '' },
    }),
  );
  const goal = { reference: null, goal: goalAt(friends, 500), absolute: true } as const;
  const total = late.total + now.total + later.total + waiting;
  return [
    { name: 'follow-ups: the list', ours: again, ...goal, note: `${total} are open, ${late.total + now.total} listed for today` },
    { name: 'follow-ups: the list behind one skipped', ours: skipped, ...goal },
    { name: 'follow-ups: the list behind one done', ours: done, ...goal },
    { name: 'follow-ups: the list behind an order', ours: ordered, ...goal },
    { name: 'follow-ups: the list behind a contact', ours: touched, ...goal },
    { name: 'follow-ups: the first look of a start', ours: first, reference: null, goal: null },
    { name: 'follow-ups: longest work on the host', ours: works.most.ms, reference: null, goal: goalAt(friends, 50), absolute: true },
  ];
}
