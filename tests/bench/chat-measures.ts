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
  /** is told each measure as soon as it is known */
  tell(measures: Measure[]): void;
}

/** The wizard over an account of chats, in both orders a file may have, against `sqlite3 .import` and two indexes over the same file. */
export async function measureChats(options: ChatMeasureOptions): Promise<void> {
  for (const order of ['chat', 'time'] as const) await measureOrder(options, order);
}

async function measureOrder({ runFile, dir, rows, rounds, tell }: ChatMeasureOptions, order: ChatData['order']): Promise<void> {
  const csv = join(dir, `chats-${order}.csv`);
  const book = join(dir, 'chat-book');
  const prefix = `chats, ${order} order: `;
  const say = (what: string) => console.error(`# ${prefix}${what}`);
  say(`writing ${rows} messages`);
  await writeChatCsv(csv, { rows, order, friends: Math.min(16_384, Math.ceil(rows / 250)) });
  const references: (Cost | null)[] = [];
  const [first, again]: ChatRunReport[][] = [[], []];
  let weight = 0;
  for (let round = 1; round <= rounds; round++) {
    rmSync(book, { recursive: true, force: true });
    say(`round ${round} of ${rounds}, the reference`);
    references.push(referenceImport(csv, join(dir, 'reference.db')));
    say(`round ${round} of ${rounds}, first import`);
    first!.push(runOnce(runFile, { csv, dataDir: book, again: false }));
    weight = sizeOf(book, 'tiefen.db') + sizeOf(book, 'search.db');
    if (first!.at(-1)!.added !== rows) throw new Error(`${first!.at(-1)!.added} of ${rows} rows came in`);
    if (round === rounds) tell(firstMeasures(prefix, references, first!, { csv: statSync(csv).size, book: weight }));
    say(`round ${round} of ${rounds}, the same file again`);
    again!.push(runOnce(runFile, { csv, dataDir: book, again: true }));
    if (again!.at(-1)!.added !== 0) throw new Error(`${again!.at(-1)!.added} rows came in twice`);
  }
  tell(againMeasures(prefix, references, again!));
  for (const path of [book, csv]) rmSync(path, { recursive: true, force: true });
}

type Step = keyof ChatRunReport['steps'];

function firstMeasures(
  prefix: string,
  references: (Cost | null)[],
  runs: ChatRunReport[],
  bytes: { csv: number; book: number },
): Measure[] {
  const cost = costsOf(prefix, references, runs);
  const of = (pick: (run: ChatRunReport) => number) => median(runs.map(pick));
  const delay: Measure = {
    name: `${prefix}event loop p99 while importing`,
    ours: of((run) => run.importing.p99),
    reference: of((run) => run.idle.p99),
    goal: 2,
    note: `idle; longest ${of((run) => run.importing.max).toFixed(0)} and ${of((run) => run.idle.max).toFixed(0)} ms`,
  };
  const work: Measure = {
    name: `${prefix}longest host work while importing`,
    ours: Math.max(...runs.map(({ hostWork }) => hostWork)),
    reference: null,
    goal: 50,
    absolute: true,
    note: 'processor time at a stretch',
  };
  const disk: Measure = {
    name: `${prefix}rows and search on disk`,
    ours: bytes.book / 2 ** 20,
    reference: bytes.csv / 2 ** 20,
    goal: 1.8,
    unit: 'MB',
    note: 'CSV',
  };
  return [
    cost('rows, dedupe, friends usable', 1.8, ['commit', 'list']),
    cost('all of it, search index and hours too', 3.5, ['commit', 'list', 'index']),
    cost('the look before', null, ['open', 'scan']),
    cost('all of it with the look before', null, ['open', 'scan', 'commit', 'list', 'index']),
    delay,
    work,
    disk,
    memoryOf(prefix, runs),
  ];
}

function againMeasures(prefix: string, references: (Cost | null)[], runs: ChatRunReport[]): Measure[] {
  const cost = costsOf(`${prefix}the same file again, `, references, runs);
  return [
    cost('0 new', 1, ['open', 'scan'], 'opened and looked at, known by its bytes; '),
    cost('record by record, the look', null, ['open', 'through']),
    cost('record by record, look and import', null, ['open', 'through', 'commit', 'list']),
    memoryOf(`${prefix}the same file again, `, runs),
  ];
}

const memoryOf = (prefix: string, runs: ChatRunReport[]): Measure => ({
  name: `${prefix}memory of the worker`,
  ours: Math.max(...runs.map(({ worker }) => worker)),
  reference: null,
  goal: 600,
  unit: 'MB',
  absolute: true,
  note: 'what the process grew by',
});

/** Measures of what some steps take together. */
function costsOf(prefix: string, references: (Cost | null)[], runs: ChatRunReport[]) {
  const ofRuns = (steps: Step[], what: keyof Cost) => median(runs.map((run) => total(steps.map((step) => run.steps[step][what]))));
  return (name: string, goal: number | null, steps: Step[], about = ''): Measure => {
    const measure = { name: prefix + name, ours: ofRuns(steps, 'ms'), goal };
    if (references.includes(null)) return { ...measure, reference: null, goal: null, note: 'no sqlite3' };
    const known = references.filter((reference) => reference !== null);
    const cpu = [ofRuns(steps, 'cpu'), median(known.map((reference) => reference.cpu))] as const;
    const note = `${about}.import + 2 indexes; processor time ${seconds(cpu[0])} to ${seconds(cpu[1])} s = ${(cpu[0] / cpu[1]).toFixed(2)}`;
    return { ...measure, reference: median(known.map(({ ms }) => ms)), note };
  };
}

const total = (values: number[]) => values.reduce((all, one) => all + one, 0);
const seconds = (ms: number) => (ms / 1000).toFixed(2);

function runOnce(runFile: string, run: ChatRun): ChatRunReport {
  const { status, stdout } = spawnSync(process.execPath, [...process.execArgv, runFile, '--child', JSON.stringify(run)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('import failed');
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
