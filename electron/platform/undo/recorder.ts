import { AppError } from '../../../shared/errors.ts';
import type { Database } from '../db/database.ts';
import { failureCode } from '../db/storage-error.ts';
import type { ChangeHint } from '../events.ts';
import { fillChosen } from './chosen.ts';
import { rowsInUse, type Turn, UsedWhole, withoutWhole } from './in-use.ts';
import { childrenOf, type ForeignKey } from './links.ts';
import { readRows, type SqlValue, type UndoStep, withBytes } from './steps.ts';
import type { UndoTable } from './undo-table.ts';

export { fillChosen } from './chosen.ts';
export type { SqlValue, StepRows, UndoStep } from './steps.ts';
export type { PackedRows, UndoTable } from './undo-table.ts';

/**
 * Writes rows on behalf of one user action and remembers, per step, exactly what it did: rows added, rows taken away
 * (with everything that fell with them by foreign keys), values changed (before and after). A list of steps can be
 * turned round as often as wanted: undo and redo are the same walk, backwards.
 *
 * What was done since is left alone and counted (`kept`): a value that was changed again stays (with the columns that say one thing
 * with it), and where a table says so (`staysInUse`) a row that others have come to use stays.
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

  /**
   * Walks the steps of an action backwards; this recorder then holds the steps that turn it round again.
   * @throws UsedWhole: roll back and begin again with a new recorder
   */
  revert(steps: UndoStep[], turn: Turn): void {
    for (const step of [...steps].reverse()) {
      if (step.op === 'inserted') this.#revertInserted(step, turn);
      else if (step.op === 'deleted') this.#revertDeleted(step);
      else if (step.op === 'updated') this.#revertUpdated(step);
      else this.steps.push({ ...step, op: step.rows ? 'updated' : 'inserted' });
    }
    const done = this.steps.filter(({ op }) => op !== 'left');
    for (const name of new Set(done.map(({ table }) => table))) {
      const table = this.#tables.get(name);
      if (table?.reckon)
        this.kept += table.reckon(
          this.#db,
          done.filter((step) => step.table === name),
        );
    }
  }

  #revertInserted(step: UndoStep, turn: Turn): void {
    const { table, fixed } = step;
    const ids = turn.keepsUsed ? this.#unused(step, turn) : (step.ids ?? new Uint32Array());
    const orphans = this.#tables.get(table)?.orphans?.(this.#db, ids, fixed) ?? [];
    const before = this.steps.length;
    const gone = this.#saysEverything(step)
      ? this.#removeFixed(table, ids, fixed)
      : turn.keepsUsed && this.#tables.get(table)?.staysInUse
        ? // nothing hangs on what is not in use, but what goes with it
          this.#takeUnused(table, ids, fixed)
        : this.#remove(table, ids, fixed, false);
    this.kept += ids.length - gone;
    if (gone < (step.ids?.length ?? 0)) {
      const went = new Set(this.steps.slice(before).flatMap((done) => (done.table === table ? Array.from(done.ids ?? []) : [])));
      this.#leave({ ...step, ids: step.ids!.filter((id) => !went.has(id)) });
    }
    // they come back with what held them, and are looked for anew when that goes again
    for (const { table: other, ids: left } of orphans) this.#remove(other, left, {}, true);
  }

  /** The inserted rows that may go: those that stay because they are in use are counted. */
  #unused(step: UndoStep, { since, whole }: Turn): Uint32Array {
    const definition = this.#tables.get(step.table);
    const ids = withoutWhole(this.#db, step, this.#key(step.table), whole);
    if (!definition?.staysInUse) return ids;
    const used = rowsInUse(this.#db, definition, ids, { since, tables: this.#tables });
    if (used.size > 0 && definition.staysInUse === 'whole') throw new UsedWhole(step.table, used);
    const free = used.size === 0 ? ids : ids.filter((id) => !used.has(id));
    this.kept += (step.ids?.length ?? 0) - free.length;
    return free;
  }

  #leave(step: UndoStep): void {
    this.steps.push({ ...step, op: 'left' });
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
    if (step.rows?.cascaded) this.#hint({ ...step, op: 'inserted', ids: Uint32Array.from(back) });
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
    const groups = this.#together(table, columns);
    const done: SqlValue[][] = [];
    const left: SqlValue[][] = [];
    for (const row of rows) {
      const id = row[0] as number;
      const now = read.get(id) as SqlValue[] | undefined;
      // a value that somebody changed again since stays as it is, with those that say one thing with it
      const isNewer = (i: number) => now?.[i] !== row[1 + width + i];
      const next = now?.map((value, i) => (isNewer(i) ? value : row[1 + i]!));
      if (next) for (const group of groups) if (group.some(isNewer)) for (const i of group) next[i] = now![i]!;
      if (!now || !next || !attempt(() => set.run(...next, id))) {
        this.kept++;
        left.push(row);
        continue;
      }
      done.push([id, ...now, ...next]);
      const stays = columns.flatMap((_, i) => (next[i] !== row[1 + i] && row[1 + i] !== row[1 + width + i] ? [i] : []));
      if (stays.length === 0) continue;
      if (stays.some((i) => !silent.has(columns[i]!))) this.kept++;
      for (const group of groups) if (group.some((i) => stays.includes(i))) stays.push(...group);
      left.push(row.map((value, at) => (at === 0 || stays.includes((at - 1) % width) ? value : null)));
    }
    const ids = Uint32Array.from(done, (row) => row[0] as number);
    this.#tables.get(table)?.refresh?.(this.#db, ids);
    if (left.length > 0) this.#leave({ ...step, ids: Uint32Array.from(left, (row) => row[0] as number), rows: { columns, rows: left } });
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
    return (values) => attempt(() => insert.run(...values)) === 1;
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

  #takeUnused(table: string, ids: ArrayLike<number>, fixed: Record<string, SqlValue>): number {
    for (const { child, column } of this.#children(table)) if (this.#tables.get(child)?.follows) this.#take(child, column, ids, {}, true);
    return this.#take(table, this.#key(table), ids, fixed, false);
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

  /** Places of the columns that go back together. */
  #together(table: string, columns: string[]): number[][] {
    const groups = this.#tables.get(table)?.together ?? [];
    return groups.map((group) => columns.flatMap((column, at) => (group.includes(column) ? [at] : []))).filter(({ length }) => length > 1);
  }

  /** Whether key and `fixed` are all there is to a row; otherwise the rest must be kept to bring the row back. */
  #saysEverything({ table, fixed }: UndoStep): boolean {
    const known = Object.keys(fixed).length + 1;
    return known > 1 && this.#db.pluck('SELECT count(*) FROM pragma_table_info(?)').get(table) === known;
  }

  #hint(step: UndoStep): void {
    const definition = this.#tables.get(step.table);
    const ids = step.ids ?? [];
    const hint = definition?.hint?.(ids, step.fixed);
    if (hint) this.hints.push(hint);
    if (definition?.about && ids.length > 0)
      this.hints.push({ aboutIds: ids.length > fewRows ? 'many' : this.#aboutOf(step, definition.about) });
  }

  /** Whom a few rows are about, and whom they were about before. */
  #aboutOf({ op, table, ids, rows }: UndoStep, column: string): number[] {
    const about = new Set<unknown>();
    const read = this.#db.pluck(`SELECT "${column}" FROM "${table}" WHERE "${this.#key(table)}" = ?`);
    if (op !== 'deleted') for (const id of ids ?? []) about.add(read.get(id));
    const at = rows?.columns.indexOf(column) ?? -1;
    // an update keeps id, values before, values after
    if (at >= 0) for (const row of rows!.rows) about.add(row[op === 'updated' ? at + 1 : at]);
    return [...about].filter((id): id is number => typeof id === 'number');
  }

  #push(step: UndoStep): void {
    this.steps.push(step);
    this.#hint(step);
  }
}

/** @returns rows written; 0 when it cannot be: what it names is gone, or its place is taken */
function attempt(write: () => { changes: number }): number {
  try {
    return write().changes;
  } catch (error) {
    if (/^SQLITE_CONSTRAINT_(FOREIGNKEY|UNIQUE|PRIMARYKEY)$/.test(failureCode(error))) return 0;
    throw error;
  }
}

/** Whom so many rows are about is told one by one. */
const fewRows = 300;

const quoted = (columns: string[]) => columns.map((column) => `"${column}"`).join(', ');
