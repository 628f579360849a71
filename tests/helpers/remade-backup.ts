import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headerOf, readBackup, writeBackup } from '../../electron/features/backups/backup-file.ts';
import { inspectCopy } from '../../electron/features/backups/book-copy.ts';
import { type Database, openDatabase } from '../../electron/platform/db/database.ts';
import { openKey, openSealed } from '../../electron/platform/sealed/sealed-file.ts';

/** Puts another book into an open backup (one without a secret): a file that is as whole as the first. */
export function remakeBackup(path: string, change: (db: Database) => void): void {
  const dir = mkdtempSync(join(tmpdir(), 'tiefen-remade-'));
  const copy = join(dir, 'copy.db');
  const file = openSealed(path);
  const header = headerOf(file);
  file.close();
  const { assetKey, assets, erased } = readBackup(path, openKey(header.store), copy, () => {});
  const db = openDatabase(copy);
  change(db);
  db.close();
  rmSync(path);
  writeBackup(path, header, openKey(header.store), copy, { counts: inspectCopy(copy).counts, assetKey, assets, erased }, () => {});
  rmSync(dir, { recursive: true });
}
