import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { RescueKept, RescueSnapshot } from '../../../shared/contracts/rescue.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { readMigrations } from '../../platform/db/migrate.ts';
import { snapshotsIn } from '../../platform/db/old-snapshots.ts';
import { keptBooks } from '../../platform/db/swap-book.ts';
import type { DataFolder } from '../../platform/files/data-folder.ts';

/** Books that restores replaced and this version can open, newest first. */
export function openableKept(folder: DataFolder, migrationsDir: string): RescueKept[] {
  const known = readMigrations(migrationsDir).map(({ tag }) => tag);
  return keptBooks(folder).flatMap(({ id, name, keptAt }) =>
    looked(join(folder.undo, name), name, known).map(({ bytes, friends }) => ({ id, at: keptAt, bytes, friends })),
  );
}

/** Copies made before migrations that this version can open, newest first. */
export function openableSnapshots(snapshotsDir: string, migrationsDir: string): RescueSnapshot[] {
  const known = readMigrations(migrationsDir).map(({ tag }) => tag);
  return snapshotsIn(snapshotsDir).flatMap(({ path, name }) => looked(path, name, known));
}

/** What is in a copy; [] where it does not open, or a newer version made it. */
function looked(path: string, name: string, known: string[]): RescueSnapshot[] {
  try {
    const db = openDatabase(path, { readonly: true });
    try {
      const applied = db.pluck('SELECT tag FROM schema_migrations ORDER BY place').all() as string[];
      if (applied.some((tag, place) => tag !== known[place])) return [];
      const { size, mtimeMs } = statSync(path);
      const friends = db.pluck('SELECT count(*) FROM friends').get() as number;
      return [{ name, at: Math.round(mtimeMs), bytes: size, friends }];
    } finally {
      db.close();
    }
  } catch {
    return [];
  }
}
