import type { Database } from '../db/database.ts';

/** A column of `child` that names rows of another table. */
export interface ForeignKey {
  child: string;
  column: string;
  onDelete: string;
}

const linksOf = new WeakMap<Database, Map<string, ForeignKey[]>>();

/** Who names rows of a table. */
export function childrenOf(db: Database, table: string): ForeignKey[] {
  let links = linksOf.get(db);
  if (!links) {
    links = new Map();
    const tables = db.raw
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      .pluck()
      .all() as string[];
    for (const child of tables)
      for (const key of db.raw.pragma(`foreign_key_list("${child}")`) as { table: string; from: string; on_delete: string }[])
        links.set(key.table, [...(links.get(key.table) ?? []), { child, column: key.from, onDelete: key.on_delete }]);
    linksOf.set(db, links);
  }
  return links.get(table) ?? [];
}
