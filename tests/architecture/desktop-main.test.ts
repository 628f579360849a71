import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'tiefen-main-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Runs the real entry over the fake of electron; `work` gets the book. @returns what run-main.ts saw */
function runMain(work: string): Record<string, unknown> {
  const app = join(work, 'app');
  mkdirSync(join(app, 'dist', 'renderer'), { recursive: true });
  writeFileSync(join(app, 'dist', 'renderer', 'index.html'), '<!doctype html><title>铁粉簿</title>');
  cpSync(join(root, 'drizzle'), join(app, 'drizzle'), { recursive: true });
  cpSync(join(root, 'package.json'), join(app, 'package.json'));
  const result = spawnSync(process.execPath, ['--no-warnings', join(root, 'tests/helpers/run-main.ts'), work, app], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(result.stderr).toBe('');
  return JSON.parse(result.stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
}

test('the entry puts the real parts together: window, page, back end in the data folder, clean end', () => {
  const seen = runMain(join(work, 'new'));
  expect(seen).toEqual({
    order: ['setPath:userData', 'enableSandbox', 'lock', 'registerSchemes', 'await:ready'],
    loaded: ['app://bundle/'],
    preload: join(work, 'new', 'app', 'dist', 'node', 'preload.cjs'),
    about: { result: { data: expect.objectContaining({ host: 'desktop', dataDir: join(work, 'new', 'book') }) as unknown } },
    page: [200, '<!doctype html><title>铁粉簿</title>'],
    exitCodes: [0],
  });
});

test('a damaged book opens the same window, behind which only the rescue answers', () => {
  const folder = join(work, 'damaged');
  mkdirSync(join(folder, 'book'), { recursive: true });
  writeFileSync(join(folder, 'book', 'tiefen.db'), Buffer.alloc(50_000, 'x'));
  const seen = runMain(folder);
  expect(seen).toMatchObject({ loaded: ['app://bundle/'], exitCodes: [0] });
  expect(seen.about).toMatchObject({ error: { data: { app: { kind: 'rescueMode' } } } });
});
