import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { BackupReason } from '../../../shared/contracts/backups.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { closeSlot, newKeyPair, type Slot, slotShape } from '../../platform/sealed/keys.ts';

/*
 * backups.db beside the book: keys, places and what was backed up when. It is not part of the book, so that going back to an
 * older one takes back neither the count of backups nor the knowledge of them. The key of each backup is kept here, so that a
 * restore can be tried without her; whoever reads this file reads the book itself, which lies beside it.
 */

const version = 1;
const schema = `
  CREATE TABLE vault(id INTEGER PRIMARY KEY CHECK (id = 1), store TEXT NOT NULL, public_key BLOB, slots TEXT NOT NULL, asset_key BLOB NOT NULL,
    made_at INTEGER NOT NULL, confirmed_at INTEGER) STRICT;
  CREATE TABLE targets(id INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE, added_at INTEGER NOT NULL, error TEXT, error_at INTEGER,
    free_bytes INTEGER) STRICT;
  CREATE TABLE backups(sequence INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, reason TEXT NOT NULL, bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL, file_key BLOB NOT NULL, counts TEXT NOT NULL) STRICT;
  CREATE TABLE copies(sequence INTEGER NOT NULL REFERENCES backups(sequence), target_id INTEGER NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
    name TEXT NOT NULL, verified_at INTEGER, damaged_at INTEGER, PRIMARY KEY (sequence, target_id)) STRICT, WITHOUT ROWID;
  CREATE TABLE drills(id INTEGER PRIMARY KEY, sequence INTEGER NOT NULL, target_id INTEGER NOT NULL, at INTEGER NOT NULL, error TEXT,
    rows INTEGER NOT NULL) STRICT;
  PRAGMA user_version = ${version};`;

const open = new WeakMap<Database, Database>();

/** backups.db for reading and writing, made when it is missing; kept open for the context's connection. Host's thread only. */
export function backupsDb(ctx: ServiceContext): Database {
  const known = open.get(ctx.db);
  if (known) return known;
  const db = openDatabase(join(ctx.dataDir, 'backups.db'));
  if (db.raw.pragma('user_version', { simple: true }) === 0) db.transaction(() => db.raw.exec(schema));
  open.set(ctx.db, db);
  return db;
}

/** Before the book is closed. */
export function closeBackupsDb(ctx: ServiceContext): void {
  open.get(ctx.db)?.close();
  open.delete(ctx.db);
}

export interface Vault {
  /** random number of the book, hex */
  store: string;
  /** null = backups are open, by her choice */
  publicKey: Buffer | null;
  slots: Slot[];
  assetKey: Buffer;
  /** ms UTC; null = she has not typed the recovery code again yet */
  confirmedAt: number | null;
}

interface VaultRow {
  store: string;
  public_key: Buffer | null;
  slots: string;
  asset_key: Buffer;
  confirmed_at: number | null;
}

/** The keys of this book's backups; null = not set up yet. */
export function readVault(ctx: ServiceContext): Vault | null {
  const row = backupsDb(ctx).sql('SELECT * FROM vault').get() as VaultRow | undefined;
  if (!row) return null;
  return {
    store: row.store,
    publicKey: row.public_key,
    slots: z.array(slotShape).parse(JSON.parse(row.slots)),
    assetKey: row.asset_key,
    confirmedAt: row.confirmed_at,
  };
}

/** New keys, closed with both secrets. Takes about a second of processor time: for a worker. */
export function makeKeys(passphrase: string, code: string): { publicKey: Buffer; slots: Slot[] } {
  const pair = newKeyPair();
  return { publicKey: pair.publicKey, slots: [closeSlot('passphrase', pair.privateKey, passphrase), closeSlot('code', pair.privateKey, code)] };
}

/** Keeps the keys; the number of the book and the key of its pictures stay when there were some. */
export function keepKeys(ctx: ServiceContext, keys: { publicKey: Buffer; slots: Slot[] } | null): void {
  backupsDb(ctx)
    .sql(
      `INSERT INTO vault VALUES (1, ?, ?, ?, ?, ?, NULL)
       ON CONFLICT (id) DO UPDATE SET public_key = excluded.public_key, slots = excluded.slots, made_at = excluded.made_at, confirmed_at = NULL`,
    )
    .run(randomBytes(16).toString('hex'), keys?.publicKey ?? null, JSON.stringify(keys?.slots ?? []), randomBytes(32), ctx.clock.now());
}

export interface BackupRow {
  sequence: number;
  madeAt: number;
  reason: BackupReason;
  bytes: number;
}
