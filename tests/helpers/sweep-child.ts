/**
 * Does one kind of work in a book below the folder in argv[3], over and over, and lets the first call to the disk fail, then the second,
 * until a run comes through without a fault; says after each what came of it, one JSON line. argv[4] is the plan, a SweepPlan as JSON.
 */
import { writeSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import { DiskControl } from './disk-control.ts';
import { openSweepBook, type SweepBook, type SweepPlan, sweepWork } from './sweep-work.ts';

const [, , migrationsDir, root, plan] = process.argv as [string, string, string, string, string];
const { work: name, first, step, ...fault } = JSON.parse(plan) as SweepPlan;
const control = new DiskControl(process.env.TIEFEN_DISK_CONTROL!);
const say = (line: Record<string, unknown>) => writeSync(1, `${JSON.stringify(line)}\n`);
/** Once in so many faults the work is done again without one: what failed must go well afterwards. */
const againEvery = 10;

const book: SweepBook = await openSweepBook(root, migrationsDir);
const work = await sweepWork[name](book);

async function faulted(call: number): Promise<{ calls: number; faults: number; outcome: string }> {
  control.arm({ ...fault, call });
  let outcome = 'done';
  try {
    await work.act();
  } catch (error) {
    // the test app puts the stack of a bug into the message
    const isKnown = error instanceof AppError && error.kind !== 'internal';
    outcome = isKnown ? error.kind : `raw ${error instanceof Error ? `${error.message}\n${error.stack}` : String(error)}`;
  }
  return { ...control.disarm(), outcome };
}

for (let [call, n] = [first, 1]; ; call += step, n++) {
  await work.prepare?.();
  const { faults, outcome } = await faulted(call);
  const problems = await work.check(outcome);
  // an error without a sentence of its own is one that nobody thought of
  if (outcome.startsWith('raw')) problems.push(outcome);
  if (outcome !== 'done' && n % againEvery === 0) {
    await work.prepare?.();
    const { outcome: again } = await faulted(0);
    problems.push(...(await work.check(again)), ...(again === 'done' ? [] : [`fails also without a fault: ${again}`]));
  }
  say({ call, faults, outcome: outcome.split('\n')[0], problems });
  if (faults === 0) break;
}
await book.app.app.close();
control.close();
