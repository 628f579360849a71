import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { openKey, openSealed } from '../../electron/platform/sealed/sealed-file.ts';
import { damage } from '../helpers/digest.ts';
import { makeControl } from '../helpers/disk-control.ts';
import { faultyDisk } from '../helpers/faulty-disk.ts';
import { figure } from '../helpers/figures.ts';
import { bundleVictim, type Victim } from '../helpers/killed.ts';
import { type DiskCall, RecordedDisk, readRecord } from '../helpers/power-cut.ts';
import { randomFrom } from '../helpers/random-actions.ts';

const disk = faultyDisk();
/** Cuts of a record in `npm test`; the long form asks for 600. */
const cuts = Number(process.env.TIEFEN_POWER_CUTS ?? 60);
const savesOfRecord = 120;
const full = figure('powerFull', 'saves and backups');
const normal = figure('powerNormal', 'saves');
const dir = realpathSync(mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tiefen-power-')));
let child: Victim;
beforeAll(async () => {
  child = await bundleVictim('power-child');
});
afterAll(() => {
  child?.remove();
  rmSync(dir, { recursive: true, force: true });
});

interface Line {
  ready?: true;
  name?: string;
  backup?: string;
  sealed?: string;
}
const isSaid = (path: string) => path.endsWith(join('said', 'lines'));

/** Lets the program work under a disk that writes down what it is told. */
async function recorded(synchronous: 'FULL' | 'NORMAL'): Promise<{ root: string; calls: DiskCall[] }> {
  const root = join(dir, synchronous);
  const [control, record] = [`${root}.control`, `${root}.record`];
  makeControl(control);
  const env = { LD_PRELOAD: disk.library!, TIEFEN_DISK_ROOT: root, TIEFEN_DISK_CONTROL: control, TIEFEN_DISK_RECORD: record };
  await child.ended([root, synchronous, String(savesOfRecord)], env);
  return { root, calls: readRecord(readFileSync(record)) };
}

/** What was acknowledged and is not there after a cut, and what is wrong with the rest. */
function lostIn(folder: string, said: Line[]): string[] {
  const db = openDatabase(join(folder, 'book', 'tiefen.db'));
  try {
    const names = new Set(db.raw.prepare('SELECT remark FROM friends').pluck().all());
    const lost = said.flatMap(({ name }) => (name && !names.has(name) ? [`${name} is lost`] : []));
    return [...damage(db), ...lost, ...lostBackups(folder, said), ...lostSealed(folder, said)];
  } finally {
    db.close();
  }
}

function lostBackups(folder: string, said: Line[]): string[] {
  const made = said.flatMap(({ backup }) => (backup ? [backup] : []));
  if (made.length === 0) return [];
  const db = openDatabase(join(folder, 'book', 'backups.db'));
  const rows = db.raw.prepare('SELECT name, sha256, verified_at IS NOT NULL FROM copies JOIN backups USING (sequence)').raw().all() as [
    string,
    string,
    number,
  ][];
  db.close();
  const there = new Set(readdirSync(join(folder, 'usb')));
  const problems = rows.flatMap(([name, sha256, verified]) => {
    if (!there.has(name)) return verified ? [`${name} counts as verified and is gone`] : [];
    const bytes = readFileSync(join(folder, 'usb', name));
    return createHash('sha256').update(bytes).digest('hex') === sha256 ? [] : [`${name} is not whole`];
  });
  const last = made.at(-1)!;
  return rows.some(([name, , verified]) => name.endsWith(last) && verified === 1) ? problems : [...problems, `${last} is lost`];
}

function lostSealed(folder: string, said: Line[]): string[] {
  return said.flatMap(({ sealed }) => (sealed && !opens(join(folder, 'sealed', sealed), sealed) ? [`sealed ${sealed} is not whole`] : []));
}

function opens(path: string, name: string): boolean {
  try {
    const file = openSealed(path);
    try {
      return [...file.frames(openKey(name))].length > 0;
    } finally {
      file.close();
    }
  } catch {
    return false;
  }
}

/** Cuts the power at moments of a record that are spread by chance. @returns how often something was lost, and the first such times */
function cutOften({ root, calls }: { root: string; calls: DiskCall[] }, seed: number): { lost: number; first: unknown[] } {
  const pick = randomFrom(seed);
  const start = calls.findIndex(({ path, op }) => isSaid(path) && op === 2);
  const moments = Array.from({ length: cuts }, () => start + 1 + pick(calls.length - start - 1)).sort((a, b) => a - b);
  const device = new RecordedDisk();
  const result = { lost: 0, first: [] as unknown[] };
  let [at, said] = [0, ''];
  for (const moment of moments) {
    for (; at < moment; at++) {
      const call = calls[at]!;
      device.take(call);
      if (isSaid(call.path) && call.op === 2) said += call.data.toString('utf8');
    }
    const after = join(dir, 'after');
    device.cut(root, after, pick);
    const lines = said.split('\n').slice(0, -1);
    const problems = lostIn(
      after,
      lines.map((line) => JSON.parse(line) as Line),
    );
    if (problems.length === 0) continue;
    result.lost += 1;
    if (result.first.length < 3) result.first.push({ moment, problems: problems.slice(0, 5) });
  }
  return result;
}

describe('a power cut at any moment', () => {
  if (!disk.library) {
    it('is not tried on this machine', () => {
      for (const row of [full, normal]) row.notRun(disk.why);
      expect(disk.why).not.toBe('');
    });
    return;
  }
  it('takes nothing of what was acknowledged: saves, backups, sealed files', { timeout: cuts * 20_000 }, async () => {
    const { lost, first } = cutOften(await recorded('FULL'), 20261123);
    full.good(cuts - lost);
    full.bad(lost);
    process.stdout.write(`power cuts FULL ${cuts} ${lost}\n`);
    expect(first).toEqual([]);
  });

  it('takes some where the disk is not waited for: the rig is not blind', { timeout: cuts * 20_000 }, async () => {
    const { lost } = cutOften(await recorded('NORMAL'), 20261124);
    normal.good(cuts - lost);
    normal.bad(lost);
    process.stdout.write(`power cuts NORMAL ${cuts} ${lost}\n`);
    expect(lost).toBeGreaterThan(0);
  });
});
