import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RescueBackup } from '../../../shared/contracts/rescue.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { readBackup } from './backup-file.ts';
import { dropCopy, inspectCopy } from './book-copy.ts';
import { bringUpToDate } from './restore.ts';

/*
 * What a rescue may ask while there is no book: backups.db lies beside it and is a file of its own. It knows the key of each backup that
 * this computer made, so nothing is to be typed.
 */

/** How many are offered. */
const mostOffered = 5;

function withBackupsDb<T>(dataDir: string, readonly: boolean, use: (db: Database) => T, otherwise: T): T {
  const path = join(dataDir, 'backups.db');
  if (!existsSync(path)) return otherwise;
  try {
    const db = openDatabase(path, { readonly });
    try {
      return use(db);
    } finally {
      db.close();
    }
  } catch {
    // it lay on the same disk as the book that is damaged
    return otherwise;
  }
}

interface Row {
  sequence: number;
  targetId: number;
  folder: string;
  name: string;
  at: number;
  bytes: number;
  key: Buffer;
  counts: string;
}

const newest = (dataDir: string): Row[] =>
  withBackupsDb(
    dataDir,
    true,
    (db) =>
      db
        .sql(
          `SELECT b.sequence, t.id AS targetId, t.folder, c.name, b.made_at AS at, b.bytes, b.file_key AS key, b.counts
           FROM copies c JOIN backups b USING (sequence) JOIN targets t ON t.id = c.target_id
           WHERE c.verified_at IS NOT NULL AND c.damaged_at IS NULL ORDER BY b.sequence DESC, t.id LIMIT ?`,
        )
        .all(mostOffered) as Row[],
    [],
  );

/** The newest verified backups at the places she set up, newest first; none where backups.db cannot be read. */
export const verifiedBackups = (dataDir: string): RescueBackup[] =>
  newest(dataDir).map(({ sequence, targetId, folder, at, bytes, counts }) => ({
    ...{ sequence, targetId, folder, at, bytes },
    friends: (JSON.parse(counts) as Record<string, number>).friends ?? 0,
  }));

/** Where one of them lies and what opens it. @throws AppError `notFound` */
export function offeredBackup(dataDir: string, choice: { sequence: number; targetId: number }): { path: string; key: Buffer } {
  const found = newest(dataDir).find(({ sequence, targetId }) => sequence === choice.sequence && targetId === choice.targetId);
  if (!found) throw new AppError('notFound', { what: 'backup' });
  return { path: join(found.folder, found.name), key: Buffer.from(found.key) };
}

export interface RescueOpening {
  /** the sealed file, on this computer; taken away */
  path: string;
  key: Uint8Array;
  /** where the book goes */
  to: string;
  migrationsDir: string;
  version: string;
}

/**
 * Opens a fetched backup into a book that opens as it is, looked through in full.
 * @throws AppError `backupDamaged`, `notABackup`, `backupNewer`, `databaseNewer`, `diskFull`
 */
export function openForRescue(
  { path, key, to, migrationsDir, version }: RescueOpening,
  clock: Clock,
  onDone: (bytes: number) => void,
): void {
  try {
    const manifest = readBackup(path, Buffer.from(key), to, onDone);
    if (JSON.stringify(inspectCopy(to).counts) !== JSON.stringify(manifest.counts))
      throw new AppError('backupDamaged', { reason: 'counts' });
    bringUpToDate({ book: to, migrationsDir, version, scratch: `${to}.migrate` }, clock);
  } catch (error) {
    dropCopy(to);
    throw error;
  } finally {
    rmSync(path, { force: true });
  }
}

/** An older book comes into place: what was erased since is erased again at the next start. */
export function eraseAgainAtStart(dataDir: string): void {
  withBackupsDb(
    dataDir,
    false,
    (db) => void db.sql("INSERT INTO facts VALUES ('eraseAgain', 'true') ON CONFLICT (key) DO UPDATE SET value = excluded.value").run(),
    undefined,
  );
}
