import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeBackup } from '../../electron/features/backups/backup-file.ts';
import { countRows } from '../../electron/features/backups/book-copy.ts';
import { type Database, openDatabase } from '../../electron/platform/db/database.ts';
import { migrate, readMigrations } from '../../electron/platform/db/migrate.ts';
import { finishRestore } from '../../electron/platform/db/swap-book.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import { openKey } from '../../electron/platform/sealed/sealed-file.ts';
import type { BackupLook, FoundBackups } from '../../shared/contracts/backups.ts';
import { damage } from '../helpers/digest.ts';
import { figure } from '../helpers/figures.ts';
import { bookkeeping, fillTables } from '../helpers/fill-tables.ts';
import { migrationsDir, openTestApp, TestClock } from '../helpers/test-app.ts';

/*
 * Every schema that was ever released, filled with rows in each of its tables, in the program of today: opened, and brought back out of
 * a backup that was made with it.
 */

const schemas = figure('schemas', 'opened');
const restored = figure('schemas', 'restored from a backup');
const releases = readMigrations(migrationsDir).map(({ tag }) => tag);
const made: string[] = [];
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});
function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tiefen-released-'));
  made.push(dir);
  return dir;
}

function bring(db: Database, dir: string, upTo: number): void {
  migrate(db, { migrationsDir, snapshotsDir: join(dir, 'snapshots'), clock: new TestClock(), logger: silentLogger, version: '0', upTo });
}

type Rows = Map<string, Record<string, unknown>[]>;

/** Every row of every table. */
function rowsOf(db: Database): Rows {
  const tables = db.raw
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN (${bookkeeping})`)
    .pluck()
    .all() as string[];
  return new Map(tables.map((table) => [table, db.raw.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]]));
}

/** Tables of which a row is no longer there as it was; a column that a migration dropped is no row lost. */
function lostRows(before: Rows, after: Rows): string[] {
  return [...before].flatMap(([table, rows]) => {
    const now = after.get(table);
    if (!now) return [`${table} is gone`];
    const columns = Object.keys(rows[0] ?? {}).filter((column) => now[0] && column in now[0]);
    const said = (row: Record<string, unknown>) => JSON.stringify(columns.map((column) => row[column]));
    const there = now.map(said);
    return rows.filter((row) => !there.includes(said(row))).map((row) => `${table}: ${said(row)}`);
  });
}

/** A book of a release with rows in every table, closed. */
function oldBook(release: number): { dir: string; file: string; before: Rows; counts: Record<string, number> } {
  const dir = newFolder();
  const file = join(dir, 'tiefen.db');
  const db = openDatabase(file);
  bring(db, dir, release);
  fillTables(db, 3);
  const [before, counts] = [rowsOf(db), countRows(db)];
  expect([...before].filter(([, rows]) => rows.length < 1).map(([table]) => table)).toEqual([]);
  expect(damage(db)).toEqual([]);
  db.raw.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return { dir, file, before, counts };
}

describe.each(releases.map((tag, place) => [tag, place + 1] as const))('a book of %s', (_, release) => {
  it('opens with every row of every table', () =>
    schemas.count(() => {
      const { dir, file, before } = oldBook(release);
      const db = openDatabase(file);
      bring(db, dir, releases.length);
      expect(lostRows(before, rowsOf(db))).toEqual([]);
      expect(damage(db)).toEqual([]);
      db.close();
    }));
});

/** The first, one of the middle and the one before the present; all of them in the long form. */
const restoredHere = process.env.TIEFEN_LONG
  ? releases.map((_, place) => place + 1)
  : [1, Math.ceil(releases.length / 2), releases.length - 1];

describe.each(restoredHere)('a backup of the %i. schema', (release) => {
  it('comes back with every row of every table', () =>
    restored.count(async () => {
      const { dir, file, before, counts } = oldBook(release);
      const store = 'ab'.repeat(16);
      const name = `tiefen-${store.slice(0, 12)}-000001.tfb`;
      const header = { kind: 'book', store, sequence: 1, madeAt: 1, version: '0', schema: release, lock: { kind: 'open' } } as const;
      const facts = { counts, assetKey: Buffer.alloc(32, 7).toString('base64url'), assets: [], erased: [] };
      const usb = newFolder();
      writeBackup(join(usb, name), header, openKey(store), file, facts, () => {});
      expect(readdirSync(dir)).toContain('tiefen.db');
      const app = await openTestApp();
      const place = { path: usb };
      expect((await app.call<FoundBackups>('backups.list', { place })).backups).toMatchObject([{ name, needsSecret: false }]);
      const { lookId } = await app.call<BackupLook>('backups.inspect', { place, name, secret: null, jobId: 'backup-look' });
      await app.call('backups.restore', { lookId, jobId: 'backup-back' });
      await app.app.close();
      // what the next start does; the app itself would take numbers for rules and addresses
      expect(finishRestore(app.ctx.folder)).toMatchObject({ kind: 'restore' });
      const db = openDatabase(app.ctx.folder.database);
      expect(db.pluck('SELECT count(*) FROM schema_migrations').get()).toBe(releases.length);
      expect(lostRows(before, rowsOf(db))).toEqual([]);
      expect(damage(db)).toEqual([]);
      db.close();
      await app.close();
    }));
});
