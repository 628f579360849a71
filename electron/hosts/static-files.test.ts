import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readStaticManifest } from './static-files.ts';

it('lists what the page needs by exact path, and nothing else', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tiefen-static-'));
  mkdirSync(join(dir, 'app'));
  writeFileSync(join(dir, 'index.html'), '<p>__CSP_NONCE__');
  writeFileSync(join(dir, 'app', 'index-Ab12_-34.js'), 'x');
  writeFileSync(join(dir, 'app', 'plain.css'), 'x');
  writeFileSync(join(dir, 'app', 'index.js.map'), 'x');
  writeFileSync(join(dir, '.env'), 'x');
  const { page, files } = readStaticManifest(dir);
  expect(page).toBe('<p>__CSP_NONCE__');
  expect([...files].map(([path, file]) => [path, file.type, file.hashed])).toEqual([
    ['/app/index-Ab12_-34.js', 'text/javascript; charset=utf-8', true],
    ['/app/plain.css', 'text/css; charset=utf-8', false],
  ]);
  rmSync(dir, { recursive: true });
  expect(() => readStaticManifest(dir)).toThrow();
});
