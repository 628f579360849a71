import SqliteDatabase from 'better-sqlite3';
import type { App } from '../../electron/app/create-app.ts';
import type { AudienceHeads, RuleCount, SegmentRule, SegmentTest } from '../../shared/contracts/segments.ts';
import { allOf } from '../../shared/domain/segment-rule.ts';
import { call } from './book.ts';
import { watchWork } from './loop-watch.ts';
import { goalAt, type Measure, median, timed } from './measure.ts';

const lately: SegmentTest[] = [
  { field: 'touchCount', kinds: ['privateAdvert', 'massSend'], direction: 'out', min: 1, max: null, withinDays: 30 },
  { field: 'seenCount', categories: [], min: 2, max: null, withinDays: 30 },
];
const bought: SegmentTest[] = [
  { field: 'boughtCount', min: 1, max: null, withinDays: 180 },
  { field: 'paidFen', min: 10_000, max: null, withinDays: 365 },
  { field: 'lastOrder', when: { kind: 'before', days: 30, orNever: false } },
  { field: 'orderCount', min: 2, max: null, withinDays: null },
  { field: 'product', productIds: [1, 2, 3], withinDays: null },
  { field: 'unpaidCount', min: null, max: 3 },
];
const known: SegmentTest[] = [
  { field: 'lastContact', when: { kind: 'within', days: 90 } },
  { field: 'level', values: [1, 2, 3, 4] },
  { field: 'region', text: '州' },
  { field: 'gender', values: ['female', null] },
  { field: 'levelSince', when: { kind: 'within', days: 3000 } },
  { field: 'birthday', when: { kind: 'unknown' } },
  { field: 'lastIn', when: { kind: 'before', days: 10, orNever: true } },
  { field: 'twoWayDays', min: null, max: 15 },
  { field: 'askedCount', min: null, max: 2 },
  { field: 'status', values: ['normal'] },
];

const anyOf = (...tests: SegmentTest[]): SegmentRule => {
  const rule = allOf(...tests);
  return { ...rule, root: { ...rule.root, all: false } };
};

/** Questions are counted in the background after a start; until then what rules read changes under them. */
async function settled(databaseFile: string): Promise<void> {
  const db = new SqliteDatabase(databaseFile, { readonly: true });
  const open = db.prepare('SELECT count(*) FROM friend_chat_stats WHERE asked_key IS NULL').pluck();
  while ((open.get() as number) > 0) await new Promise((resolve) => setTimeout(resolve, 500));
  db.close();
}

/** Counts of rules of ten conditions against a scan of friends, and the heads of an audience of half the book. */
export async function measureSegments(app: App, databaseFile: string, friends: number, rounds: number): Promise<Measure[]> {
  const rules: [string, SegmentRule][] = [
    ['ten of portrait, level and chats', allOf(...known)],
    ['six of orders, two of posts and contacts, two more', allOf(...bought, ...lately, ...known.slice(0, 2))],
    ['any of ten', anyOf(...bought.slice(0, 4), ...known.slice(0, 6))],
    ['one', allOf(known[0]!)],
  ];
  const count = (rule: SegmentRule) => call<RuleCount>(app, 'segments.count', { rule });
  await call(app, 'friends.list', { filter: { levels: [1] }, sort: { key: 'name', direction: 'asc' }, offset: 0, limit: 10 });
  await settled(databaseFile);
  const cold = await timed(() => count(rules[1]![1]));
  const db = new SqliteDatabase(databaseFile, { readonly: true });
  db.pragma('cache_size = -65536');
  const scan = db.prepare('SELECT sum(trust_level) FROM friends').pluck();
  const times = rules.map((): number[] => []);
  const scans: number[] = [];
  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
  let maxWork = 0;
  for (let round = -1; round < rounds; round++)
    for (const [i, [, rule]] of rules.entries()) {
      // the scan runs on this thread too: watched, it would pass for the host's own work
      const watch = watchWork();
      const ours = await timed(() => count(rule));
      await pause();
      maxWork = Math.max(maxWork, watch.stop());
      const theirs = await timed(() => scan.get());
      if (round < 0) continue;
      times[i]!.push(ours);
      scans.push(theirs);
    }
  db.close();
  const medians = times.map(median);
  const slowest = medians.indexOf(Math.max(...medians));
  return [
    {
      name: 'segment: count of ten conditions, and of each alone',
      ours: medians[slowest]!,
      reference: median(scans),
      goal: goalAt(friends, 3),
      note: `scan of friends; slowest: ${rules[slowest]![0]}; longest work on the host ${maxWork.toFixed(0)} ms`,
    },
    { name: 'segment: the first count, facts read', ours: cold, reference: null, goal: null },
    await measureAudience(app, friends, rounds),
  ];
}

async function measureAudience(app: App, friends: number, rounds: number): Promise<Measure> {
  const audience = { mode: 'only', tagIds: [], levels: [1, 2], segmentIds: [] };
  let heads = 0;
  const times: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const ms = await timed(async () => {
      heads = (await call<AudienceHeads>(app, 'segments.audienceCount', { audience, accountIds: [1] })).heads ?? 0;
    });
    if (round >= 0) times.push(ms);
  }
  const goal = goalAt(friends, 300);
  return { name: `segment: audience of ${heads}`, ours: median(times), reference: null, goal, absolute: true };
}
