import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import { withPrivateFiles } from '../files/private-files.ts';
import type { Logger } from '../logger.ts';
import { type Database, openDatabase } from './database.ts';
import { wakeIndex } from './resting-indexes.ts';
import { asStorageError } from './storage-error.ts';

interface Migration {
  tag: string;
  sql: string;
  hash: string;
}

export interface MigrateOptions {
  migrationsDir: string;
  /** where the verified copy goes before anything pending is run */
  snapshotsDir: string;
  clock: Clock;
  logger: Logger;
  /** version of the app, for the record */
  version: string;
  /** only the first so many migrations: a salvaged book gets the schema that the damaged one had; all unless said */
  upTo?: number;
}

/** Reads drizzle-kit's journal: the migrations in order, with the SHA-256 of their text. */
export function readMigrations(dir: string): Migration[] {
  const journal = JSON.parse(readFileSync(join(dir, 'meta', '_journal.json'), 'utf8')) as { entries: { idx: number; tag: string }[] };
  return journal.entries
    .sort((a, b) => a.idx - b.idx)
    .map(({ tag }) => {
      const sql = readFileSync(join(dir, `${tag}.sql`), 'utf8').replaceAll('\r\n', '\n');
      return { tag, sql, hash: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * The one way to change the schema. When something is pending: verified snapshot first → foreign keys OFF on the
 * connection (inside a transaction the pragma does nothing, and a table rebuild would empty its children) → all pending
 * migrations in one transaction with `foreign_key_check` and equal row counts before commit → foreign keys ON.
 * A migration that means to change the number of rows says so in a comment line: `-- rows change: table, table`.
 *
 * @returns tags that were run now
 * @throws AppError `databaseNewer` (the file knows migrations this app does not), `migrationFailed` (nothing was changed)
 */
export function migrate(db: Database, options: MigrateOptions): string[] {
  const known = readMigrations(options.migrationsDir).slice(0, options.upTo);
  const applied = checkedHistory(db, known);
  const pending = known.slice(applied.length);
  if (pending.length === 0) return [];
  if (applied.length > 0) takeSnapshot(db, options, pending[0]!.tag);
  runPending(db, pending, applied.length, options);
  options.logger.info('migrated', { count: pending.length, last: pending.at(-1)!.tag });
  return pending.map(({ tag }) => tag);
}

/** Whether migrate() has something to do with a book that an older version made. @throws as migrate */
export function isOutdated(db: Database, migrationsDir: string): boolean {
  const known = readMigrations(migrationsDir);
  const applied = checkedHistory(db, known);
  return applied.length > 0 && applied.length < known.length;
}

/** The migrations that a book went through, each of them one of `known`. @throws AppError `databaseNewer`, `migrationFailed` */
function checkedHistory(db: Database, known: Migration[]): { tag: string }[] {
  db.raw.exec(
    'CREATE TABLE IF NOT EXISTS schema_migrations (place INTEGER PRIMARY KEY, tag TEXT NOT NULL, hash TEXT NOT NULL, applied_at INTEGER NOT NULL, app_version TEXT NOT NULL) STRICT',
  );
  const applied = db.raw.prepare('SELECT place, tag, hash, app_version AS version FROM schema_migrations ORDER BY place').all() as {
    place: number;
    tag: string;
    hash: string;
    version: string;
  }[];
  for (const [place, row] of applied.entries()) {
    const own = known[place];
    if (!own || own.tag !== row.tag) throw new AppError('databaseNewer', { tag: row.tag, version: applied.at(-1)!.version });
    if (own.hash !== row.hash) throw new AppError('migrationFailed', { tag: row.tag, reason: 'edited' });
  }
  return applied;
}

function runPending(db: Database, pending: Migration[], firstPlace: number, options: MigrateOptions): void {
  db.raw.pragma('foreign_keys = OFF');
  try {
    db.raw.transaction(() => {
      // a migration finds the schema as the one before it left it
      if (db.raw.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'resting_indexes'").get()) while (wakeIndex(db));
      const before = countRows(db);
      const mayChange = new Set<string>();
      for (const [i, migration] of pending.entries()) {
        for (const found of migration.sql.matchAll(/^-- rows change:(.*)$/gm))
          for (const name of found[1]!.split(',')) mayChange.add(name.trim());
        runStatements(db, migration);
        db.raw
          .prepare('INSERT INTO schema_migrations VALUES (?, ?, ?, ?, ?)')
          .run(firstPlace + i, migration.tag, migration.hash, options.clock.now(), options.version);
      }
      const orphans = db.raw.pragma('foreign_key_check') as { table: string }[];
      if (orphans.length > 0) throw new AppError('migrationFailed', { reason: 'orphans', table: orphans[0]!.table });
      const after = countRows(db);
      for (const [table, rows] of before)
        if (after.has(table) && after.get(table) !== rows && !mayChange.has(table))
          throw new AppError('migrationFailed', { reason: 'rows', table });
    })();
  } catch (error) {
    const storage = asStorageError(error);
    if (storage instanceof AppError) throw storage;
    throw new AppError('migrationFailed', { reason: 'sql' }, { cause: error });
  } finally {
    db.raw.pragma('foreign_keys = ON');
  }
}

/** A statement of its own; inside a trigger these words stand elsewhere. */
const endsTransaction = /(^|;)\s*(commit|rollback|end\s+transaction)\b/im;

/** All or nothing holds only as long as no migration ends the transaction it runs in. */
function runStatements(db: Database, { sql, tag }: Migration): void {
  if (endsTransaction.test(sql)) throw new AppError('migrationFailed', { tag, reason: 'transaction' });
  for (const statement of sql.split('--> statement-breakpoint')) {
    if (statement.trim()) db.raw.exec(statement);
    if (!db.raw.inTransaction) throw new AppError('migrationFailed', { tag, reason: 'transaction' });
  }
}

function countRows(db: Database): Map<string, number> {
  const tables = db.raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations'")
    .pluck()
    .all() as string[];
  return new Map(tables.map((table) => [table, db.raw.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number]));
}

const snapshotName = /^before-(\d{6})-.*\.db$/;

/** Copies the database to `snapshotsDir` and believes the copy only after opening it: integrity, foreign keys, row counts. */
function takeSnapshot(db: Database, options: MigrateOptions, tag: string): void {
  mkdirSync(options.snapshotsDir, { recursive: true });
  const numbers = readdirSync(options.snapshotsDir).map((name) => Number(snapshotName.exec(name)?.[1] ?? 0));
  const number = String(Math.max(0, ...numbers) + 1).padStart(6, '0');
  const file = join(options.snapshotsDir, `before-${number}-${tag}.db`);
  try {
    withPrivateFiles(() => db.raw.prepare('VACUUM INTO ?').run(file));
    const copy = openDatabase(file, { readonly: true });
    try {
      const verdict = copy.raw.pragma('integrity_check', { simple: true });
      const orphans = copy.raw.pragma('foreign_key_check') as unknown[];
      const same = JSON.stringify([...countRows(db)]) === JSON.stringify([...countRows(copy)]);
      if (verdict !== 'ok' || orphans.length > 0 || !same) throw new AppError('migrationFailed', { reason: 'snapshot' });
    } finally {
      copy.close();
    }
  } catch (error) {
    rmSync(file, { force: true });
    rmSync(`${file}-journal`, { force: true });
    throw asStorageError(error);
  }
  options.logger.info('snapshot', { number: Number(number), bytes: statSync(file).size });
}
