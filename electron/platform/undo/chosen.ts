import type { Database } from '../db/database.ts';

/** Puts ids into the connection's temp.chosen table. Uses JSON: one call instead of one per id. */
export function fillChosen(db: Database, ids: ArrayLike<number>): void {
  db.raw.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)');
  db.sql('DELETE FROM temp.chosen').run();
  db.sql('INSERT OR IGNORE INTO temp.chosen SELECT value FROM json_each(?)').run(`[${Array.prototype.join.call(ids, ',')}]`);
}
