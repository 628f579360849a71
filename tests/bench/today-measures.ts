import type { App } from '../../electron/app/create-app.ts';
import type { CareList, CareName, CareRest } from '../../shared/contracts/today.ts';
import { localDay } from '../../shared/domain/wall-time.ts';
import { call } from './book.ts';
import { WatchedWorks } from './loop-watch.ts';
import { goalAt, type Measure, median } from './measure.ts';
import { fillTalks } from './studio-book.ts';

/** Whom to care for today: how long it takes, and how long the host's thread is kept from others. */
export async function measureToday(app: App, friends: number, rounds: number): Promise<Measure[]> {
  fillTalks(app);
  app.context.announce({ topics: ['chats'] });
  const works = new WatchedWorks();
  // more than the minutes are enough for: the contacts of today would make it enough
  const care = () => call<CareList>(app, 'today.care', { more: 30 });
  const first = await works.time(care, 'first look');
  const { names, reasons } = await care();
  const behind = async (what: string, change: (name: CareName) => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const { names } = await care();
      await works.time(() => change(names[0]!), what);
      const ms = await works.time(care, `behind ${what}`);
      if (round >= 0) times.push(ms);
    }
    return median(times);
  };
  const again = await works.time(care, 'again');
  const touched = await behind('contact', ({ friendId: id }) =>
    call(app, 'touches.log', { selection: { by: 'ids', ids: [id] }, touchpoint: 'private', direction: 'out', at: Date.now(), note: '' }),
  );
  const on = localDay(Date.now());
  const ordered = await behind('order', ({ friendId }) =>
    call(app, 'orders.create', {
      ...{ friendId, accountId: 1, buyerName: '', amountFen: 5800, orderedOn: on, paidOn: on, shippedOn: null, signedOn: null, note: '' },
      lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: 5800 }],
    }),
  );
  const skipped = await behind('skip', ({ friendId }) => call(app, 'today.answer', { answer: 'skipped', friendId }));
  const done = await behind('done', ({ friendId, followUps }) =>
    call(app, 'today.done', { friendId, birthday: false, followUps: followUps.map(({ pick }) => pick), promises: [] }),
  );
  const { followUps } = await care();
  const rest = await works.time(() => call<CareRest>(app, 'today.rest'), 'short lists');
  const hours = await works.time(() => call(app, 'today.hours', { friendIds: names.map(({ friendId }) => friendId) }), 'hours');
  const goal = { reference: null, goal: goalAt(friends, 150), absolute: true } as const;
  return [
    {
      name: 'today: the list',
      ours: again,
      ...goal,
      note: `${names.length} names of ${reasons} with a reason, ${followUps.total} follow-ups beside`,
    },
    { name: 'today: the list behind a contact', ours: touched, ...goal },
    { name: 'today: the list behind an order', ours: ordered, ...goal },
    { name: 'today: the list behind a name skipped', ours: skipped, ...goal },
    { name: 'today: the list behind a name done with its follow-up', ours: done, ...goal },
    { name: 'today: the short lists', ours: rest, ...goal },
    { name: 'today: best hours of the names', ours: hours, ...goal },
    { name: 'today: the first look of a start', ours: first, reference: null, goal: null },
    {
      name: 'today: longest work on the host',
      ours: works.most.ms,
      reference: null,
      goal: goalAt(friends, 50),
      absolute: true,
      note: works.most.what,
    },
  ];
}
