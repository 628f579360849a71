import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fault, makeControl } from '../helpers/disk-control.ts';
import { faultyDisk } from '../helpers/faulty-disk.ts';
import { figure } from '../helpers/figures.ts';
import { bundleVictim, type Victim } from '../helpers/killed.ts';
import type { WorkName } from '../helpers/sweep-work.ts';

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
interface Sweep {
  work: WorkName;
  errno: Fault['errno'];
  calls: 'all' | 'writes';
}

async function sweep({ work, errno, calls }: Sweep): Promise<Said[]> {
  if (!disk.library) throw new Error(disk.why);
  const dir = realpathSync(mkdtempSync(join(place, 'tiefen-faults-')));
  made.push(dir);
  const control = join(dir, 'control');
  const root = join(dir, 'disk');
  makeControl(control);
  const env = { LD_PRELOAD: disk.library, TIEFEN_DISK_ROOT: root, TIEFEN_DISK_CONTROL: control };
  return child.ended<Said>([root, work, errno, calls], env);
}

const short: Sweep[] = [
  { work: 'save', errno: 'EIO', calls: 'all' },
  { work: 'backup', errno: 'EIO', calls: 'all' },
];
const long: Sweep[] = (['save', 'import', 'backup', 'restore'] as const).flatMap((work) => [
  { work, errno: 'EIO', calls: 'all' } as const,
  { work, errno: 'ENOSPC', calls: 'writes' } as const,
]);

describe('the n-th call to the disk fails, until a run comes through without a fault', () => {
  for (const one of isLong ? long : short) {
    const faults = figure('faults', `${one.work}, ${one.errno}`);
    it(`${one.work}: ${one.errno} at every ${one.calls === 'all' ? 'call' : 'call that writes'} leaves the book as it was or as it should be`, async () => {
      if (!disk.library) {
        process.stdout.write(`not run here: ${disk.why}\n`);
        return;
      }
      const said = await sweep(one);
      const bad = said.filter(({ problems }) => problems.length > 0);
      faults.good(said.length - bad.length);
      faults.bad(bad.length);
      const outcomes = Object.groupBy(said, ({ outcome }) => outcome);
      const counts = Object.entries(outcomes).map(([outcome, lines]) => `${outcome} ${lines?.length}`);
      process.stdout.write(`faults ${one.work} ${one.errno} ${said.length} ${bad.length} (${counts.join(', ')})\n`);
      expect(bad).toEqual([]);
      // the sweep is whole: only the last run was let alone, and faults did reach the work
      expect(said.findIndex((line) => line.faults === 0)).toBe(said.length - 1);
      expect(said.length).toBeGreaterThan(10);
      expect(said.some(({ outcome }) => outcome !== 'done')).toBe(true);
    }, 3_600_000);
  }
});
