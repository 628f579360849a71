import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ChatData, chatColumns, writeChatCsv } from './chat-data.ts';
import type { ChatRun, ChatRunReport, Cost } from './chat-worker.ts';
import { type Measure, median } from './measure.ts';

export interface ChatMeasureOptions {
  runFile: string;
  /** folder for data */
  dir: string;
  rows: number;
  rounds: number;
}

/** The wizard over an account of chats, in both orders a file may have, against `sqlite3 .import` and two indexes over the same file. */
export async function measureChats(options: ChatMeasureOptions): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const order of ['chat', 'time'] as const) measures.push(...(await measureOrder(options, order)));
  return measures;
}

interface Round {
  reference: Cost | null;
  first: ChatRunReport;
  again: ChatRunReport;
}

async function measureOrder({ runFile, dir, rows, rounds }: ChatMeasureOptions, order: ChatData['order']): Promise<Measure[]> {
  const csv = join(dir, `chats-${order}.csv`);
  const book = join(dir, 'chat-book');
  await writeChatCsv(csv, { rows, order, friends: Math.min(16_384, Math.ceil(rows / 250)) });
  const found: Round[] = [];
  let weight = 0;
  for (let round = 0; round < rounds; round++) {
    rmSync(book, { recursive: true, force: true });
    const reference = referenceImport(csv, join(dir, 'reference.db'));
    const first = runOnce(runFile, { csv, dataDir: book });
    weight = sizeOf(book, 'tiefen.db');
    const again = runOnce(runFile, { csv, dataDir: book });
    if (first.added !== rows || again.added !== 0) throw new Error(`${first.added} of ${rows} rows came in, then ${again.added}`);
    found.push({ reference, first, again });
  }
  const bytes = statSync(csv).size;
  for (const path of [book, csv]) rmSync(path, { recursive: true, force: true });
  return describe(`chats, ${order} order: `, found, { csv: bytes, book: weight });
}

function describe(prefix: string, found: Round[], bytes: { csv: number; book: number }): Measure[] {
  const of = (pick: (round: Round) => number) => median(found.map(pick));
  const cost = (name: string, goal: number | null, pick: (round: Round) => Cost): Measure => {
    const ours = of((round) => pick(round).ms);
    if (found.some(({ reference }) => reference === null)) return { name: prefix + name, ours, reference: null, goal, note: 'no sqlite3' };
    const cpu = of((round) => pick(round).cpu);
    const theirs = of(({ reference }) => reference!.cpu);
    const note = `.import + 2 indexes; processor time ${seconds(cpu)} to ${seconds(theirs)} s = ${(cpu / theirs).toFixed(2)}`;
    return { name: prefix + name, ours, reference: of(({ reference }) => reference!.ms), goal, note };
  };
  const late = (name: string, goal: number, pick: (round: Round) => ChatRunReport): Measure => ({
    name: prefix + name,
    ours: of((round) => pick(round).importing.p99),
    reference: of((round) => pick(round).idle.p99),
    goal,
    note: `idle; longest ${of((round) => pick(round).importing.max).toFixed(0)} and ${of((round) => pick(round).idle.max).toFixed(0)} ms`,
  });
  const memory = (name: string, pick: (round: Round) => ChatRunReport): Measure => ({
    name: prefix + name,
    ours: Math.max(...found.map((round) => pick(round).worker)),
    reference: null,
    goal: 600,
    unit: 'MB',
    absolute: true,
    note: 'what the process grew by',
  });
  return [
    cost('rows, dedupe, friends usable', 1.8, ({ first }) => sum(first.steps.commit, first.steps.list)),
    cost('the look before', null, ({ first }) => first.steps.scan),
    cost('whole wizard', null, ({ first }) => sum(...Object.values(first.steps))),
    cost('the same file again', 1, ({ again }) => sum(again.steps.commit, again.steps.list)),
    cost('again: the look before', null, ({ again }) => again.steps.scan),
    cost('again: whole wizard', null, ({ again }) => sum(...Object.values(again.steps))),
    late('event loop p99', 2, ({ first }) => first),
    memory('memory of the worker', ({ first }) => first),
    memory('again: memory of the worker', ({ again }) => again),
    { name: `${prefix}book on disk`, ours: bytes.book / 2 ** 20, reference: bytes.csv / 2 ** 20, goal: null, unit: 'MB', note: 'CSV' },
  ];
}

const sum = (...costs: Cost[]): Cost => ({ ms: total(costs.map(({ ms }) => ms)), cpu: total(costs.map(({ cpu }) => cpu)) });
const total = (values: number[]) => values.reduce((all, one) => all + one, 0);
const seconds = (ms: number) => (ms / 1000).toFixed(2);

function runOnce(runFile: string, run: ChatRun): ChatRunReport {
  const { status, stdout, stderr } = spawnSync(process.execPath, [runFile, '--child', JSON.stringify(run)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`import failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as ChatRunReport;
}

/** The database and what of it still stands in the log beside it. */
function sizeOf(folder: string, name: string): number {
  return total(
    readdirSync(folder)
      .filter((file) => file === name || file === `${name}-wal`)
      .map((file) => statSync(join(folder, file)).size),
  );
}

/** The same rows by the command line; null = there is no sqlite3 here. */
export function referenceImport(csv: string, file: string): Cost | null {
  const table = `CREATE TABLE m(${chatColumns.join(', ')});`;
  const script = `PRAGMA journal_mode = WAL;
${table}
.import --csv --skip 1 '${csv}' m
CREATE UNIQUE INDEX m_source ON m(room_name, MsgSvrID);
CREATE INDEX m_time ON m(CreateTime);
`;
  const at = performance.now();
  // `times` of the shell tells what its children used
  const run = spawnSync('sh', ['-c', 'sqlite3 "$0" > /dev/null && times', file], { input: script, encoding: 'utf8' });
  const ms = performance.now() - at;
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  if (run.status !== 0) return null;
  const [user, system] = [
    ...run.stdout
      .trim()
      .split('\n')
      .at(-1)!
      .matchAll(/(\d+)m([\d.]+)s/g),
  ].map(([, minutes, rest]) => Number(minutes) * 60 + Number(rest));
  return { ms, cpu: (user! + system!) * 1000 };
}
