import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { projectRoot } from '../../../tests/helpers/test-app.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'temp-folder-')));
afterAll(() => rmSync(folder, { recursive: true }));
let books = 0;
const place = (name: string): string => {
  mkdirSync(join(folder, name), { recursive: true });
  return join(folder, name);
};

/** A process of its own, since SQLite asks for the folder once: says what is reckoned, and where the file of a real sort lies. */
function look(env: Record<string, string>): { reckoned: string | null; real: string[] } {
  const urlOf = (path: string) => JSON.stringify(pathToFileURL(join(projectRoot, path)).href);
  const script = `
    import { existsSync, readdirSync, readlinkSync } from 'node:fs';
    const { sqliteTempFolder } = await import(${urlOf('electron/platform/db/temp-folder.ts')});
    const { openDatabase } = await import(${urlOf('electron/platform/db/database.ts')});
    const { raw } = openDatabase(process.argv[1]);
    const real = new Set();
    raw.function('peek', { deterministic: true }, (value) => {
      if (value % 5000 === 0 && existsSync('/proc/self/fd'))
        for (const fd of readdirSync('/proc/self/fd')) {
          try {
            const path = readlinkSync('/proc/self/fd/' + fd);
            if (path.endsWith(' (deleted)')) real.add(path.replace(/\\/[^/]*$/, ''));
          } catch {}
        }
      return value;
    });
    raw.pragma('synchronous = OFF');
    raw.pragma('temp_store = FILE');
    raw.pragma('cache_size = -1000');
    raw.exec('CREATE TABLE t(v); WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n LIMIT 120000) INSERT INTO t SELECT i * 7919 % 120000 FROM n');
    raw.exec('CREATE INDEX sorted ON t(peek(v))');
    console.log(JSON.stringify({ reckoned: sqliteTempFolder(), real: [...real] }));`;
  const args = ['--input-type=module', '-e', script, join(place('books'), `${books++}.db`)];
  const { SQLITE_TMPDIR: _, TMPDIR: __, ...rest } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, args, { env: { ...rest, ...env }, encoding: 'utf8', cwd: place('here') });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { reckoned: string | null; real: string[] };
}

it('reckons the folder where SQLite sorts over the disk', () => {
  const [first, second] = [place('first'), place('second')];
  writeFileSync(join(folder, 'file'), '');
  const cases: Record<string, string>[] = [
    { SQLITE_TMPDIR: first, TMPDIR: second },
    { TMPDIR: second },
    { SQLITE_TMPDIR: join(folder, 'file'), TMPDIR: '' },
  ];
  for (const env of cases) {
    const { reckoned, real } = look(env);
    expect(reckoned).not.toBeNull();
    // where the system tells which files a process has open
    if (process.platform === 'linux') expect([env, real]).toEqual([env, [reckoned]]);
  }
});
