import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const hashes = z.record(z.string().regex(/^[a-z0-9]+-[a-z0-9]+\.node$/), z.string().regex(/^[0-9a-f]{64}$/));

/**
 * Are the native files of a packaged app the ones it was packed with? They lie beside the archive, where Electron's
 * integrity check does not look. Compares every one that is there with dist/native.json inside the archive (made by
 * build/before-pack.mjs); at least the one for this machine must be there. Never throws.
 * @param root the app's own folder (the archive)
 */
export function nativeFilesAreOurs(root: string, platform: NodeJS.Platform, arch: string): boolean {
  try {
    const wanted = hashes.parse(JSON.parse(readFileSync(join(root, 'dist', 'native.json'), 'utf8')));
    const mine = platform === 'linux' ? [`linux-${arch}.node`, `linuxmusl-${arch}.node`] : [`${platform}-${arch}.node`];
    const found = mine.flatMap((name) => {
      try {
        return [{ name, bytes: readFileSync(join(root, 'node_modules', 'better-sqlite3', 'prebuilds', name)) }];
      } catch {
        return [];
      }
    });
    return found.length > 0 && found.every(({ name, bytes }) => createHash('sha256').update(bytes).digest('hex') === wanted[name]);
  } catch {
    return false;
  }
}
