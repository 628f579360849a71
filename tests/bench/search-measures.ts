import { execFileSync } from 'node:child_process';
import { createReadStream, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { parse } from 'csv-parse';
import { type Random, seededRandom } from '../../build/demo/random.ts';
import type { App } from '../../electron/app/create-app.ts';
import { type ChatImport, firstIdAt, type IncomingChats, type IncomingRecord, importChat } from '../../electron/features/chats/index.ts';
import { indexingFor } from '../../electron/features/search/index.ts';
import type { SearchFilter, SearchMessagesResult } from '../../shared/contracts/search.ts';
import type { MessageKind } from '../../shared/domain/messages.ts';
import { call, openBook } from './book.ts';
import { writeChatCsv } from './chat-data.ts';
import { type Measure, median, percentile, timed } from './measure.ts';

export interface ChatSearchOptions {
  root: string;
  /** folder for data */
  dir: string;
  rows: number;
  /** queries whose results are compared with LIKE */
  compared: number;
}

const lengths = [1, 2, 3, 4, 5, 6, 7, 8];
const classes = ['common', 'rare', 'adversarial'] as const;
const perKind = 8;
const rounds = 3;

/** Searches over a book of `rows` messages: latency, equality with LIKE, what the index weighs and costs. */
export async function measureChatSearch(options: ChatSearchOptions): Promise<Measure[]> {
  const { root, dir, rows } = options;
  const csv = join(dir, 'chats.csv');
  const book = join(dir, 'chat-book');
  await writeChatCsv(csv, { rows, order: 'chat', friends: Math.min(16_384, Math.ceil(rows / 250)) });
  const reference = importByCommand(csv, join(dir, 'reference.db'));
  const app = await openBook(root, book);
  try {
    await bringIn(app, csv);
    const build = await timed(() => indexingFor(app.context).now());
    app.context.db.raw.pragma('wal_checkpoint(TRUNCATE)');
    const found: Measure[] = [
      { name: 'search index and hours built', ours: build, reference, goal: null, note: '.import + 2 indexes' },
      ...sizes(book, csv),
    ];
    const db = new SqliteDatabase(join(book, 'tiefen.db'), { readonly: true });
    try {
      found.push(...(await measureLatency(app, db)), await measureEquality(app, db, options.compared));
    } finally {
      db.close();
    }
    return found;
  } finally {
    await app.close();
    rmSync(book, { recursive: true, force: true });
    rmSync(csv, { force: true });
  }
}

/** ms that the command line takes for the same rows with two indexes; null = there is no sqlite3 here. */
function importByCommand(csv: string, file: string): number | null {
  const script = `PRAGMA journal_mode = WAL;
CREATE TABLE m(id, svr, type, mine, talker, room, msg, src, at);
.import --csv --skip 1 ${csv} m
CREATE INDEX m_svr ON m(talker, svr);
CREATE INDEX m_at ON m(at);`;
  try {
    const started = performance.now();
    execFileSync('sqlite3', [file], { input: script, stdio: ['pipe', 'ignore', 'inherit'] });
    return performance.now() - started;
  } catch {
    return null;
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  }
}

const kinds: Record<string, MessageKind> = {
  文本: 'text',
  图片: 'picture',
  动画表情: 'emoji',
  语音: 'voice',
  转账: 'transfer',
  引用回复: 'quote',
  '(分享)卡片式链接': 'link',
};

async function bringIn(app: App, csv: string): Promise<void> {
  const ctx = app.context;
  const source: IncomingChats = { ownerId: null, knowsMe: true, conversations: [], records: () => recordsOf(csv) };
  const task: ChatImport = {
    files: [{ source, bytes: statSync(csv).size }],
    accountId: 1,
    openBatch: () =>
      Number(
        ctx.db
          .sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES ('chats.csv', 1, '{}', ?)")
          .run(ctx.clock.now()).lastInsertRowid,
      ),
    owner: null,
    people: { mapping: {}, unknownPeers: 'newFriend', unknownTalkers: 'member' },
  };
  await importChat({ ...ctx, announce: () => {} }, task, { progress: () => {}, checkCancelled: () => {} });
}

async function* recordsOf(csv: string): ReturnType<IncomingChats['records']> {
  let records: IncomingRecord[] = [];
  let line = 1;
  for await (const cells of createReadStream(csv).pipe(parse({ fromLine: 2 })) as AsyncIterable<string[]>) {
    const [, serverId, type, mine, , peer, words, , time] = cells as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    records.push({
      line: ++line,
      conversation: peer,
      senderId: null,
      senderName: '',
      direction: mine === '1' ? 'out' : 'in',
      at: Date.parse(`${time.replace(' ', 'T')}+08:00`),
      precision: 'second',
      kind: kinds[type] ?? 'other',
      text: words,
      serverId,
    });
    if (records.length < 5000) continue;
    yield { records, problems: [], bytesRead: 0 };
    records = [];
  }
  yield { records, problems: [], bytesRead: 0 };
}

function sizes(book: string, csv: string): Measure[] {
  const bytes = (name: string) =>
    ['', '-wal'].reduce((sum, end) => sum + (statSync(join(book, name) + end, { throwIfNoEntry: false })?.size ?? 0), 0);
  const input = statSync(csv).size / 1e6;
  const main = statSync(join(book, 'tiefen.db')).size;
  const index = statSync(join(book, 'search.db')).size;
  return [
    { name: 'search.db', ours: index / 1e6, reference: main / 1e6, goal: 0.8, unit: 'MB', note: 'tiefen.db' },
    {
      name: 'messages, index and hours on disk',
      ours: (bytes('tiefen.db') + bytes('search.db')) / 1e6,
      reference: input,
      goal: null,
      unit: 'MB',
      note: 'CSV; with logs',
    },
    { name: 'the same without logs', ours: (main + index) / 1e6, reference: input, goal: 1.8, unit: 'MB', note: 'CSV' },
  ];
}

interface Query {
  kind: (typeof classes)[number];
  text: string;
}

/** Texts of each length and class, drawn from the book. */
function queriesOf(db: SqliteDatabase.Database, count: number): Query[] {
  const random = seededRandom(20_261_123);
  const contents = db
    .prepare('SELECT content FROM messages WHERE kind = 0 AND id % 1009 < 200 ORDER BY id % 8191 LIMIT 20000')
    .pluck()
    .all() as string[];
  const pieces = contents.map((content) => [...content]);
  return lengths.flatMap((length) => {
    const grams = new Map<string, number>();
    for (const chars of pieces)
      for (let i = 0; i + length <= chars.length; i++) {
        const gram = chars.slice(i, i + length).join('');
        grams.set(gram, (grams.get(gram) ?? 0) + 1);
      }
    const byCount = [...grams.entries()].sort((a, b) => b[1] - a[1]).map(([gram]) => gram);
    const common = byCount.slice(0, Math.max(count, 40));
    const seldom = byCount.slice(-Math.max(count, 2000));
    const draw = (from: string[]) => Array.from({ length: count }, () => random.pick(from));
    return [
      ...draw(common).map((text) => ({ kind: 'common' as const, text })),
      ...draw(seldom).map((text) => ({ kind: 'rare' as const, text })),
      ...draw(common).map((text) => ({ kind: 'adversarial' as const, text: shuffled(random, text, common) })),
    ];
  });
}

/** Its characters are all over the book, hardly ever in this order. */
function shuffled(random: Random, text: string, others: string[]): string {
  const chars = [...text, ...random.pick(others)];
  return Array.from({ length: [...text].length }, () => random.pick(chars)).join('');
}

const search = (app: App, text: string, filter: SearchFilter = {}, cursor: string | null = null) =>
  call<SearchMessagesResult>(app, 'search.messages', { text, filter, cursor, limit: 50 });

async function measureLatency(app: App, db: SqliteDatabase.Database): Promise<Measure[]> {
  const queries = queriesOf(db, perKind);
  await call(app, 'search.status');
  const times = queries.map((): number[] => []);
  let unfinished = 0;
  for (let round = -1; round < rounds; round++)
    for (const [i, { text }] of queries.entries()) {
      const took = await timed(async () => {
        const { searchedTo } = await search(app, text);
        if (searchedTo !== null && round === 0) unfinished++;
      });
      if (round >= 0) times[i]!.push(took);
    }
  const like = db.prepare('SELECT count(*) FROM messages WHERE content LIKE ?').pluck();
  const scan = await timed(() => like.get('%㷫龘齉%'));
  const mine = times.map(median);
  const worst = (fits: (query: Query, i: number) => boolean) =>
    percentile(
      mine.filter((_, i) => fits(queries[i]!, i)),
      0.95,
    ).toFixed(1);
  const note = [
    'LIKE over all',
    ...classes.map((kind) => `${kind} ${worst((query) => query.kind === kind)}`),
    ...lengths.map((length) => `${length} ${worst(({ text }) => [...text].length === length)}`),
    `${unfinished} of ${queries.length} need more than one answer`,
  ];
  return [
    {
      name: `message search p95 of ${queries.length} queries`,
      ours: percentile(mine, 0.95),
      reference: scan,
      goal: 50,
      absolute: true,
      note: note.join(', '),
    },
    { name: 'message search p50', ours: median(mine), reference: scan, goal: null },
    {
      name: 'message search, slowest',
      ours: Math.max(...mine),
      reference: scan,
      goal: null,
      note: queries[mine.indexOf(Math.max(...mine))]!.text,
    },
  ];
}

/** Ordered ids of all pages against LIKE, each query in a period of its own. */
async function measureEquality(app: App, db: SqliteDatabase.Database, count: number): Promise<Measure> {
  const random = seededRandom(20_261_124);
  const queries = queriesOf(db, Math.ceil(count / lengths.length / classes.length)).slice(0, count);
  const [first, last] = db.prepare('SELECT min(id) / 2097152 * 1000, max(id) / 2097152 * 1000 FROM messages').raw().get() as [
    number,
    number,
  ];
  const like = db
    .prepare("SELECT id FROM messages WHERE id >= ? AND id < ? AND content LIKE ? ESCAPE '\\' AND kind NOT IN (1, 3, 4) ORDER BY id DESC")
    .pluck();
  let equal = 0;
  for (const { text } of queries) {
    const span = (last - first) * 10 ** -random.int(1, 3) * random.next();
    const fromAt = Math.floor(first + (last - first - span) * random.next());
    const toAt = Math.ceil(fromAt + span);
    const ids: number[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: SearchMessagesResult = await search(app, text, { fromAt, toAt }, cursor);
      for (const { messageId } of page.hits) ids.push(messageId);
      cursor = page.cursor;
      if (cursor === null) break;
    }
    const wanted = like.all(firstIdAt(fromAt + 999), firstIdAt(toAt + 999), `%${text.replace(/[\\%_]/g, '\\$&')}%`) as number[];
    if (wanted.length === ids.length && wanted.every((id, i) => id === ids[i])) equal++;
  }
  return {
    name: `searches unequal to LIKE, of ${queries.length}`,
    ours: queries.length - equal,
    reference: null,
    goal: 0,
    absolute: true,
    unit: 'queries',
  };
}
