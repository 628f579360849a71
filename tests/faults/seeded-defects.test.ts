import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure } from '../helpers/figures.ts';
import { type Defect, seededDefects } from '../helpers/seeded-defects.ts';
import { projectRoot } from '../helpers/test-app.ts';

/** Words of the names of those to try, or all in the long form. */
const asked = process.env.TIEFEN_DEFECTS ?? (process.env.TIEFEN_LONG ? '' : null);
const tried = asked === null ? [] : seededDefects.filter(({ name }) => name.includes(asked));

describe('mistakes that are put into a copy of the sources', () => {
  it('still have each its one place there', () => {
    const lost = seededDefects.filter(({ file, find }) => readFileSync(join(projectRoot, file), 'utf8').split(find).length !== 2);
    expect(lost.map(({ name }) => name)).toEqual([]);
    expect(new Set(seededDefects.map(({ name }) => name)).size).toBeGreaterThanOrEqual(20);
  });

  if (tried.length === 0) return;
  const caught = figure('seeded', 'caught by the tests named for them');
  let copy = '';
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'tiefen-defects-'));
    for (const name of ['electron', 'shared', 'renderer', 'build', 'drizzle', 'package.json', 'tsconfig.json'])
      cpSync(join(projectRoot, name), join(copy, name), { recursive: true });
    const artifacts = join(projectRoot, 'tests', 'artifacts');
    cpSync(join(projectRoot, 'tests'), join(copy, 'tests'), { recursive: true, filter: (path) => path !== artifacts });
    symlinkSync(join(projectRoot, 'node_modules'), join(copy, 'node_modules'));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  /** Runs test files over the copy. @returns tests that passed and failed; null where they did not even load */
  const runs = (tests: string[]): { passed: number; failed: number } | null => {
    const report = join(copy, 'report.json');
    rmSync(report, { force: true });
    const vitest = join(copy, 'node_modules', 'vitest', 'vitest.mjs');
    const options = ['run', '--config', 'build/vitest.config.ts', '--project', 'node', '--reporter=json', `--outputFile=${report}`];
    const { TIEFEN_BUILT_WORKER: _, TIEFEN_FIGURES: __, ...env } = process.env;
    spawnSync(process.execPath, [vitest, ...options, ...tests], { cwd: copy, stdio: 'ignore', env });
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
    return numPassedTests! + numFailedTests! > 0 ? { passed: numPassedTests!, failed: numFailedTests! } : null;
  };
  const withDefect = <T>({ file, find, put }: Defect, work: () => T): T => {
    const path = join(copy, file);
    const whole = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      whole.replace(find, () => put),
    );
    try {
      return work();
    } finally {
      writeFileSync(path, whole);
    }
  };

  it.each(tried)('caught: $name', { timeout: 3_600_000 }, async (defect) => {
    await caught.count(() => {
      const found = withDefect(defect, () => runs(defect.tests));
      // a copy that does not load catches everything and proves nothing
      expect(found).not.toBeNull();
      expect(found!.failed).toBeGreaterThan(0);
    });
  });
});
