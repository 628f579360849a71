import { existsSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { checkDiskAnswers } from '../../platform/rescue/disk-answers.ts';
import type { Share } from '../../platform/share/share.ts';

/** Rows by table. */
export function countRows(db: Database): Record<string, number> {
  const tables = db.raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
  return Object.fromEntries(tables.map((table) => [table, db.raw.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number]));
}

/**
 * Copies the book as it is at one moment into a file at `to`; nobody who writes waits for it. The files themselves are copied, the book
 * and then its log, as quickly as `cp` does: while a reader holds the moment, no checkpoint writes a page that is newer into the book,
 * and the log, which may go on growing, is not begun anew (https://www.sqlite.org/wal.html#concurrency). What a page torn by an older
 * checkpoint should be stands in the log. By another process: whoever closes a file of an open book loses SQLite's locks on it.
 * @param live path of the book
 * @param to must not exist; settleCopy makes one file of it
 * @throws AppError `diskFull`, `storageFailed`, `cancelled`, `closing`
 */
export async function copyBook(share: Pick<Share, 'copy'>, live: string, to: string): Promise<void> {
  const reader = openDatabase(live, { readonly: true });
  try {
    reader.raw.exec('BEGIN');
    reader.raw.prepare('SELECT count(*) FROM sqlite_schema').get();
    await share.copy(live, to);
    if (existsSync(`${live}-wal`)) await share.copy(`${live}-wal`, `${to}-wal`);
  } catch (error) {
    await letGoCopy(to);
    throw error;
  } finally {
    reader.close();
  }
}

/** Brings what its log holds into a copy. It is let go again, so nobody waits for the disk. */
export function settleCopy(path: string): void {
  const db = openDatabase(path);
  try {
    db.raw.pragma('synchronous = OFF');
    db.raw.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/** A picture or video of the book. */
export interface CopiedAsset {
  /** of its content, hex */
  sha256: string;
  mime: string;
  bytes: number;
}

export interface CopyFacts {
  counts: Record<string, number>;
  assets: CopiedAsset[];
  /** migrations it knows */
  schema: number;
}

/**
 * Opens a copy as the program would, and looks through all of it.
 * @throws AppError `backupDamaged` when a page, an index or a reference is wrong, `diskUnreadable` when this computer's disk does not
 *   give what was written to it: that says nothing of the backup
 */
export function inspectCopy(path: string): CopyFacts {
  try {
    return lookThrough(path);
  } catch (error) {
    if (!(error instanceof AppError && error.kind === 'backupDamaged')) throw error;
    checkDiskAnswers(path);
    // a read that failed only once looks like damage too
    return lookThrough(path);
  }
}

function lookThrough(path: string): CopyFacts {
  try {
    const db = openDatabase(path, { readonly: true });
    try {
      if (db.raw.pragma('integrity_check', { simple: true }) !== 'ok') throw new AppError('backupDamaged', { reason: 'integrity' });
      if ((db.raw.pragma('foreign_key_check') as unknown[]).length > 0) throw new AppError('backupDamaged', { reason: 'references' });
      const schema = db.raw.prepare('SELECT count(*) FROM schema_migrations').pluck().get() as number;
      const assets = db.raw.prepare('SELECT sha256, mime, bytes FROM assets ORDER BY sha256').all() as CopiedAsset[];
      return { counts: countRows(db), schema, assets };
    } finally {
      db.close();
    }
  } catch (error) {
    const typed = asStorageError(error);
    if (typed instanceof AppError && typed.kind === 'databaseDamaged')
      throw new AppError('backupDamaged', { reason: 'integrity' }, { cause: error });
    throw typed;
  }
}

/**
 * Takes a file of the staging folder away. Never throws: why it is no longer wanted is what she must hear of, and the next start
 * empties the folder.
 */
export function dropFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // gone by the next start
  }
}

/** Takes a copy away, with what SQLite may have put beside it; as dropFile. */
export function dropCopy(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) dropFile(path + end);
}

/** As dropFile, on the host's thread: a file of gigabytes takes some 100 ms to go, and no window waits for that. */
export const letGoFile = (path: string): Promise<void> => rm(path, { force: true }).catch(() => {});

/** As dropCopy, on the host's thread. */
export async function letGoCopy(path: string): Promise<void> {
  for (const end of ['', '-wal', '-shm', '-journal']) await letGoFile(path + end);
}
