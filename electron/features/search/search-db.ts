import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceContext } from '../../platform/context.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';

/*
 * search.db beside the book holds what is derived from messages: the index of words, and friends' active hours. It is never backed
 * up; missing, damaged or of another version it is made anew.
 */

/** Another number = another layout: files of other versions are made anew. */
const version = 4;

const schema = `
  -- see segment-format.ts. span: first second of the stretch of time; last: second of the last message
  CREATE TABLE segments(id INTEGER PRIMARY KEY, span INTEGER NOT NULL, messages INTEGER NOT NULL, last INTEGER NOT NULL);
  CREATE TABLE postings(id INTEGER PRIMARY KEY, block BLOB NOT NULL);
  -- reached: last message that is in; NULL = all of the batch are
  CREATE TABLE indexed_batches(batch_id INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, reached INTEGER, done INTEGER NOT NULL);
  CREATE TABLE friend_hours(friend_id INTEGER PRIMARY KEY, in_count INTEGER NOT NULL, first_at INTEGER NOT NULL, last_in_at INTEGER NOT NULL,
    cells BLOB NOT NULL);
  PRAGMA user_version = ${version};`;

const open = new WeakMap<Database, Database>();

const fileOf = ({ dataDir }: ServiceContext) => join(dataDir, 'search.db');

/** Whether an error says that search.db, not the book, is broken: its file is no database, or its pages do not fit together. */
export function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(code);
}

/** search.db for reading; null = there is none that can be used (yet). Kept open for the context's connection. */
export function searchReader(ctx: ServiceContext): Database | null {
  const known = open.get(ctx.db);
  if (known) return known;
  if (!existsSync(fileOf(ctx))) return null;
  const db = openDatabase(fileOf(ctx), { readonly: true });
  if (db.raw.pragma('user_version', { simple: true }) !== version) {
    db.close();
    return null;
  }
  open.set(ctx.db, db);
  return db;
}

/** search.db for writing, made when it is missing or of another version. For the worker only: one writer. */
export function searchWriter(ctx: ServiceContext): Database {
  const known = open.get(ctx.db);
  if (known && !known.raw.readonly) return known;
  closeSearch(ctx);
  let db = openWriter(fileOf(ctx));
  try {
    if (db.raw.pragma('user_version', { simple: true }) !== version) {
      db.close();
      removeFile(ctx);
      db = openWriter(fileOf(ctx));
      const made = db;
      made.transaction(() => made.raw.exec(schema));
    }
  } catch (error) {
    db.close();
    throw error;
  }
  open.set(ctx.db, db);
  return db;
}

function openWriter(path: string): Database {
  // for her eyes only; SQLite gives its other files the same mode. Nobody has it open yet, so no lock is lost
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600));
  const db = openDatabase(path, { pageSize: 16_384 });
  // a power cut may take back the last steps, which are then done again; the file stays whole
  db.raw.pragma('synchronous = NORMAL');
  // blocks are written one behind the other and not read again here: about those of one step, in KB
  db.raw.pragma('cache_size = -16384');
  return db;
}

/** Lets go of search.db, so that its file can be removed. */
export function closeSearch(ctx: ServiceContext): void {
  open.get(ctx.db)?.close();
  open.delete(ctx.db);
}

/** Removes search.db; every connection to it must be closed. */
export function removeSearch(ctx: ServiceContext): void {
  closeSearch(ctx);
  removeFile(ctx);
}

function removeFile(ctx: ServiceContext): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(fileOf(ctx) + end, { force: true });
}
