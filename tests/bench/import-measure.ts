import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import SqliteDatabase from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { call, importAll, openBook } from './book.ts';
import { csvColumns, writeContacts } from './data.ts';
import { type LoopReport, watchLoop, worst } from './loop-watch.ts';
import { goalAt, interleaved, type Measure, median, timed } from './measure.ts';

const table = `CREATE TABLE contacts (${Array.from({ length: csvColumns }, (_, i) => `c${i} TEXT`).join(', ')});`;
const index = 'CREATE INDEX contacts_wxid ON contacts (c0);';

/** sqlite3's command line, installed by apt where that can be done; null = none to be had. */
function commandLine(): string | null {
  const works = () => spawnSync('sqlite3', ['-version']).status === 0;
  if (works()) return 'sqlite3';
  if (process.platform === 'linux' && process.getuid?.() === 0)
    spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq --no-install-recommends sqlite3'], { stdio: 'ignore' });
  return works() ? 'sqlite3' : null;
}

/** The same CSV into one table with one index, in place as in any book: by `.import`, or row by row where there is no sqlite3. */
async function referenceImport(program: string | null, csv: string, file: string): Promise<number> {
  rmSync(file, { force: true });
  if (program)
    return timed(() => {
      const run = spawnSync(program, [file, table, index, `.import --csv --skip 1 "${csv}" contacts`], { stdio: 'ignore' });
      if (run.status !== 0) throw new Error('sqlite3 .import failed');
    });
  return timed(async () => {
    const db = new SqliteDatabase(file);
    db.exec(table);
    db.exec(index);
    const insert = db.prepare(`INSERT INTO contacts VALUES (${Array(csvColumns).fill('?').join(', ')})`);
    const rows = parse(await readFile(csv), { bom: true, from_line: 2 }) as string[][];
    db.transaction(() => {
      for (const row of rows) insert.run(row);
    })();
    db.close();
  });
}

interface ImportOptions {
  root: string;
  dir: string;
  csv: string;
  friends: number;
  rounds: number;
  keepIn: string;
}

/** The heavy book (8 tags each), and one as most are (none to two tags). The first stays in `keepIn`, closed. */
export async function measureImport(options: ImportOptions): Promise<Measure[]> {
  const heavy = await measureFile('import CSV until the list answers', options);
  const csv = join(options.dir, 'few-tags.csv');
  const keepIn = join(options.dir, 'few-tags');
  await writeContacts(csv, options.friends, true);
  const [few] = await measureFile('import CSV, few tags', { ...options, csv, keepIn });
  rmSync(csv);
  rmSync(keepIn, { recursive: true });
  return [...heavy, few!];
}

/** Imports the CSV into empty books, each in a freshly opened app whose threads stand ready as on the page; the last stays in `keepIn`. */
async function measureFile(name: string, { root, dir, csv, friends, rounds, keepIn }: ImportOptions): Promise<Measure[]> {
  const program = commandLine();
  const steps: Record<string, number[]> = {};
  const loops: LoopReport[] = [];
  const later: number[] = [];
  const ours = async () => {
    rmSync(keepIn, { recursive: true, force: true });
    const app = await openBook(root, keepIn);
    // what the page of imports asks when it opens; nobody has found her file within a second
    await call(app, 'imports.getReady');
    await setTimeout(1000);
    const { fileId } = await app.files.stageCopy(csv);
    const loop = watchLoop();
    let result: Awaited<ReturnType<typeof importAll>> | undefined;
    const time = await timed(async () => {
      result = await importAll(app, fileId);
    });
    // what was left to do behind the answer is done before the next write
    later.push(await timed(() => call(app, 'friends.addNote', { friendId: 1, body: '到了' })));
    loops.push(loop.stop());
    for (const [step, ms] of Object.entries(result!.steps)) (steps[step] ??= []).push(ms);
    await app.close();
    return time;
  };
  const file = join(dir, 'reference.db');
  const times = await interleaved(rounds, ours, () => referenceImport(program, csv, file));
  rmSync(file, { force: true });
  const loop = worst(loops);
  const parts = Object.entries(steps).map(([step, values]) => `${step} ${median(values).toFixed(0)}`);
  return [
    {
      name,
      ours: median(times.ours),
      reference: median(times.reference),
      goal: goalAt(friends, 4),
      note: `${program ? 'sqlite3 .import' : 'no sqlite3: csv-parse and better-sqlite3'}; threads ready; ${parts.join(', ')}`,
    },
    {
      name: 'import: first write after it',
      ours: median(later),
      reference: null,
      goal: null,
      note: 'waits for the indexes made behind the answer',
    },
    { name: 'import: event loop p99', ours: loop.p99, reference: null, goal: 50, absolute: true },
    {
      name: 'import: longest work on the host thread',
      ours: loop.maxWork,
      reference: null,
      goal: 50,
      absolute: true,
      note: `longest wait ${loop.max.toFixed(0)} ms`,
    },
  ];
}
