import type { App } from '../../electron/app/create-app.ts';
import type { ReAddQueue } from '../../shared/contracts/ban-day.ts';
import type { Saved } from '../../shared/contracts/common.ts';
import { call } from './book.ts';
import { watchWork } from './loop-watch.ts';
import { type Measure, timed } from './measure.ts';

const account = { name: '新号', wxid: null, role: null, category: null, capacity: 5000, standing: 'normal', note: null };

/** What the screen of an account's ban day asks, first and after each step, and its kit: how long the host's thread is kept from others. */
export async function measureBanDay(app: App): Promise<Measure[]> {
  const via = (await call<Saved>(app, 'accounts.create', account)).id;
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
  const works: [string, number][] = [];
  const watched = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    await pause();
    const watch = watchWork();
    const value = await work();
    await pause();
    works.push([name, watch.stop()]);
    return value;
  };
  const queue = () => call<ReAddQueue>(app, 'banday.queue', { accountId: 1, viaAccountId: via });
  let first = 0;
  await watched('overview', async () => {
    first = await timed(() => call(app, 'banday.overview'));
  });
  await watched('unreachable', () => call(app, 'banday.unreachable', { accountId: 1, limit: 20 }));
  for (const state of ['asked', 'passed', 'notFound'] as const) {
    const { waiting } = await watched('queue', queue);
    const { friendId } = waiting[0]!;
    await watched('card', () => call(app, 'banday.card', { friendId, viaAccountId: via }));
    const step = { accountId: 1, friendId, viaAccountId: via, state, move: state === 'passed' };
    await watched(`step ${state}`, () => call(app, 'banday.mark', step));
    await watched(`behind ${state}`, () => Promise.all([queue(), call(app, 'banday.overview')]));
  }
  await call(app, 'backups.setUp', { mode: 'open' });
  let kit = 0;
  await watched('kit', async () => {
    kit = await timed(() => call(app, 'banday.makeKit', { accountId: 1 }));
  });
  await watched('list', () => call(app, 'banday.list', { accountId: 1, format: 'html' }));
  const [slowest, most] = works.reduce((one, other) => (other[1] > one[1] ? other : one));
  const told = works.map(([name, ms]) => `${name} ${ms.toFixed(0)}`).join(', ');
  return [
    {
      name: 'ban day: longest host work',
      ours: most,
      reference: null,
      goal: 50,
      absolute: true,
      note: `processor time at a stretch; ${slowest}; ${told}`,
    },
    { name: 'ban day: first look', ours: first, reference: null, goal: null },
    { name: 'ban day: the kit', ours: kit, reference: null, goal: null },
  ];
}
