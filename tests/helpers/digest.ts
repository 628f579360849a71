import type { Database } from '../../electron/platform/db/database.ts';

const bookkeeping = new Set(['undo_actions', 'undo_steps', 'schema_migrations', 'column_mappings', 'resting_indexes']);

/**
 * What the book says, table by table: every row as JSON, sorted, without the undo log, SQLite's own tables and the
 * `updated_at` columns and what is read from chats in its own time behind every change. Two books with equal digests show the same on every screen.
 */
export function digest(db: Database, leaveOut: readonly string[] = []): Record<string, string[]> {
  const tables = db.raw
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
  const book: Record<string, string[]> = {};
  for (const table of tables) {
    if (bookkeeping.has(table) || leaveOut.includes(table)) continue;
    const rows = db.raw.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[];
    book[table] = rows.map(({ updated_at: _, talk_days: __, talk_key: ___, ...row }) => JSON.stringify(row)).sort();
  }
  return book;
}

/** Everything SQLite itself can find wrong; [] = sound. */
export function damage(db: Database): string[] {
  const verdict = db.raw.pragma('integrity_check') as { integrity_check: string }[];
  const orphans = db.raw.pragma('foreign_key_check') as { table: string }[];
  return [
    ...verdict.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...orphans.map(({ table }) => `orphan in ${table}`),
  ];
}
