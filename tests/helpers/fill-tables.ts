import type { Database } from '../../electron/platform/db/database.ts';

interface Column {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}
interface Reference {
  from: string;
  table: string;
  to: string | null;
}

/** Tables whose rows are SQL or migrations and not anybody's data. */
export const bookkeeping = "'schema_migrations', 'resting_indexes'";

/**
 * Puts rows into every table of a schema, whichever it is: each column filled, each reference one that is there. Texts are numbers, which
 * is JSON as well.
 * @param rows of each table
 */
export function fillTables(db: Database, rows: number): void {
  const tables = db.raw
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN (${bookkeeping}) ORDER BY name`,
    )
    .pluck()
    .all() as string[];
  const references = new Map(tables.map((table) => [table, db.raw.pragma(`foreign_key_list("${table}")`) as Reference[]]));
  const filled = new Set<string>();
  // a table after those it refers to; what is left refers in a circle
  while (filled.size < tables.length) {
    const ready = tables.filter(
      (table) => !filled.has(table) && references.get(table)!.every((other) => other.table === table || filled.has(other.table)),
    );
    if (ready.length === 0) throw new Error(`tables that refer to each other: ${tables.filter((table) => !filled.has(table)).join(', ')}`);
    for (const table of ready) {
      for (let n = 1; n <= rows; n++) fill(db, table, references.get(table)!, n);
      filled.add(table);
    }
  }
}

function fill(db: Database, table: string, references: Reference[], n: number): void {
  const columns = db.raw.pragma(`table_info("${table}")`) as Column[];
  const values = columns.map(({ name, type }) => {
    const reference = references.find(({ from }) => from === name);
    if (reference && reference.table !== table)
      return db.raw
        .prepare(`SELECT "${reference.to ?? 'id'}" FROM "${reference.table}" LIMIT 1 OFFSET ?`)
        .pluck()
        .get(n - 1);
    if (/text/i.test(type)) return String(n);
    return /blob/i.test(type) ? Buffer.from([n, 0, 0, 0]) : n;
  });
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  db.raw.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`).run(...values);
}
