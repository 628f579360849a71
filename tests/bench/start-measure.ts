import { spawnSync } from 'node:child_process';
import type { FriendPage } from '../../shared/contracts/friends.ts';
import { byName, call, openBook } from './book.ts';
import { type LoopReport, watchLoop } from './loop-watch.ts';
import { type Measure, median } from './measure.ts';

interface StartReport {
  ms: number;
  rss: number;
  heap: number;
  loop: LoopReport;
}

/** What runs in the process of its own: opens the book, asks for the first page, says how long it took since the process began. */
export async function startOnce(root: string, dataDir: string): Promise<void> {
  const loop = watchLoop();
  const app = await openBook(root, dataDir);
  await call<FriendPage>(app, 'friends.list', { ...byName, offset: 0, limit: 100 });
  // performance.now() counts from the start of the process
  const ms = performance.now();
  const held = loop.stop();
  const { rss, heapUsed } = process.memoryUsage();
  console.log(JSON.stringify({ ms, rss: rss / 2 ** 20, heap: heapUsed / 2 ** 20, loop: held } satisfies StartReport));
  await app.close();
}

function start(runFile: string, dataDir: string): StartReport {
  const run = spawnSync(process.execPath, [...process.execArgv, runFile, '--child', dataDir], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`start failed: ${run.stderr}`);
  return JSON.parse(run.stdout.trim().split('\n').at(-1)!) as StartReport;
}

/** From the start of a process to the first answer of the list, against the same with an empty book. */
export function measureStart(runFile: string, dataDir: string, emptyDir: string, rounds: number): Measure[] {
  const full: StartReport[] = [];
  const empty: StartReport[] = [];
  for (let round = 0; round < rounds; round++) {
    full.push(start(runFile, dataDir));
    empty.push(start(runFile, emptyDir));
  }
  const of = (reports: StartReport[], pick: (report: StartReport) => number) => median(reports.map(pick));
  return [
    { name: 'start until the first list', ours: of(full, (r) => r.ms), reference: of(empty, (r) => r.ms), goal: null, note: 'empty book' },
    {
      name: 'start: longest work on the host thread',
      ours: of(full, (r) => r.loop.maxWork),
      reference: of(empty, (r) => r.loop.maxWork),
      goal: null,
      note: 'empty book',
    },
    {
      name: 'memory after load',
      ours: of(full, (r) => r.rss),
      reference: of(empty, (r) => r.rss),
      goal: null,
      unit: 'MB',
      note: 'empty book',
    },
  ];
}
