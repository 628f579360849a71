import type { App } from '../../electron/app/create-app.ts';
import { call } from './book.ts';
import { watchWork } from './loop-watch.ts';
import { goalAt, type Measure, median, timed } from './measure.ts';
import { fillTalks } from './studio-book.ts';

/** Every insight of the last year, warm: how long it takes, and how long it holds the host's thread at a stretch. */
const looks = [
  { name: 'pool', ask: 'insights.pool' },
  { name: 'funnel', ask: 'insights.funnel' },
  { name: 'channels', ask: 'insights.channels' },
  { name: 'cohorts', ask: 'insights.cohorts' },
  { name: 'cohorts of an account', ask: 'insights.cohorts', more: { accountId: 1 } },
  { name: 'results of contents', ask: 'results.compare', more: { by: 'form', accountId: null } },
] as const;

/** ms */
const [goal, longestWork] = [500, 50];

export async function measureInsights(app: App, friends: number, rounds: number): Promise<Measure[]> {
  fillTalks(app);
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const period = { fromOn: day(364), toOn: day(0) };
  const measures: Measure[] = [];
  for (const { name, ask: path, ...rest } of looks) {
    const ask = () => call(app, path, { ...period, ...('more' in rest ? rest.more : {}) });
    const cold = await timed(ask);
    const ours: number[] = [];
    let maxWork = 0;
    for (let round = 0; round < rounds; round++) {
      const watch = watchWork();
      ours.push(await timed(ask));
      await new Promise((resolve) => setTimeout(resolve, 5));
      maxWork = Math.max(maxWork, watch.stop());
    }
    const absolute = { reference: null, absolute: true };
    measures.push(
      {
        name: `insights: ${name} of a year`,
        ours: median(ours),
        ...absolute,
        goal: goalAt(friends, goal),
        note: `the first look ${cold.toFixed(0)} ms`,
      },
      { name: `insights: ${name}, longest work on the host`, ours: maxWork, ...absolute, goal: goalAt(friends, longestWork) },
    );
  }
  return [...measures, ...(await behindContact(app, friends, rounds, period))];
}

/** 留量 right behind a contact that came from a friend: what it rests on is told of one row, and not read again. */
async function behindContact(app: App, friends: number, rounds: number, period: object): Promise<Measure[]> {
  const times: number[] = [];
  let maxWork = 0;
  for (let round = 0; round < rounds; round++) {
    const contact = { selection: { by: 'ids', ids: [round + 1] }, touchpoint: 'visit', direction: 'in', at: Date.now(), note: '' };
    await call(app, 'touches.log', contact);
    const watch = watchWork();
    times.push(await timed(() => call(app, 'insights.pool', period)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    maxWork = Math.max(maxWork, watch.stop());
  }
  const absolute = { reference: null, absolute: true };
  return [
    { name: 'insights: pool behind a contact', ours: median(times), ...absolute, goal: goalAt(friends, goal) },
    { name: 'insights: pool behind a contact, longest work on the host', ours: maxWork, ...absolute, goal: goalAt(friends, longestWork) },
  ];
}
