import { accessSync, constants, statSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** What the process was started with: SQLite looks once, at its own start. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder where SQLite puts temporary files that lie on the disk; null = it finds none. Not always Node's: elsewhere than on
 * Windows it is the first of these that is there and can be written to.
 */
export function sqliteTempFolder(env: Environment = process.env): string | null {
  if (process.platform === 'win32') return env['TMP'] || tmpdir();
  const places = [env['SQLITE_TMPDIR'], env['TMPDIR'], '/var/tmp', '/usr/tmp', '/tmp', '.'];
  return places.find((place): place is string => place !== undefined && isUsable(place)) ?? null;
}

function isUsable(place: string): boolean {
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}
