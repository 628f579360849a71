import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../clock.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { silentLogger } from '../logger.ts';
import { copyRows, type Roots, readRoots, rowsOf, type TableCopy } from './copy-rows.ts';
import { mend, type StandIn } from './mend.ts';
import { openPages, type PageSource } from './page-source.ts';
import { tableShapes } from './shapes.ts';
import { Trees } from './trees.ts';

export interface SalvageProgress {
  phase: 'read' | 'mend' | 'check';
  /** rows so far */
  rows: number;
  /** share of the phase that is done, 0–1 */
  share: number;
}

export interface SalvageOptions {
  migrationsDir: string;
  clock: Clock;
  /** version of the app, for the record of migrations */
  version: string;
  /** rows that are made again where others speak of them, parents first */
  standIns: readonly StandIn[];
  /** tables that hold only what the program reckons by itself, or remembers of files: they begin empty */
  leaveOut: readonly string[];
  onProgress(progress: SalvageProgress): void;
}

export interface SalvagedTable {
  table: string;
  /** rows in the new book, stand-ins left out */
  read: number;
  /** rows there must have been; null = cannot be known */
  expected: number | null;
  /** rows made in the place of lost ones */
  standIns: number;
  /** rows that were read but belonged to something lost */
  dropped: number;
}

export interface Salvage {
  /** false = nothing of a book was found; there is no new file then */
  readable: boolean;
  tables: SalvagedTable[];
  /** references to something lost that were emptied */
  emptied: number;
}

const nothing: Salvage = { readable: false, tables: [], emptied: 0 };
const bookkeeping = ['schema_migrations', 'resting_indexes'];

/**
 * Makes a new book at `toFile` (overwritten) of every row of `damagedFile` and its write-ahead log that can be read, in the schema the
 * book had. The damaged file is only read, byte by byte; nobody may have it open meanwhile. The new file is whole (integrity and
 * foreign keys checked) and on the disk when this returns. Blocks: run it in a thread of its own.
 * @throws AppError of category `storage` when the new file cannot be written; never for what stands in the damaged one
 */
export function salvageBook(damagedFile: string, toFile: string, options: SalvageOptions): Salvage {
  removeBook(toFile);
  const source = openPages(damagedFile);
  if (!source) return nothing;
  try {
    const trees = new Trees(source);
    const roots = readRoots(trees);
    const db = openDatabase(toFile);
    let result: Salvage;
    try {
      result = fill(db, source, trees, roots, options);
    } finally {
      db.close();
    }
    if (!result.readable) removeBook(toFile);
    else syncFile(toFile);
    return result;
  } finally {
    source.close();
  }
}

function fill(db: Database, source: PageSource, trees: Trees, roots: Roots, options: SalvageOptions): Salvage {
  const { migrationsDir, clock, version, onProgress } = options;
  const upTo = migrationsOf(trees, roots, migrationsDir);
  // a file that nobody knows yet: killed half way, it is begun anew
  db.raw.pragma('journal_mode = OFF');
  db.raw.pragma('synchronous = OFF');
  migrate(db, { migrationsDir, snapshotsDir: '', clock, logger: silentLogger, version, upTo });
  db.raw.pragma('foreign_keys = OFF');
  const shapes = tableShapes(db, [...bookkeeping, ...options.leaveOut]);
  const indexes = dropPlainIndexes(db);
  let rows = 0;
  db.raw.exec('BEGIN');
  for (const { table } of shapes) db.raw.exec(`DELETE FROM "${table}"`);
  const copies = copyRows(source, trees, roots, db, shapes, {
    factsFor: options.standIns.map(({ table }) => table),
    onRows: (read, share) => {
      rows = read;
      onProgress({ phase: 'read', rows, share });
    },
  });
  if (copies.every(({ read }) => read === 0)) {
    db.raw.exec('COMMIT');
    return nothing;
  }
  keepCounters(db, trees, roots);
  onProgress({ phase: 'mend', rows, share: 0 });
  for (const [i, sql] of indexes.entries()) {
    db.raw.exec(sql);
    onProgress({ phase: 'mend', rows, share: (i + 1) / (indexes.length + 1) });
  }
  const mended = mend(db, copies, options.standIns);
  db.raw.exec('COMMIT');
  onProgress({ phase: 'check', rows, share: 0 });
  verify(db);
  return { readable: true, emptied: mended.emptied, tables: copies.map((copy) => countOf(copy, mended)) };
}

function countOf({ shape, read, expected }: TableCopy, { standIns, dropped }: ReturnType<typeof mend>): SalvagedTable {
  const gone = dropped.get(shape.table) ?? 0;
  return {
    table: shape.table,
    read: read - gone,
    expected: expected === null ? null : Math.max(expected, read),
    standIns: standIns.get(shape.table) ?? 0,
    dropped: gone,
  };
}

/** How many migrations the book had seen; all of ours where that cannot be read. */
function migrationsOf(trees: Trees, roots: Roots, dir: string): number {
  const known = readMigrations(dir);
  let upTo = 0;
  for (const { rowid, values } of rowsOf(trees, roots.get('schema_migrations'), 5))
    if (rowid !== null && known[rowid]?.tag === values[1]) upTo = Math.max(upTo, rowid + 1);
  return upTo || known.length;
}

/** Indexes that no rule hangs on are made behind the rows, in one sort each. @returns how to make them */
function dropPlainIndexes(db: Database): string[] {
  const plain = db.raw
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%' ORDER BY name")
    .all() as { name: string; sql: string }[];
  for (const { name } of plain) db.raw.exec(`DROP INDEX "${name}"`);
  return plain.map(({ sql }) => sql);
}

/** Ids that were given once are not given again, also those of lost rows. */
function keepCounters(db: Database, trees: Trees, roots: Roots): void {
  const raise = db.raw.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?');
  const add = db.raw.prepare(
    'INSERT INTO sqlite_sequence (name, seq) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?)',
  );
  for (const { values } of rowsOf(trees, roots.get('sqlite_sequence'), 2)) {
    const [name, seq] = values;
    if (typeof name !== 'string' || typeof seq !== 'number') continue;
    if (raise.run(seq, name).changes === 0) add.run(name, seq, name);
  }
}

function verify(db: Database): void {
  const verdict = db.raw.pragma('integrity_check', { simple: true });
  const orphans = db.raw.pragma('foreign_key_check') as unknown[];
  if (verdict !== 'ok' || orphans.length > 0) throw new AppError('storageFailed', { reason: 'salvage' });
}

function removeBook(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
