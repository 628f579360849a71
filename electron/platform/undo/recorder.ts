import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AppError } from '../../../shared/errors.ts';
import type { Database } from '../db/database.ts';
import { failureCode } from '../db/storage-error.ts';
import type { ChangeHint } from '../events.ts';

export type SqlValue = string | number | null;

/** How the undo log handles a table. Features list theirs; `key` is the column whose values the steps keep as ids. */
export interface UndoTable {
  name: string;
  key: string;
  /** the other key columns of a table without a single id, e.g. ['tag_id'] */
  fixed?: string[];
  /** what the caches should know about changed rows */
  hint?(ids: ArrayLike<number>, fixed: Record<string, SqlValue>): ChangeHint;
  /** columns worked out of others */
  derived?: string[];
  /** asked before inserted rows are taken back: what nothing else holds then, and goes after them, in this order */
  orphans?(db: Database, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): { table: string; ids: number[] }[];
  /** rows that are no rows of their own but kept packed in another table's: a list of ids that is too long for undo to keep it twice */
  packed?: PackedRows;
  /** puts the derived columns right after rows came back or were changed back */
  refresh?(db: Database, ids: ArrayLike<number>): void;
}

/** Puts packed rows in or takes them out, one for each id. @returns ids of those that were not there before, or were */
export interface PackedRows {
  /** the table whose rows hold them, by the same key */
  within: string;
  add(db: Database, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): number[];
  take(db: Database, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): number[];
}

export interface UndoStep {
  op: 'inserted' | 'deleted' | 'updated';
  table: string;
  fixed: Record<string, SqlValue>;
  ids: Uint32Array | null;
  rows: StepRows | null;
}
/** deleted: `rows` are full rows. updated: `rows` are [id, before…, after…]. `cascaded`: fell with its parent. */
export interface StepRows {
  columns: string[];
  rows: SqlValue[][];
  cascaded?: boolean;
  /** columns of bytes, by place: their values stand here in base64 */
  bytes?: number[];
}

interface ForeignKey {
  child: string;
  column: string;
  onDelete: string;
}

/**
 * Writes rows on behalf of one user action and remembers, per step, exactly what it did: rows added, rows taken away
 * (with everything that fell with them by foreign keys), values changed (before and after). A list of steps can be
 * turned round as often as wanted: undo and redo are the same walk, backwards.
 */
export class Recorder {
  readonly steps: UndoStep[] = [];
  readonly hints: ChangeHint[] = [];
  /** values or rows that a revert left alone because they were changed again since */
  kept = 0;
  readonly #db: Database;
  readonly #tables: Map<string, UndoTable>;

  constructor(db: Database, tables: Map<string, UndoTable>) {
    this.#db = db;
    this.#tables = tables;
  }

  get isEmpty(): boolean {
    return this.steps.length === 0;
  }

  /** Notes rows that the caller has just inserted. */
  inserted(table: string, ids: ArrayLike<number>, fixed: Record<string, SqlValue> = {}): void {
    if (ids.length === 0) return;
    this.#push({ op: 'inserted', table, fixed, ids: Uint32Array.from(ids), rows: null });
  }

  /** Puts packed rows in (UndoTable.packed). @returns ids of those that were not there before */
  add(table: string, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): number[] {
    const added = this.#tables.get(table)!.packed!.add(this.#db, ids, fixed);
    this.inserted(table, added, fixed);
    return added;
  }

  /**
   * Sets the same values on many rows by id; rows that already hold them are not touched.
   * @returns ids of the rows that changed
   */
  update(table: string, ids: ArrayLike<number>, values: Record<string, SqlValue>, compare: string[] = Object.keys(values)): Uint32Array {
    const columns = Object.keys(values);
    const differs = compare.map((column) => `"${column}" IS NOT ?`).join(' OR ');
    const before = this.#within(ids, () =>
      this.#db
        .arrays(
          `SELECT "${this.#key(table)}", ${quoted(columns)} FROM "${table}" WHERE "${this.#key(table)}" IN (SELECT id FROM temp.chosen) AND (${differs})`,
        )
        .all(...compare.map((column) => values[column]!)),
    ) as SqlValue[][];
    if (before.length === 0) return new Uint32Array();
    const after = columns.map((column) => values[column]!);
    const set = this.#db.sql(
      `UPDATE "${table}" SET ${columns.map((column) => `"${column}" = ?`).join(', ')} WHERE "${this.#key(table)}" = ?`,
    );
    for (const row of before) set.run(...after, row[0]);
    const changed = Uint32Array.from(before, (row) => row[0] as number);
    this.#push({ op: 'updated', table, fixed: {}, ids: changed, rows: { columns, rows: before.map((row) => [...row, ...after]) } });
    return changed;
  }

  /** Sets values of its own on each row; unchanged columns may be given as well. @returns ids of the rows that changed */
  updateEach(table: string, columns: string[], rows: { id: number; values: SqlValue[] }[]): Uint32Array {
    const read = this.#db.arrays(`SELECT ${quoted(columns)} FROM "${table}" WHERE "${this.#key(table)}" = ?`);
    const set = this.#db.sql(
      `UPDATE "${table}" SET ${columns.map((column) => `"${column}" = ?`).join(', ')} WHERE "${this.#key(table)}" = ?`,
    );
    const done: SqlValue[][] = [];
    for (const { id, values } of rows) {
      const before = read.get(id) as SqlValue[] | undefined;
      if (!before || before.every((value, i) => value === values[i])) continue;
      set.run(...values, id);
      done.push([id, ...before, ...values]);
    }
    if (done.length === 0) return new Uint32Array();
    const changed = Uint32Array.from(done, (row) => row[0] as number);
    this.#push({ op: 'updated', table, fixed: {}, ids: changed, rows: { columns, rows: done } });
    return changed;
  }

  /**
   * Takes rows away, with everything that hangs on them by ON DELETE CASCADE, and remembers all of it.
   * @returns number of rows of `table` that went
   * @throws AppError `stillInUse` when rows elsewhere need them
   */
  remove(table: string, ids: ArrayLike<number>, fixed: Record<string, SqlValue> = {}): number {
    return this.#remove(table, ids, fixed, false);
  }

  /** Walks the steps of an action backwards; this recorder then holds the steps that turn it round again. */
  revert(steps: UndoStep[]): void {
    for (const step of [...steps].reverse()) {
      if (step.op === 'inserted') this.#revertInserted(step);
      else if (step.op === 'deleted') this.#revertDeleted(step);
      else this.#revertUpdated(step);
    }
  }

  #revertInserted(step: UndoStep): void {
    const ids = step.ids ?? new Uint32Array();
    const orphans = this.#tables.get(step.table)?.orphans?.(this.#db, ids, step.fixed) ?? [];
    if (this.#saysEverything(step)) {
      const gone = this.#removeFixed(step.table, ids, step.fixed);
      this.kept += ids.length - gone;
    } else this.kept += ids.length - this.#remove(step.table, ids, step.fixed, false);
    for (const { table, ids: left } of orphans) this.#remove(table, left, {}, false);
  }

  #revertDeleted(step: UndoStep): void {
    const { table, fixed } = step;
    const key = this.#key(table);
    const back: number[] = [];
    const packed = this.#tables.get(table)?.packed;
    if (packed) back.push(...packed.add(this.#db, step.ids ?? [], fixed));
    else if (!step.rows) {
      const columns = [key, ...Object.keys(fixed)];
      const insert = this.#inserter(table, columns);
      for (const id of step.ids ?? []) if (insert([id, ...Object.values(fixed)])) back.push(id);
    } else {
      const { columns, rows } = step.rows;
      const insert = this.#inserter(table, columns);
      const at = columns.indexOf(key);
      const { bytes } = step.rows;
      for (const row of rows) if (insert(bytes ? withBytes(row, bytes) : row)) back.push(row[at] as number);
    }
    this.kept += (step.rows?.rows.length ?? step.ids?.length ?? 0) - back.length;
    this.#tables.get(table)?.refresh?.(this.#db, back);
    if (step.rows?.cascaded) this.#hint(table, back, fixed);
    else this.#push({ op: 'inserted', table, fixed, ids: Uint32Array.from(back), rows: null });
  }

  #revertUpdated(step: UndoStep): void {
    const { columns, rows } = step.rows!;
    const { table } = step;
    const width = columns.length;
    const read = this.#db.arrays(`SELECT ${quoted(columns)} FROM "${table}" WHERE "${this.#key(table)}" = ?`);
    const set = this.#db.sql(
      `UPDATE "${table}" SET ${columns.map((column) => `"${column}" = ?`).join(', ')} WHERE "${this.#key(table)}" = ?`,
    );
    // what nobody sees as a value of its own is not "kept": time stamps and what refresh puts right
    const silent = new Set(['updated_at', ...(this.#tables.get(table)?.derived ?? [])]);
    const done: SqlValue[][] = [];
    for (const row of rows) {
      const id = row[0] as number;
      const now = read.get(id) as SqlValue[] | undefined;
      if (!now) {
        this.kept++;
        continue;
      }
      // a value that somebody changed again since stays as it is
      const next = now.map((value, i) => (value === row[1 + width + i] ? row[1 + i]! : value));
      if (next.some((value, i) => value !== row[1 + i] && row[1 + i] !== row[1 + width + i] && !silent.has(columns[i]!))) this.kept++;
      set.run(...next, id);
      done.push([id, ...now, ...next]);
    }
    const ids = Uint32Array.from(done, (row) => row[0] as number);
    this.#tables.get(table)?.refresh?.(this.#db, ids);
    this.#push({ op: 'updated', table, fixed: {}, ids, rows: { columns, rows: done } });
  }

  #remove(table: string, ids: ArrayLike<number>, fixed: Record<string, SqlValue>, cascaded: boolean): number {
    if (ids.length === 0) return 0;
    const packed = this.#tables.get(table)?.packed;
    if (packed) {
      const gone = packed.take(this.#db, ids, fixed);
      if (gone.length > 0) this.#push({ op: 'deleted', table, fixed, ids: Uint32Array.from(gone), rows: null });
      return gone.length;
    }
    for (const link of this.#children(table)) {
      const [column, child] = [link.column, link.child];
      if (link.onDelete === 'CASCADE') {
        const childKey = this.#tables.get(child)?.fixed ? null : (this.#tables.get(child)?.key ?? null);
        if (childKey && this.#children(child).length > 0) {
          const childIds = this.#within(ids, () =>
            this.#db.pluck(`SELECT "${childKey}" FROM "${child}" WHERE "${column}" IN (SELECT id FROM temp.chosen)`).all(),
          ) as number[];
          this.#remove(child, childIds, {}, true);
        } else this.#take(child, column, ids, {}, true);
      } else if (link.onDelete === 'SET NULL') {
        const key = this.#key(child);
        const childIds = this.#within(ids, () =>
          this.#db.pluck(`SELECT "${key}" FROM "${child}" WHERE "${column}" IN (SELECT id FROM temp.chosen)`).all(),
        ) as number[];
        this.update(child, childIds, { [column]: null });
      } else {
        const user = this.#within(ids, () =>
          this.#db.pluck(`SELECT count(*) FROM "${child}" WHERE "${column}" IN (SELECT id FROM temp.chosen)`).get(),
        ) as number;
        if (user > 0) throw new AppError('stillInUse', { table, by: child, count: user });
      }
    }
    return this.#take(table, this.#key(table), ids, fixed, cascaded);
  }

  /** Puts one row back; false when it cannot be, because its place is taken or what it hung on is gone. */
  #inserter(table: string, columns: string[]): (values: (SqlValue | Buffer)[]) => boolean {
    const insert = this.#db.sql(`INSERT OR IGNORE INTO "${table}" (${quoted(columns)}) VALUES (${columns.map(() => '?').join(', ')})`);
    return (values) => {
      try {
        return insert.run(...values).changes > 0;
      } catch (error) {
        if (failureCode(error) === 'SQLITE_CONSTRAINT_FOREIGNKEY') return false;
        throw error;
      }
    };
  }

  /** Reads full rows, deletes them, notes the step. */
  #take(table: string, column: string, ids: ArrayLike<number>, fixed: Record<string, SqlValue>, cascaded: boolean): number {
    const where = [`"${column}" IN (SELECT id FROM temp.chosen)`, ...Object.keys(fixed).map((name) => `"${name}" = ?`)].join(' AND ');
    const params = Object.values(fixed);
    const { rows, ...taken } = this.#within(ids, () => {
      const statement = this.#db.arrays(`SELECT * FROM "${table}" WHERE ${where}`);
      const found = readRows(statement.all(...params) as unknown[][], statement.columns());
      this.#db.sql(`DELETE FROM "${table}" WHERE ${where}`).run(...params);
      return found;
    });
    if (rows.length === 0) return 0;
    const at = taken.columns.indexOf(this.#key(table));
    const gone = Uint32Array.from(rows, (row) => row[at] as number);
    this.#push({ op: 'deleted', table, fixed, ids: gone, rows: { ...taken, rows, cascaded } });
    return rows.length;
  }

  /** Deletes rows whose every column is known (`fixed` + key), so that no row images need be kept. */
  #removeFixed(table: string, ids: Uint32Array, fixed: Record<string, SqlValue>): number {
    const key = this.#key(table);
    const names = Object.keys(fixed);
    const same = names.map((name) => `"${name}" = ?`).join(' AND ');
    const gone = this.#within(ids, () => {
      const params = Object.values(fixed);
      const count = this.#db
        .pluck(`SELECT count(*) FROM "${table}" WHERE ${same} AND "${key}" IN (SELECT id FROM temp.chosen)`)
        .get(...params) as number;
      const found =
        count === ids.length
          ? ids
          : Uint32Array.from(
              this.#db
                .pluck(`SELECT "${key}" FROM "${table}" WHERE ${same} AND "${key}" IN (SELECT id FROM temp.chosen)`)
                .all(...params) as number[],
            );
      this.#db.sql(`DELETE FROM "${table}" WHERE ${same} AND "${key}" IN (SELECT id FROM temp.chosen)`).run(...params);
      return found;
    });
    if (gone.length > 0) this.#push({ op: 'deleted', table, fixed, ids: gone, rows: null });
    return gone.length;
  }

  /** Runs `work` with `ids` in temp.chosen: statements stay short and prepared for any number of ids. */
  #within<T>(ids: ArrayLike<number>, work: () => T): T {
    fillChosen(this.#db, ids);
    return work();
  }

  #children(table: string): ForeignKey[] {
    return childrenOf(this.#db, table);
  }

  #key(table: string): string {
    return this.#tables.get(table)?.key ?? 'id';
  }

  /** Whether key and `fixed` are all there is to a row; otherwise the rest must be kept to bring the row back. */
  #saysEverything({ table, fixed }: UndoStep): boolean {
    const known = Object.keys(fixed).length + 1;
    return known > 1 && this.#db.pluck('SELECT count(*) FROM pragma_table_info(?)').get(table) === known;
  }

  #hint(table: string, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): void {
    const hint = this.#tables.get(table)?.hint?.(ids, fixed);
    if (hint) this.hints.push(hint);
  }

  #push(step: UndoStep): void {
    this.steps.push(step);
    this.#hint(step.table, step.ids ?? [], step.fixed);
  }
}

/** Full rows as they are kept: a step is JSON, so bytes stand in base64. */
function readRows(rows: unknown[][], columns: { name: string; type: string | null }[]): StepRows {
  const names = columns.map(({ name }) => name);
  const bytes = columns.flatMap(({ type }, at) => (type?.toUpperCase() === 'BLOB' ? [at] : []));
  if (bytes.length === 0) return { columns: names, rows: rows as SqlValue[][] };
  for (const row of rows) for (const at of bytes) row[at] = row[at] instanceof Buffer ? row[at].toString('base64') : null;
  return { columns: names, rows: rows as SqlValue[][], bytes };
}

const withBytes = (row: SqlValue[], bytes: number[]): (SqlValue | Buffer)[] =>
  row.map((value, at) => (bytes.includes(at) && typeof value === 'string' ? Buffer.from(value, 'base64') : value));

const quoted = (columns: string[]) => columns.map((column) => `"${column}"`).join(', ');

/** Puts ids into the connection's temp.chosen table. Uses JSON: one call instead of one per id. */
export function fillChosen(db: Database, ids: ArrayLike<number>): void {
  db.raw.exec('CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)');
  db.sql('DELETE FROM temp.chosen').run();
  db.sql('INSERT OR IGNORE INTO temp.chosen SELECT value FROM json_each(?)').run(`[${Array.prototype.join.call(ids, ',')}]`);
}

const linksOf = new WeakMap<Database, Map<string, ForeignKey[]>>();

function childrenOf(db: Database, table: string): ForeignKey[] {
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

/** Bytes for undo_steps.rows. */
export const packRows = (rows: StepRows): Buffer => deflateRawSync(Buffer.from(JSON.stringify(rows)), { level: 1 });
/** The reverse of packRows. */
export const unpackRows = (bytes: Buffer): StepRows => JSON.parse(inflateRawSync(bytes).toString('utf8')) as StepRows;
