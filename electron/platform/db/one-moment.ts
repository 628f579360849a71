import type { Database } from './database.ts';

/** Reads one state of each connection while `work` runs; that of the first is taken first, so no other one is older. */
export function atOneMoment<T>(connections: readonly Database[], work: () => T): T {
  try {
    for (const db of connections) {
      db.sql('BEGIN').run();
      // the state is taken by the first look
      db.pluck('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    }
    return work();
  } finally {
    for (const db of connections) if (db.raw.inTransaction) db.sql('ROLLBACK').run();
  }
}
