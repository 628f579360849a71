import type { Database } from '../db/database.ts';
import { fillChosen } from './chosen.ts';
import { childrenOf } from './links.ts';
import type { UndoStep } from './steps.ts';
import type { UndoTable } from './undo-table.ts';

/** How an action is turned. */
export interface Turn {
  /** whether rows that others have come to use since stay */
  keepsUsed: boolean;
  /** when the action was done, ms UTC */
  since: number;
  /** rows that stay with all that the action hung on them, by table: found out on the way, see UsedWhole */
  whole: Map<string, Set<number>>;
}

/** Rows turned out to be in use after what the action hung on them was gone: begin again and leave them whole. */
export class UsedWhole extends Error {
  readonly table: string;
  readonly ids: Set<number>;
  constructor(table: string, ids: Set<number>) {
    super(`rows of ${table} are in use`);
    this.table = table;
    this.ids = ids;
  }
}

/** Of rows an action made those that others use. What the action itself hung on them must be gone by now. */
export function rowsInUse(
  db: Database,
  { name, inUse }: UndoTable,
  ids: ArrayLike<number>,
  { since, tables }: { since: number; tables: ReadonlyMap<string, UndoTable> },
): Set<number> {
  const used = new Set(inUse?.(db, ids, since));
  fillChosen(db, ids);
  for (const { child, column } of childrenOf(db, name)) {
    const follows = tables.get(child)?.follows;
    const where = `"${column}" IN (SELECT id FROM temp.chosen)${follows ? ` AND NOT (${follows})` : ''}`;
    for (const id of db.pluck(`SELECT DISTINCT "${column}" FROM "${child}" WHERE ${where}`).all() as number[]) used.add(id);
  }
  return used;
}

/** The ids of an insertion without rows that stay whole and what hangs on them. */
export function withoutWhole(db: Database, step: UndoStep, key: string, whole: Turn['whole']): Uint32Array {
  let ids = step.ids ?? new Uint32Array();
  for (const [table, rows] of whole) {
    if (table === step.table) ids = ids.filter((id) => !rows.has(id));
    for (const { child, column } of childrenOf(db, table)) {
      if (child !== step.table) continue;
      if (column === key) ids = ids.filter((id) => !rows.has(id));
      else if (rows.has(step.fixed[column] as number)) return new Uint32Array();
      else {
        fillChosen(db, Array.from(rows));
        const theirs = new Set(
          db.pluck(`SELECT "${key}" FROM "${child}" WHERE "${column}" IN (SELECT id FROM temp.chosen)`).all() as number[],
        );
        ids = ids.filter((id) => !theirs.has(id));
      }
    }
  }
  return ids;
}
