import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { type Random, seededRandom } from '../../build/demo/random.ts';
import type { App } from '../../electron/app/create-app.ts';
import { firstIdAt } from '../../electron/features/chats/index.ts';
import { indexingFor } from '../../electron/features/search/index.ts';
import type { ChatCommitReport, ImportQueue } from '../../shared/contracts/import-queue.ts';
import type { SearchFilter, SearchMessagesResult } from '../../shared/contracts/search.ts';
import { messageDirections, messageKinds } from '../../shared/domain/messages.ts';
import { byName, call, openBook } from './book.ts';
import { writeChatCsv } from './chat-data.ts';
import { referenceImport } from './chat-measures.ts';
import type { Cost } from './chat-worker.ts';
import { lineOf, type Measure, median, percentile, timed } from './measure.ts';
import { classes, lengths, type Query, queriesOf } from './search-queries.ts';

export interface ChatSearchOptions {
  root: string;
  /** folder for data */
  dir: string;
  rows: number;
  /** queries whose results are compared with LIKE */
  compared: number;
}

const perKind = 20;
const rounds = 3;
const pageSize = 50;

/** Searches over a book of `rows` messages: what the index costs and weighs, latency, equality with LIKE. Tells stderr how it goes on. */
export async function measureChatSearch({ root, dir, rows, compared }: ChatSearchOptions): Promise<Measure[]> {
  const measures: Measure[] = [];
  const tell = (found: Measure[]) => {
    measures.push(...found);
    for (const measure of found) progress(lineOf(measure));
  };
  const csv = join(dir, 'chats.csv');
  const book = join(dir, 'chat-book');
  progress(`writing ${rows} messages`);
  await writeChatCsv(csv, { rows, order: 'chat', friends: Math.min(16_384, Math.ceil(rows / 250)) });
  progress('reference');
  const reference = referenceImport(csv, join(dir, 'reference.db'));
  const app = await openBook(root, book);
  try {
    tell(await measureBuild(app, csv, rows, reference));
    app.context.db.raw.pragma('wal_checkpoint(TRUNCATE)');
    tell(sizes(book, csv));
    const db = new SqliteDatabase(join(book, 'tiefen.db'), { readonly: true });
    try {
      tell(await measureLatency(app, db));
      tell([await measureEquality(app, db, compared)]);
    } finally {
      db.close();
    }
  } finally {
    await app.close();
    for (const path of [book, csv]) rmSync(path, { recursive: true, force: true });
  }
  return measures;
}

const progress = (words: string) => process.stderr.write(`… ${words}\n`);

async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const before = process.cpuUsage();
  const ms = await timed(work);
  const { user, system } = process.cpuUsage(before);
  return { ms, cpu: (user + system) / 1000 };
}

/** The wizard up to the list of friends, then index and hours until nothing waits. */
async function measureBuild(app: App, csv: string, rows: number, reference: Cost | null): Promise<Measure[]> {
  const { fileId } = await app.files.stageCopy(csv);
  progress('import');
  const queue = await call<ImportQueue>(app, 'importQueue.open', { fileIds: [fileId] });
  const selection = { queueId: queue.queueId, itemIds: queue.items.map(({ itemId }) => itemId), accountId: 1, me: null };
  await call(app, 'chatImport.scan', selection);
  const answers = { mojibakeAccepted: false, choices: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' };
  let added = 0;
  const usable = await cost(async () => {
    ({ added } = await call<ChatCommitReport>(app, 'chatImport.commit', { ...selection, ...answers }));
    await call(app, 'friends.list', { ...byName, offset: 0, limit: 100 });
  });
  if (added !== rows) throw new Error(`${added} of ${rows} rows came in`);
  progress('index');
  const build = await cost(() => indexingFor(app.context).now());
  const of = (name: string, goal: number | null, { ms, cpu }: Cost): Measure => {
    if (!reference) return { name, ours: ms, reference: null, goal: null, note: 'no sqlite3' };
    const times = [cpu, reference.cpu].map((one) => (one / 1000).toFixed(2)).join(' to ');
    return {
      name,
      ours: ms,
      reference: reference.ms,
      goal,
      note: `.import + 2 indexes; processor time ${times} s = ${(cpu / reference.cpu).toFixed(2)}`,
    };
  };
  return [
    of('search index and hours built', null, build),
    of('rows, dedupe, search index, hours', 3.5, { ms: usable.ms + build.ms, cpu: usable.cpu + build.cpu }),
  ];
}

function sizes(book: string, csv: string): Measure[] {
  const input = statSync(csv).size / 1e6;
  const main = statSync(join(book, 'tiefen.db')).size / 1e6;
  const index = statSync(join(book, 'search.db')).size / 1e6;
  return [
    { name: 'search.db', ours: index, reference: input, goal: null, unit: 'MB', note: 'CSV' },
    { name: 'messages, index and hours on disk', ours: main + index, reference: input, goal: 1.8, unit: 'MB', note: 'CSV' },
  ];
}

const search = (app: App, text: string, filter: SearchFilter = {}, cursor: string | null = null) =>
  call<SearchMessagesResult>(app, 'search.messages', { text, filter, cursor, limit: pageSize });

/** Asks as the screen does, until there is something to show or it is sure that there is nothing. @returns answers it took */
async function untilShown(app: App, text: string, filter: SearchFilter): Promise<number> {
  let answers = 0;
  for (let cursor: string | null = null; ; ) {
    const page: SearchMessagesResult = await search(app, text, filter, cursor);
    answers++;
    cursor = page.cursor;
    if (page.hits.length > 0 || cursor === null) return answers;
  }
}

interface Timed {
  query: Query;
  /** ms until something could be shown, median */
  ms: number;
  /** answers it took at most */
  answers: number;
}

async function timeAll(app: App, queries: Query[]): Promise<Timed[]> {
  const all = queries.map((query) => ({ query, times: [] as number[], answers: 0 }));
  for (let round = -1; round < rounds; round++)
    for (const one of all) {
      const took = await timed(async () => {
        one.answers = Math.max(one.answers, await untilShown(app, one.query.text, one.query.filter));
      });
      if (round >= 0) one.times.push(took);
    }
  return all.map(({ query, times, answers }) => ({ query, ms: median(times), answers }));
}

const p95 = (all: readonly Timed[]) =>
  percentile(
    all.map(({ ms }) => ms),
    0.95,
  );
const slowest = (all: readonly Timed[]) => all.reduce((worst, one) => (one.ms > worst.ms ? one : worst));

function describe(name: string, all: readonly Timed[], scan: number): Measure {
  const worst = slowest(all);
  const note = [
    'LIKE over all',
    `max ${worst.ms.toFixed(1)} (${JSON.stringify(worst.query.text)})`,
    ...lengths.map((length) => `${length}: ${p95(all.filter(({ query }) => [...query.text].length === length)).toFixed(1)}`),
    `${all.filter(({ answers }) => answers > 1).length} of ${all.length} took more than one answer`,
  ];
  return { name, ours: p95(all), reference: scan, goal: 50, absolute: true, note: note.join(', ') };
}

async function measureLatency(app: App, db: SqliteDatabase.Database): Promise<Measure[]> {
  progress('latency');
  const queries = queriesOf(db, perKind);
  await call(app, 'search.status');
  const like = db.prepare('SELECT count(*) FROM messages WHERE content LIKE ?').pluck();
  const scan = await timed(() => like.get('%㷫龘齉%'));
  const plain = await timeAll(app, queries);
  const random = seededRandom(20_261_125);
  const filtered = await timeAll(
    app,
    queries.filter((_, i) => i % 2 === 0).map((query) => ({ ...query, filter: filterFor(random, db) })),
  );
  const all = describe('message search p95', plain, scan);
  return [
    all,
    { name: 'message search p50', ours: median(plain.map(({ ms }) => ms)), reference: scan, goal: null, note: 'LIKE over all' },
    ...classes.map((kind) =>
      describe(
        `message search p95, ${kind}`,
        plain.filter(({ query }) => query.kind === kind),
        scan,
      ),
    ),
    describe('message search p95, with a filter', filtered, scan),
  ];
}

const searched = messageKinds.filter((kind) => !['picture', 'video', 'emoji'].includes(kind));

/** One of what the screen can narrow down by. */
function filterFor(random: Random, db: SqliteDatabase.Database): SearchFilter {
  const any = (column: string) =>
    db
      .prepare(
        `SELECT ${column} FROM conversations WHERE friend_id IS NOT NULL LIMIT 1 OFFSET abs(?) % (SELECT count(*) FROM conversations)`,
      )
      .pluck()
      .get(random.int(0, 1e6)) as number;
  return random.pick<() => SearchFilter>([
    () => ({ direction: random.pick(messageDirections) }),
    () => ({ messageKinds: [random.pick(searched)] }),
    () => ({ messageKinds: ['quote', 'voice', 'transfer'] }),
    () => ({ conversationIds: [any('id')] }),
    () => ({ friendIds: [any('friend_id'), any('friend_id')] }),
    () => ({ kind: random.pick(['private', 'group'] as const) }),
    () => ({ toAt: Date.UTC(2021, 5, 1) + random.int(0, 1e9) * 100 }),
  ])();
}

/** Ordered ids against LIKE, each query in a period of its own, every other one with a filter more. Some are asked for to their end. */
async function measureEquality(app: App, db: SqliteDatabase.Database, count: number): Promise<Measure> {
  const random = seededRandom(20_261_124);
  const queries = queriesOf(db, Math.ceil(count / lengths.length / classes.length)).slice(0, count);
  const [first, last] = db.prepare('SELECT min(id) / 2097152 * 1000, max(id) / 2097152 * 1000 FROM messages').raw().get() as [
    number,
    number,
  ];
  let equal = 0;
  for (const [i, { text }] of queries.entries()) {
    if (i % 200 === 0) progress(`equality, ${i} of ${queries.length}`);
    const span = (last - first) * 10 ** -random.int(1, 3) * random.next();
    const fromAt = Math.floor(first + (last - first - span) * random.next());
    const filter = { ...(i % 2 === 0 ? {} : filterFor(random, db)), fromAt, toAt: Math.ceil(fromAt + span) };
    const most = i % 10 === 0 ? Number.POSITIVE_INFINITY : 4 * pageSize;
    const ids: number[] = [];
    let cursor: string | null = null;
    do {
      const page: SearchMessagesResult = await search(app, text, filter, cursor);
      for (const { messageId } of page.hits) ids.push(messageId);
      cursor = page.cursor;
    } while (cursor !== null && ids.length < most);
    const wanted = liked(db, text, filter, cursor === null ? -1 : ids.length);
    if (wanted.length === ids.length && wanted.every((id, at) => id === ids[at])) equal++;
    else progress(`unequal: ${JSON.stringify({ text, filter })}`);
  }
  return {
    name: `searches unequal to LIKE, of ${queries.length}`,
    ours: queries.length - equal,
    reference: null,
    goal: 0,
    absolute: true,
    unit: 'queries',
    note: 'half of them with a filter',
  };
}

/** @param limit -1 = all */
function liked(
  db: SqliteDatabase.Database,
  text: string,
  filter: SearchFilter & { fromAt: number; toAt: number },
  limit: number,
): number[] {
  const list = (values: readonly number[]) => `(${values.join(', ')})`;
  const conditions = [
    filter.direction && `direction = ${messageDirections.indexOf(filter.direction)}`,
    filter.messageKinds && `kind IN ${list(filter.messageKinds.map((kind) => messageKinds.indexOf(kind)))}`,
    filter.conversationIds && `conversation_id IN ${list(filter.conversationIds)}`,
    filter.friendIds && `conversation_id IN (SELECT id FROM conversations WHERE friend_id IN ${list(filter.friendIds)})`,
    filter.kind && `conversation_id IN (SELECT id FROM conversations WHERE kind = '${filter.kind}')`,
  ].filter((one) => one !== undefined);
  return db
    .prepare(
      `SELECT id FROM messages WHERE id >= ? AND id < ? AND content LIKE ? ESCAPE '\\' AND kind NOT IN (1, 3, 4)
       ${conditions.map((one) => `AND +${one}`).join(' ')} ORDER BY id DESC LIMIT ?`,
    )
    .pluck()
    .all(firstIdAt(filter.fromAt + 999), firstIdAt(filter.toAt + 999), `%${text.replace(/[\\%_]/g, '\\$&')}%`, limit) as number[];
}
