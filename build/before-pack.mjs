/**
 * Writes dist/native.json: the SHA-256 of every native file that lies outside the archive. The archive is covered by
 * Electron's integrity check, the native files are not; the packaged app compares them before it loads one.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `{ "linux-x64.node": "<hex>", … }` of a folder of prebuilt binaries. */
export function nativeHashes(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.node'));
  return Object.fromEntries(
    names.sort().map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

/** Hook of electron-builder. */
export default function beforePack({ packager }) {
  const root = packager.projectDir;
  const hashes = nativeHashes(join(root, 'node_modules', 'better-sqlite3', 'prebuilds'));
  if (Object.keys(hashes).length === 0) throw new Error('no prebuilt better-sqlite3 found');
  writeFileSync(join(root, 'dist', 'native.json'), `${JSON.stringify(hashes, null, 1)}\n`);
}
