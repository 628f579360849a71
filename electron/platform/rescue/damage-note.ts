import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Database } from '../db/database.ts';

const noteFile = (dataDir: string): string => join(dataDir, 'damaged.json');

/** Remembers that SQLite met damage while the book was in use: it opens all the same, so the next start would not know. */
export function noteDamage(dataDir: string, at: number): void {
  try {
    writeFileSync(noteFile(dataDir), JSON.stringify({ at }), { mode: 0o600 });
  } catch {
    // it will be met again
  }
}

/**
 * Where damage was noted, looks through the whole book (seconds for a big one). A sound book loses the note.
 * @throws AppError `databaseDamaged`
 */
export function checkNotedDamage(db: Database, dataDir: string): void {
  if (!existsSync(noteFile(dataDir))) return;
  if (db.raw.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw new AppError('databaseDamaged');
  rmSync(noteFile(dataDir), { force: true });
}
