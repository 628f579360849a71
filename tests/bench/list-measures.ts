import SqliteDatabase from 'better-sqlite3';
import type { App } from '../../electron/app/create-app.ts';
import type { FriendFilter, FriendPage, FriendSort } from '../../shared/contracts/friends.ts';
import type { TagBook } from '../../shared/contracts/tags.ts';
import { byName, call } from './book.ts';
import { searchQueries } from './data.ts';
import { goalAt, type Measure, median, percentile, timed } from './measure.ts';

interface ListOptions {
  app: App;
  databaseFile: string;
  friends: number;
  rounds: number;
}

const list = (app: App, filter: FriendFilter, sort: FriendSort = byName.sort, offset = 0) =>
  call<FriendPage>(app, 'friends.list', { filter, sort, offset, limit: 100 });

/** Every query in every round, ours and the scan in turn, all warm: p95 of the single answers, against the median of the scans. */
export async function measureSearch({ app, databaseFile, friends, rounds }: ListOptions, perKind: number): Promise<Measure[]> {
  const db = new SqliteDatabase(databaseFile, { readonly: true });
  db.pragma('cache_size = -65536');
  const people = db
    .prepare(
      "SELECT CASE remark WHEN '' THEN nickname ELSE remark END AS name, wxid, phone, replace(sort_name, ' ', '') AS pinyin, substr(sort_name, 1, 1) AS initials FROM friends WHERE id % 97 = 0",
    )
    .all() as Parameters<typeof searchQueries>[0];
  const scan = db.prepare('SELECT count(*) FROM friends WHERE instr(search_text, ?) > 0').pluck();
  const queries = searchQueries(people, perKind);
  const ours = queries.map((): number[] => []);
  const reference = queries.map((): number[] => []);
  for (let round = -1; round < rounds; round++)
    for (const [i, { text }] of queries.entries()) {
      let total = -1;
      const our = await timed(async () => {
        total = (await list(app, { text })).total;
      });
      let found = -1;
      const their = await timed(() => {
        found = scan.get(text.toLowerCase()) as number;
      });
      if (!/\s/.test(text) && total !== found) throw new Error(`search: ${total} found, ${found} by SQL`);
      if (round < 0) continue;
      ours[i]!.push(our);
      reference[i]!.push(their);
    }
  db.close();
  const kinds = [...new Set(queries.map(({ kind }) => kind))].map((kind) => {
    const answers = ours.filter((_, i) => queries[i]!.kind === kind).flat();
    return `${kind} ${percentile(answers, 0.95).toFixed(1)}`;
  });
  const answers = ours.flat();
  return [
    {
      name: `search p95 of ${answers.length} answers`,
      ours: percentile(answers, 0.95),
      reference: median(reference.flat()),
      goal: goalAt(friends, 0.5),
      note: `median of ${answers.length} scans with instr over search_text; ours p50 ${median(answers).toFixed(1)}, p95 by kind: ${kinds.join(', ')}`,
    },
  ];
}

/** Count and first 100 rows of tag expressions; the slowest one is told. */
export async function measureTags({ app, databaseFile, friends, rounds }: ListOptions): Promise<Measure[]> {
  const { tags } = await call<TagBook>(app, 'tags.book');
  const byCount = [...tags].sort((a, b) => b.friendCount - a.friendCount).map(({ id }) => id);
  const [big, small] = [byCount.slice(0, 12), byCount.slice(-12)];
  const expressions: [string, NonNullable<FriendFilter['tags']>][] = [
    ['any of 1', { any: big.slice(0, 1) }],
    ['any of 12', { any: big }],
    ['all of 2', { all: big.slice(0, 2) }],
    ['none of 12', { none: big }],
    ['any, all, none', { any: big.slice(2, 10), all: big.slice(0, 1), none: small }],
    ['any of 12 rare', { any: small }],
    ['any of 100', { any: byCount.slice(0, 100) }],
  ];
  const db = new SqliteDatabase(databaseFile, { readonly: true });
  db.pragma('cache_size = -65536');
  const scan = db.prepare('SELECT sum(trust_level) FROM friends').pluck();
  const times = expressions.map((): number[] => []);
  const scans: number[] = [];
  for (let round = -1; round < rounds; round++)
    for (const [i, [, wanted]] of expressions.entries()) {
      // a tag that does not exist keeps the answer of the round before from being used again
      const none = [...(wanted.none ?? []), 1_000_001 + round];
      const our = await timed(() => list(app, { tags: { ...wanted, none } }));
      const their = await timed(() => scan.get());
      if (round < 0) continue;
      times[i]!.push(our);
      scans.push(their);
    }
  db.close();
  const medians = times.map(median);
  const slowest = medians.indexOf(Math.max(...medians));
  return [
    {
      name: 'tag expression: count and first 100 rows',
      ours: medians[slowest]!,
      reference: median(scans),
      goal: goalAt(friends, 0.5),
      note: `scan of friends; slowest: ${expressions[slowest]![0]}`,
    },
  ];
}

/** The last page against the first one, over several orders. */
export async function measureDepth({ app, friends, rounds }: ListOptions): Promise<Measure[]> {
  const sorts: FriendSort[] = (['name', 'lastContactAt', 'trustLevel'] as const).flatMap((key) =>
    (['asc', 'desc'] as const).map((direction) => ({ key, direction })),
  );
  const depth = Math.floor(friends * 0.99);
  const deep: number[] = [];
  const first: number[] = [];
  for (let round = -3; round < rounds * 5; round++)
    for (const sort of sorts) {
      const top = await timed(() => list(app, {}, sort, 0));
      const bottom = await timed(() => list(app, {}, sort, depth));
      if (round < 0) continue;
      first.push(top);
      deep.push(bottom);
    }
  return [{ name: `page of 100 at depth ${depth}`, ours: median(deep), reference: median(first), goal: 1.5, note: 'at depth 0' }];
}
