import type { SqlValue } from '../undo/recorder.ts';
import type { Database } from './database.ts';

/** Rows per statement: beyond 20 nothing is gained, and a statement stays far from SQLite's limit of variables. */
const rowsPerStatement = 20;

/**
 * Inserts many rows with few statements (about a quarter faster than one by one). `rows` give values in the order of
 * `columns`. Runs inside the caller's transaction.
 * @returns number of rows inserted
 */
export function bulkInsert(db: Database, table: string, columns: string[], rows: Iterable<SqlValue[]>): number {
  const one = `(${columns.map(() => '?').join(', ')})`;
  const head = `INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES `;
  const many = db.sql(head + Array(rowsPerStatement).fill(one).join(', '));
  const single = db.sql(head + one);
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

/** First id that AUTOINCREMENT would hand out for a table; valid inside a write transaction. */
export function nextId(db: Database, table: string): number {
  return ((db.pluck('SELECT seq FROM sqlite_sequence WHERE name = ?').get(table) as number | undefined) ?? 0) + 1;
}
