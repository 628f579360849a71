import { join } from 'node:path';
import type { ServiceContext } from '../../platform/context.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';

/*
 * backups.db beside the book: keys, places and what was backed up when. It is not part of the book, so that going back to an
 * older one takes back neither the count of backups nor the knowledge of them. The key of each backup is kept here, so that a
 * restore can be tried without her; whoever reads this file reads the book itself, which lies beside it.
 */

/** What changed since the first form of the file, in order; each ends with its number. */
const steps = [
  // which pictures a backup names (JSON, names of their files; null = not known), and how many of them a drill tried
  `ALTER TABLE backups ADD COLUMN pictures TEXT;
   ALTER TABLE drills ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
   PRAGMA user_version = 2`,
  // whether a place is lost together with the book; null = not known
  `ALTER TABLE targets ADD COLUMN beside_book INTEGER;
   PRAGMA user_version = 3`,
];
const schema = `
  CREATE TABLE vault(id INTEGER PRIMARY KEY CHECK (id = 1), store TEXT NOT NULL, public_key BLOB, slots TEXT NOT NULL, asset_key BLOB NOT NULL,
    made_at INTEGER NOT NULL, confirmed_at INTEGER) STRICT;
  CREATE TABLE targets(id INTEGER PRIMARY KEY AUTOINCREMENT, folder TEXT NOT NULL UNIQUE, added_at INTEGER NOT NULL, error TEXT,
    error_at INTEGER, free_bytes INTEGER) STRICT;
  CREATE TABLE backups(sequence INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, reason TEXT NOT NULL, bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL, file_key BLOB NOT NULL, counts TEXT NOT NULL) STRICT;
  CREATE TABLE copies(sequence INTEGER NOT NULL REFERENCES backups(sequence), target_id INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    name TEXT NOT NULL, verified_at INTEGER, damaged_at INTEGER, PRIMARY KEY (sequence, target_id)) STRICT, WITHOUT ROWID;
  CREATE TABLE drills(id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, made_at INTEGER NOT NULL, folder TEXT NOT NULL, at INTEGER NOT NULL, error TEXT,
    rows INTEGER NOT NULL) STRICT;
  CREATE TABLE facts(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE erased(id INTEGER PRIMARY KEY, what TEXT NOT NULL UNIQUE, at INTEGER NOT NULL) STRICT;
  PRAGMA user_version = 1;`;

const open = new WeakMap<Database, Database>();

/** backups.db for reading and writing, made when it is missing; kept open for the context's connection. Host's thread only. */
export function backupsDb(ctx: ServiceContext): Database {
  const known = open.get(ctx.db);
  if (known) return known;
  const db = openDatabase(join(ctx.dataDir, 'backups.db'));
  const version = () => db.raw.pragma('user_version', { simple: true }) as number;
  if (version() === 0) db.transaction(() => db.raw.exec(schema));
  for (const step of steps.slice(version() - 1)) db.transaction(() => db.raw.exec(step));
  open.set(ctx.db, db);
  return db;
}

/** Before the book is closed. */
export function closeBackupsDb(ctx: ServiceContext): void {
  open.get(ctx.db)?.close();
  open.delete(ctx.db);
}

/** One remembered value (JSON); undefined when it was never set. */
export function readFact(ctx: ServiceContext, key: string): unknown {
  const text = backupsDb(ctx).pluck('SELECT value FROM facts WHERE key = ?').get(key) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

export function keepFact(ctx: ServiceContext, key: string, value: unknown): void {
  backupsDb(ctx)
    .sql('INSERT INTO facts VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(key, JSON.stringify(value));
}
