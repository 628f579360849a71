import type { App } from '../../electron/app/create-app.ts';
import { call } from './book.ts';
import { watchWork } from './loop-watch.ts';
import { goalAt, type Measure, median, timed } from './measure.ts';

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
  return measures;
}
