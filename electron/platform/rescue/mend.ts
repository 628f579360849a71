import type { Database } from '../db/database.ts';
import type { TableCopy } from './copy-rows.ts';
import type { Value } from './record.ts';

/** Makes a row for one that is lost but that others speak of; `facts` = what an index still knows of it. */
export interface StandIn {
  table: string;
  /** SQL that gives ids that are spoken of without a foreign key */
  spokenOf?: string;
  row(id: number, facts: Record<string, Value>, db: Database): Record<string, Value>;
}

interface ForeignKey {
  table: string;
  parent: string;
  /** its columns, and those of the parent */
  from: string[];
  to: string[];
  /** may the reference be empty instead */
  canBeEmpty: boolean;
}

export interface Mended {
  /** rows made in the place of lost ones, by table */
  standIns: Map<string, number>;
  /** rows that only belonged to lost ones and went with them, by table */
  dropped: Map<string, number>;
  /** references that were emptied because what they named is lost */
  emptied: number;
}

function foreignKeys(db: Database, tables: string[]): ForeignKey[] {
  return tables.flatMap((table) => {
    const columns = new Map(
      (db.raw.pragma(`table_info("${table}")`) as { name: string; notnull: number; pk: number }[]).map((c) => [c.name, c]),
    );
    const byId = new Map<number, ForeignKey>();
    const rows = db.raw.pragma(`foreign_key_list("${table}")`) as {
      id: number;
      table: string;
      from: string;
      to: string;
      on_delete: string;
    }[];
    for (const { id, table: parent, from, to, on_delete } of rows) {
      const key = byId.get(id) ?? { table, parent, from: [], to: [], canBeEmpty: on_delete !== 'CASCADE' };
      const column = columns.get(from);
      key.canBeEmpty &&= column?.notnull === 0 && column.pk === 0;
      key.from.push(from);
      key.to.push(to);
      byId.set(id, key);
    }
    return [...byId.values()];
  });
}

/** Condition that a row's reference leads nowhere. */
function leadsNowhere({ table, parent, from, to }: ForeignKey): string {
  const named = from.map((column) => `"${table}"."${column}" IS NOT NULL`).join(' AND ');
  const meets = from.map((column, i) => `p."${to[i]}" = "${table}"."${column}"`).join(' AND ');
  return `${named} AND NOT EXISTS (SELECT 1 FROM "${parent}" AS p WHERE ${meets})`;
}

/**
 * Puts right what lost rows leave behind: stand-ins first (in the order of `standIns`), then rows whose parent is gone are dropped, or
 * their reference is emptied where the schema allows that. Foreign keys must be off; afterwards `foreign_key_check` finds nothing.
 */
export function mend(db: Database, copies: TableCopy[], standIns: readonly StandIn[]): Mended {
  const keys = foreignKeys(
    db,
    copies.map(({ shape }) => shape.table),
  );
  const mended: Mended = { standIns: new Map(), dropped: new Map(), emptied: 0 };
  for (const standIn of standIns) {
    const copy = copies.find(({ shape }) => shape.table === standIn.table);
    if (copy) mended.standIns.set(standIn.table, makeStandIns(db, copy, standIn, keys));
  }
  // what is dropped may be the parent of something else
  for (let again = true; again; ) {
    again = false;
    for (const key of keys) {
      const where = leadsNowhere(key);
      if (key.canBeEmpty) {
        const set = key.from.map((column) => `"${column}" = NULL`).join(', ');
        mended.emptied += db.raw.prepare(`UPDATE "${key.table}" SET ${set} WHERE ${where}`).run().changes;
        continue;
      }
      const { changes } = db.raw.prepare(`DELETE FROM "${key.table}" WHERE ${where}`).run();
      if (changes === 0) continue;
      mended.dropped.set(key.table, (mended.dropped.get(key.table) ?? 0) + changes);
      again = true;
    }
  }
  return mended;
}

function makeStandIns(db: Database, { facts, shape }: TableCopy, standIn: StandIn, keys: ForeignKey[]): number {
  const { table, alias } = shape;
  const wanted = new Set(facts.keys());
  for (const key of keys) {
    if (key.parent !== table || key.from.length !== 1) continue;
    const spokenOf = db.raw
      .prepare(`SELECT DISTINCT "${key.from[0]}" FROM "${key.table}" WHERE ${leadsNowhere(key)}`)
      .pluck()
      .all();
    for (const id of spokenOf) wanted.add(id as number);
  }
  if (standIn.spokenOf) for (const id of db.raw.prepare(standIn.spokenOf).pluck().all()) wanted.add(id as number);
  const there = db.raw.prepare(`SELECT 1 FROM "${table}" WHERE "${alias}" = ?`).pluck();
  let made = 0;
  for (const id of [...wanted].sort((a, b) => a - b)) {
    if (there.get(id) !== undefined) continue;
    const row = { ...standIn.row(id, facts.get(id) ?? {}, db), [alias ?? 'id']: id };
    const names = Object.keys(row);
    const text = `INSERT OR IGNORE INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    made += db.raw.prepare(text).run(Object.values(row)).changes;
  }
  return made;
}
