import { readFileSync, writeFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { asStorageError, failureCode } from '../db/storage-error.ts';
import type { DataFolder } from './data-folder.ts';
import { withPrivateFiles } from './private-files.ts';

export interface InstanceLock {
  release(): void;
}

/**
 * One writer per data folder, across both hosts: an exclusive transaction held on a tiny SQLite file. The operating
 * system lets go of it when the process dies, so a crash never leaves a stale lock behind.
 * @throws AppError `alreadyRunning` with pid and host of the other instance as far as known
 */
export function lockInstance(folder: DataFolder, host: string): InstanceLock {
  let lock: SqliteDatabase.Database | null = null;
  try {
    // SQLite makes the file when it first needs it, not when it is opened
    lock = withPrivateFiles(() => {
      lock = new SqliteDatabase(folder.lock, { timeout: 0 });
      lock.pragma('journal_mode = MEMORY');
      lock.exec('BEGIN EXCLUSIVE');
      return lock;
    });
  } catch (error) {
    lock?.close();
    const code = failureCode(error);
    if (code.startsWith('SQLITE_BUSY')) throw new AppError('alreadyRunning', readHolder(folder));
    const typed = asStorageError(error);
    // of the lock file, which holds nothing: the book is not what is damaged
    throw typed instanceof AppError && typed.kind === 'databaseDamaged' ? new AppError('storageFailed', { code }, { cause: error }) : typed;
  }
  const held = lock;
  try {
    writeFileSync(folder.instance, JSON.stringify({ pid: process.pid, host }), { mode: 0o600 });
  } catch {
    // only a convenience for the second instance's sentence
  }
  return {
    release() {
      if (held.open) held.close();
    },
  };
}

function readHolder(folder: DataFolder): { pid: number; host: string } | Record<string, never> {
  try {
    const { pid, host } = JSON.parse(readFileSync(folder.instance, 'utf8')) as { pid: unknown; host: unknown };
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : {};
  } catch {
    return {};
  }
}
