import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../electron/platform/db/database.ts';
import { migrate, readMigrations } from '../../electron/platform/db/migrate.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import { migrationsDir, openTestApp, TestClock } from './test-app.ts';

/** How many schemas were ever released. */
export const releasesOf = (dir: string): number => readMigrations(dir).length;
/** The passphrase of its backups. */
export const oldPassphrase = '我家门口有棵老树';

/**
 * A book as an older version left it, closed: one friend in the schema of a release, and places for backups that are set up.
 * @param places folders for backups; none = nothing was ever set up
 * @param mode whether they are closed: with keys, for which a thread is started
 */
export async function oldBook(
  dataDir: string,
  release: number,
  places: readonly string[],
  mode: 'open' | 'closed' = 'open',
): Promise<void> {
  const app = await openTestApp({ dataDir, secretCost: 14 });
  if (places.length > 0) {
    await app.call('backups.setUp', mode === 'open' ? { mode } : { mode, passphrase: oldPassphrase });
    for (const path of places) await app.call('backups.addTarget', { path });
    await app.call('backups.setSchedule', { daily: true, atQuit: false });
  }
  await app.app.close();
  putOldBook(dataDir, release, ['王小雨']);
}

/** Puts a book with these friends, in the schema of a release, in the place of a closed one. */
export function putOldBook(dataDir: string, release: number, friends: readonly string[], dir = migrationsDir): void {
  for (const name of readdirSync(dataDir)) if (/^(tiefen|search)\.db/.test(name)) rmSync(join(dataDir, name));
  const db = openDatabase(join(dataDir, 'tiefen.db'));
  const snapshotsDir = join(dataDir, 'snapshots');
  migrate(db, { migrationsDir: dir, snapshotsDir, clock: new TestClock(), logger: silentLogger, version: '0', upTo: release });
  db.raw.exec("INSERT INTO accounts (name, capacity, standing, created_at, updated_at) VALUES ('甲', 5000, 'normal', 0, 0)");
  const insert = db.sql(
    `INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, trust_since_at, created_at, updated_at)
     VALUES (1, '', ?, ?, ?, 0, 0, 0)`,
  );
  for (const name of friends) insert.run(name, name, name);
  db.close();
}
