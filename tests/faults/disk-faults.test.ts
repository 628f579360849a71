import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeControl } from '../helpers/disk-control.ts';
import { faultyDisk } from '../helpers/faulty-disk.ts';
import { figure } from '../helpers/figures.ts';
import { bundleVictim, type Victim } from '../helpers/killed.ts';
import type { SweepPlan } from '../helpers/sweep-work.ts';

const disk = faultyDisk();
const isLong = process.env.TIEFEN_LONG !== undefined;
/** In memory where the system has it: what is swept are the calls, not how long a disk takes for them. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const made: string[] = [];
let child: Victim;
beforeAll(async () => {
  child = await bundleVictim('sweep-child');
});
afterAll(() => {
  child?.remove();
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

interface Said {
  call: number;
  faults: number;
  outcome: string;
  problems: string[];
}
type Sweep = Omit<SweepPlan, 'first' | 'step'>;

/** Runs every `step`-th call of a sweep, from the `first` on, in a program and a folder of its own. */
async function part(plan: SweepPlan): Promise<Said[]> {
  if (!disk.library) throw new Error(disk.why);
  const dir = realpathSync(mkdtempSync(join(place, 'tiefen-faults-')));
  made.push(dir);
  const control = join(dir, 'control');
  const root = join(dir, 'disk');
  makeControl(control);
  const env = { LD_PRELOAD: disk.library, TIEFEN_DISK_ROOT: root, TIEFEN_DISK_CONTROL: control };
  return child.ended<Said>([root, JSON.stringify(plan)], env);
}

const once = { lasting: false } as const;
const short: Sweep[] = [
  { work: 'save', errno: 'EIO', calls: 'all', ...once },
  { work: 'backup', errno: 'EIO', calls: 'all', ...once },
  // a disk that gives nothing any more
  { work: 'open', errno: 'EIO', calls: 'reads', lasting: true },
];
const long: Sweep[] = [
  ...(['save', 'import', 'backup', 'restore', 'open'] as const).flatMap((work) => [
    { work, errno: 'EIO', calls: 'all', ...once } as const,
    { work, errno: 'ENOSPC', calls: 'writes', ...once } as const,
  ]),
  { work: 'open', errno: 'EIO', calls: 'reads', lasting: true },
  { work: 'update', errno: 'EIO', calls: 'all', ...once },
  { work: 'update', errno: 'ENOSPC', calls: 'writes', ...once },
];
/** Programs that share a long sweep, each with every so manieth call. */
const shares = isLong ? 2 : 1;
/** Of the longest of the sweeps, ms. */
const limit = 6 * 3_600_000;

const kindOf = ({ calls, lasting }: Sweep) =>
  `${{ all: 'every call', writes: 'every call that writes', reads: 'every call that reads' }[calls]}${lasting ? ' from one on' : ''}`;

describe('the n-th call to the disk fails, until a run comes through without a fault', () => {
  for (const one of isLong ? long : short) {
    const faults = figure('faults', `${one.work}, ${one.errno} at ${kindOf(one)}`);
    it(`${one.work}: ${one.errno} at ${kindOf(one)} leaves the book as it was or as it should be`, { timeout: limit }, async () => {
      if (!disk.library) return faults.notRun(disk.why);
      const parts = await Promise.all(Array.from({ length: shares }, (_, n) => part({ ...one, step: shares, first: 1 + n })));
      const said = parts.flat();
      const bad = said.filter(({ problems }) => problems.length > 0);
      faults.good(said.length - bad.length);
      faults.bad(bad.length);
      const outcomes = Object.groupBy(said, ({ outcome }) => outcome);
      const counts = Object.entries(outcomes).map(([outcome, lines]) => `${outcome} ${lines?.length}`);
      process.stdout.write(`faults ${one.work} ${one.errno} ${said.length} ${bad.length} (${counts.join(', ')})\n`);
      expect(bad).toEqual([]);
      // each part is whole: only its last run was let alone, and faults did reach the work
      for (const lines of parts) expect(lines.findIndex((line) => line.faults === 0)).toBe(lines.length - 1);
      expect(said.length).toBeGreaterThan(10);
      expect(said.some(({ outcome }) => outcome !== 'done')).toBe(true);
    });
  }
});
