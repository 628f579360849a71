import type { Database, Statement } from '../db/database.ts';
import type { Value } from './record.ts';
import type { Fits, Found } from './trees.ts';

interface Column {
  name: string;
  type: string;
  notnull: number;
  /** place in the primary key, 0 = not in it */
  pk: number;
  hidden: number;
}

export interface IndexShape {
  name: string;
  /** true when it holds an entry for every row */
  full: boolean;
  /** names of its columns in their order, the rowid last as null; an expression is null too */
  columns: (string | null)[];
}

/** What a table's rows must look like, told by a fresh book of the same schema. */
export interface TableShape {
  table: string;
  /** false = WITHOUT ROWID: the rows lie in an index tree, those of the key first */
  hasRowid: boolean;
  /** names of columns as they lie in a record */
  columns: string[];
  /** the column that is the rowid itself; null when there is none */
  alias: string | null;
  fits: Fits;
  indexes: IndexShape[];
}

function fitsType(type: string, value: Value): boolean {
  const kind = type.toLowerCase();
  if (kind === 'integer') return typeof value === 'number' || typeof value === 'bigint';
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'real') return typeof value === 'number';
  return true;
}

/** Shapes of every table but SQLite's own and those in `leaveOut`, in the order of their names. */
export function tableShapes(db: Database, leaveOut: readonly string[]): TableShape[] {
  const tables = db.raw.pragma('table_list') as { schema: string; name: string; type: string; wr: number }[];
  return tables
    .filter(({ schema, name, type }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_') && !leaveOut.includes(name))
    .map(({ name, wr }) => shapeOf(db, name, wr === 0))
    .sort((a, b) => (a.table < b.table ? -1 : 1));
}

function shapeOf(db: Database, table: string, hasRowid: boolean): TableShape {
  const declared = (db.raw.pragma(`table_xinfo("${table}")`) as Column[]).filter(({ hidden }) => hidden === 0);
  const keys = declared.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const columns = hasRowid ? declared : [...keys, ...declared.filter(({ pk }) => pk === 0)];
  const [only] = keys;
  const alias = hasRowid && keys.length === 1 && only?.type.toLowerCase() === 'integer' ? only.name : null;
  const fits = ({ rowid, values }: Found) =>
    (rowid !== null) === hasRowid &&
    values.length > 0 &&
    values.length <= columns.length &&
    values.every((value, i) => {
      const column = columns[i]!;
      if (column.name === alias) return value === null;
      return value === null ? column.notnull === 0 : fitsType(column.type, value);
    });
  return { table, hasRowid, columns: columns.map(({ name }) => name), alias, fits, indexes: indexesOf(db, table, hasRowid) };
}

function indexesOf(db: Database, table: string, hasRowid: boolean): IndexShape[] {
  const list = db.raw.pragma(`index_list("${table}")`) as { name: string; origin: string; partial: number }[];
  return list
    .filter(({ origin }) => hasRowid || origin !== 'pk')
    .map(({ name, partial }) => ({
      name,
      full: partial === 0,
      columns: (db.raw.pragma(`index_xinfo("${name}")`) as { name: string | null }[]).map((column) => column.name),
    }));
}

/** Writes rows of one table as they were read; a row that breaks a rule of the table, or is there already, is left out. */
export class RowWriter {
  readonly #db: Database;
  readonly #shape: TableShape;
  /** by number of values: rows from before a column was added have fewer, and get its default */
  readonly #inserts = new Map<number, Statement>();
  /** place of the column that is the rowid; -1 = there is none */
  readonly #alias: number;

  constructor(db: Database, shape: TableShape) {
    this.#db = db;
    this.#shape = shape;
    this.#alias = shape.alias === null ? -1 : shape.columns.indexOf(shape.alias);
  }

  /** @returns whether it went in */
  write({ rowid, values }: Found): boolean {
    const row = [...values];
    if (this.#alias >= 0) row[this.#alias] = rowid;
    else if (this.#shape.hasRowid) row.push(rowid);
    return this.#insert(values.length).run(row).changes > 0;
  }

  #insert(values: number): Statement {
    const known = this.#inserts.get(values);
    if (known) return known;
    const { table, columns, hasRowid } = this.#shape;
    const names = columns.slice(0, values);
    if (hasRowid && this.#alias < 0) names.push('rowid');
    const marks = names.map(() => '?').join(', ');
    const insert = this.#db.raw.prepare(
      `INSERT OR IGNORE INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${marks})`,
    );
    this.#inserts.set(values, insert);
    return insert;
  }
}
