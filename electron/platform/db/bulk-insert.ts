import type { SqlValue } from '../undo/recorder.ts';
import type { Database } from './database.ts';
import { restIndex } from './resting-indexes.ts';

/** Rows per statement: beyond 20 nothing is gained, and a statement stays far from SQLite's limit of variables. */
const rowsPerStatement = 20;

/**
 * Inserts many rows with few statements (about a quarter faster than one by one). `rows` give values in the order of
 * `columns`; `same` are whole numbers that every row has, written into the statement instead of bound again and again.
 * Runs inside the caller's transaction.
 * @returns number of rows inserted
 */
export function bulkInsert(
  db: Database,
  table: string,
  columns: string[],
  rows: Iterable<SqlValue[]>,
  same: Record<string, number> = {},
): number {
  const constants = Object.values(same).map((value) => String(Math.trunc(value)));
  const one = `(${[...columns.map(() => '?'), ...constants].join(', ')})`;
  const names = [...columns, ...Object.keys(same)];
  const head = `INSERT INTO "${table}" (${names.map((column) => `"${column}"`).join(', ')}) VALUES `;
  // not kept among the prepared statements: their text differs from import to import
  const many = db.raw.prepare(head + Array(rowsPerStatement).fill(one).join(', '));
  const single = db.raw.prepare(head + one);
  let pending: SqlValue[] = [];
  let waiting = 0;
  let count = 0;
  for (const row of rows) {
    for (const value of row) pending.push(value);
    count++;
    if (++waiting === rowsPerStatement) {
      many.run(pending);
      pending = [];
      waiting = 0;
    }
  }
  for (let i = 0; i < waiting; i++) single.run(pending.slice(i * columns.length, (i + 1) * columns.length));
  return count;
}

/** From here on it is quicker to sort an index once than to put each row into its place. */
const manyRows = 50_000;

/**
 * Runs `work`, which inserts `count` rows into a table, without the table's indexes when they are worth dropping: many
 * rows, and no fewer than the table holds. They are made again afterwards as they were. Must run inside one
 * transaction (a failure brings them back); uniqueness is checked at the end then, with the same error.
 * @param resting names of indexes that may wait until the command is answered: it must have wakeIndexesCommand as `afterwards`
 */
export function withoutIndexes<T>(db: Database, table: string, count: number, work: () => T, resting: readonly string[] = []): T {
  if (count < manyRows || count < (db.pluck(`SELECT count(*) FROM "${table}"`).get() as number)) return work();
  const indexes = db.arrays("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL").all(table) as [
    string,
    string,
  ][];
  for (const [name, sql] of indexes) {
    if (resting.includes(name)) restIndex(db, name, sql);
    else db.raw.exec(`DROP INDEX "${name}"`);
  }
  const value = work();
  for (const [name, sql] of indexes) if (!resting.includes(name)) db.raw.exec(sql);
  return value;
}

/**
 * Runs `work`, a transaction of its own, without looking up the parents of every row it writes: that is most of what a million rows
 * cost. For work only that takes every id from the book itself; cascades rest too meanwhile.
 */
export function withoutForeignKeys<T>(db: Database, work: () => T): T {
  // SQLite ignores the switch inside a transaction
  if (db.raw.inTransaction) throw new Error('withoutForeignKeys inside a transaction');
  db.raw.pragma('foreign_keys = OFF');
  try {
    return work();
  } finally {
    db.raw.pragma('foreign_keys = ON');
  }
}

/** First id that AUTOINCREMENT would hand out for a table; valid inside a write transaction. */
export function nextId(db: Database, table: string): number {
  return ((db.pluck('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table) as number | undefined) ?? 0) + 1;
}
