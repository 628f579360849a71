import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { measureBackups } from './backup-measures.ts';
import { measureBanDay } from './ban-day-measures.ts';
import { ageBook, copyBook, importAll, openBook } from './book.ts';
import { measureChats } from './chat-measures.ts';
import { type ChatRun, importChatsOnce } from './chat-worker.ts';
import { tagsPerFriend, writeContacts } from './data.ts';
import { measureFollowUps } from './follow-up-measures.ts';
import { measureImport } from './import-measure.ts';
import { measureInsights } from './insight-measures.ts';
import { measureLayers } from './layer-measures.ts';
import { fillLibrary, measureLibrary } from './library-measures.ts';
import { measureDepth, measureSearch, measureTags } from './list-measures.ts';
import { holds, lineOf, type Measure, ratioOf } from './measure.ts';
import { importWatched, measureMemory, type WatchedRun } from './memory-measure.ts';
import { measureOrders } from './order-measures.ts';
import { hostPage, type PageHostRun } from './page-host.ts';
import { measureChatSearch } from './search-measures.ts';
import { measureSegments } from './segment-measures.ts';
import { measureSending } from './sending-measures.ts';
import { measureStart, startOnce } from './start-measure.ts';
import { fillStudio } from './studio-book.ts';
import { measureSuggestions } from './suggestion-measures.ts';
import { measureTagRules } from './tag-rule-measures.ts';
import { measureToday } from './today-measures.ts';
import { measureBulkTag, measureSmallWrite } from './write-measures.ts';

export interface BenchOptions {
  /** the folder that holds package.json */
  root: string;
  /** what was bundled for this run */
  outDir: string;
  friends: number;
  /** of the chats that are brought in and searched */
  messages: number;
  /** how often chats are brought in */
  rounds: number;
  /** of the book that is backed up */
  megabytes: number;
  quick: boolean;
  /** names of the parts to run; null = all */
  only: string[] | null;
  browser: boolean;
}

/** What a process of its own does: `task` is the folder of a book to start with, or a run of another kind as JSON. */
export const child = (task: string, root: string): Promise<void> => {
  if (!task.startsWith('{')) return startOnce(root, task);
  const run = JSON.parse(task) as ChatRun | WatchedRun | PageHostRun;
  if ('shown' in run) return hostPage(root, run);
  return 'watched' in run ? importWatched(root, run) : importChatsOnce(root, run);
};

/** Runs the parts in order, prints a line a measure, writes bench/latest.json. */
export async function bench(options: BenchOptions): Promise<void> {
  const { root, friends, quick } = options;
  const dir = join(root, 'bench', '.data');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const measures: Measure[] = [];
  const wanted = (part: string) => options.only === null || options.only.includes(part);
  const tell = (found: Measure[]) => {
    for (const measure of found) {
      measures.push(measure);
      console.log(lineOf(measure));
    }
  };
  try {
    const runFile = join(root, 'tests/bench/run.mjs');
    if (wanted('chats')) await measureChats({ runFile, dir, rows: options.messages, rounds: options.rounds, tell });
    if (wanted('chat-memory')) tell(await measureMemory({ runFile, dir, quick }));
    if (wanted('chat-search')) tell(await measureChatSearch({ root, dir, rows: options.messages, compared: 2000 }));
    if (wanted('backup')) await measureBackups({ root, dir, megabytes: options.megabytes, rounds: 3, tell });
    if (!options.only?.every((part) => part.startsWith('chat') || part === 'backup')) await benchBook(options, dir, wanted, tell);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  const report = {
    at: new Date().toISOString(),
    friends,
    quick,
    measures: measures.map((measure) => ({ ...measure, ratio: ratioOf(measure), holds: holds(measure) })),
  };
  writeFileSync(join(root, 'bench', 'latest.json'), `${JSON.stringify(report, null, 2)}\n`);
  const missed = measures.filter((measure) => holds(measure) === false);
  console.log(missed.length === 0 ? '# all goals reached' : `# missed: ${missed.map(({ name }) => name).join(' · ')}`);
}

/** Everything that is measured over a book of friends. */
async function benchBook(
  options: BenchOptions,
  dir: string,
  wanted: (part: string) => boolean,
  tell: (found: Measure[]) => void,
): Promise<void> {
  const { root, friends, quick } = options;
  const csv = join(dir, 'contacts.csv');
  await writeContacts(csv, friends);
  console.log(
    `# ${friends} friends, ${tagsPerFriend} tags each, CSV ${(statSync(csv).size / 1e6).toFixed(1)} MB, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}`,
  );
  const book = join(dir, 'book');
  if (wanted('import'))
    tell(await measureImport({ root, dir, csv, friends, rounds: Math.max(quick ? 5 : 9, options.rounds), keepIn: book }));
  else await fill(root, book, csv);
  ageBook(book);
  const empty = join(dir, 'empty');
  await (await openBook(root, empty)).close();
  if (wanted('start')) tell(measureStart(join(root, 'tests/bench/run.mjs'), book, empty, quick ? 3 : 5));
  if (wanted('studio')) await measureStudio(options, copyBook(book, join(dir, 'studio')), tell);
  if (wanted('insights')) await measureInsightsOf(options, copyBook(book, join(dir, 'insights')), tell);
  if (wanted('today')) await measureTodayOf(options, copyBook(book, join(dir, 'today')), tell);
  if (wanted('follow-ups')) await measureFollowUpsOf(options, copyBook(book, join(dir, 'follow-ups')), tell);
  if (wanted('ban-day')) await measureBanDayOf(options, copyBook(book, join(dir, 'ban-day')), tell);
  await measureOpenBook(options, dir, book, wanted, tell);
  if (options.browser && wanted('studio')) {
    const { measureCalendar } = await import('./calendar-measures.ts');
    const where = { root, rendererDir: join(options.outDir, 'renderer'), dataDir: join(dir, 'calendar') };
    tell(await measureCalendar({ ...where, rounds: quick ? 5 : 9 }));
  }
  if (options.browser) {
    const { measureBrowser } = await import('./browser-measures.ts');
    tell(await measureBrowser({ root, rendererDir: join(options.outDir, 'renderer'), book, empty, rounds: quick ? 5 : 7 }));
  }
}

/** The content studio: 2,000,000 contacts, 1,000,000 orders, 3,000 posts, 20,000 pieces (with `--quick` a tenth). */
async function measureStudio({ root, friends, quick }: BenchOptions, book: string, tell: (found: Measure[]) => void): Promise<void> {
  const part = quick ? 10 : 1;
  fillStudio(book, { touches: 2_000_000 / part, orders: 1_000_000 / part, posts: 3000 / part }, Date.now());
  fillLibrary(book, 20_000 / part);
  const app = await openBook(root, book);
  try {
    tell(await measureSegments(app, join(book, 'tiefen.db'), friends, 7));
    tell(await measureSuggestions(app, friends));
    tell(await measureLayers(app, join(book, 'tiefen.db'), friends, 7));
    tell(await measureOrders(app, friends, 5));
    tell(await measureSending(app, join(book, 'tiefen.db'), friends, 7));
    tell(await measureLibrary(app, friends, 20_000 / part, 7));
  } finally {
    await app.close();
  }
}

/** 洞察 over 2,000,000 contacts, 1,000,000 orders and 3,000 posts (with `--quick` a tenth). */
async function measureInsightsOf({ root, friends, quick }: BenchOptions, book: string, tell: (found: Measure[]) => void): Promise<void> {
  const part = quick ? 10 : 1;
  fillStudio(book, { touches: 2_000_000 / part, orders: 1_000_000 / part, posts: 3000 }, Date.now());
  const app = await openBook(root, book);
  try {
    tell(await measureInsights(app, friends, 7));
  } finally {
    await app.close();
  }
}

/** 今日 over 1,000,000 orders, 2,000,000 contacts and chats of every second friend (with `--quick` a tenth). */
async function measureTodayOf({ root, friends, quick }: BenchOptions, book: string, tell: (found: Measure[]) => void): Promise<void> {
  const part = quick ? 10 : 1;
  fillStudio(book, { touches: 2_000_000 / part, orders: 1_000_000 / part, posts: 300 / part }, Date.now());
  const app = await openBook(root, book);
  try {
    tell(await measureToday(app, friends, 7));
  } finally {
    await app.close();
  }
}

/** Follow-ups of everybody over 1,000,000 orders, 2,000,000 contacts and chats of every second friend (with `--quick` a tenth). */
async function measureFollowUpsOf({ root, friends, quick }: BenchOptions, book: string, tell: (found: Measure[]) => void): Promise<void> {
  const part = quick ? 10 : 1;
  fillStudio(book, { touches: 2_000_000 / part, orders: 1_000_000 / part, posts: 300 / part }, Date.now());
  const app = await openBook(root, book);
  try {
    tell(await measureFollowUps(app, friends, 7));
  } finally {
    await app.close();
  }
}

/** The day an account of all friends is banned, over 1,000,000 orders (with `--quick` a tenth). */
async function measureBanDayOf({ root, quick }: BenchOptions, book: string, tell: (found: Measure[]) => void): Promise<void> {
  const part = quick ? 10 : 1;
  fillStudio(book, { touches: 200_000 / part, orders: 1_000_000 / part, posts: 30 }, Date.now());
  const app = await openBook(root, book);
  try {
    tell(await measureBanDay(app));
  } finally {
    await app.close();
  }
}

async function fill(root: string, book: string, csv: string): Promise<void> {
  const app = await openBook(root, book);
  await importAll(app, (await app.files.stageCopy(csv)).fileId);
  await app.close();
}

async function measureOpenBook(
  { root, friends, quick }: BenchOptions,
  dir: string,
  book: string,
  wanted: (part: string) => boolean,
  tell: (found: Measure[]) => void,
): Promise<void> {
  const app = await openBook(root, book);
  const databaseFile = join(book, 'tiefen.db');
  const lists = { app, databaseFile, friends, rounds: quick ? 5 : 3 };
  try {
    if (wanted('search')) tell(await measureSearch(lists, quick ? 12 : 30));
    if (wanted('tags')) tell(await measureTags({ ...lists, rounds: 11 }));
    if (wanted('depth')) tell(await measureDepth(lists));
    if (wanted('bulk')) tell(await measureBulkTag(app, databaseFile, friends, 7));
    if (wanted('tag-rules')) tell(await measureTagRules(app, friends));
    if (wanted('write')) tell(await measureSmallWrite(app, dir, quick ? 500 : 2000));
  } finally {
    await app.close();
  }
}
