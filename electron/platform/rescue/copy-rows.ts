import type { Database } from '../db/database.ts';
import type { PageSource } from './page-source.ts';
import type { Value } from './record.ts';
import { RowWriter, type TableShape } from './shapes.ts';
import type { Found, Hole, Trees } from './trees.ts';

/** Where a tree of the damaged file begins, by the name of its table or index. */
export type Roots = Map<string, number>;

export interface TableCopy {
  shape: TableShape;
  /** rows that are in the new book */
  read: number;
  /** rows there must have been; null = nobody can know */
  expected: number | null;
  /** what indexes say of rows that may be lost, by rowid; filled only where `factsFor` asks */
  facts: Map<number, Record<string, Value>>;
}

export interface CopyOptions {
  /** tables whose lost rows are wanted as far as an index knows them */
  factsFor: readonly string[];
  /** told now and then: rows read so far, share of the tables done (0–1) */
  onRows(rows: number, share: number): void;
}

const rowsBetweenNews = 20_000;

const isSchemaRow = ({ values }: Found) =>
  values.length === 5 &&
  ['table', 'index', 'view', 'trigger'].includes(values[0] as string) &&
  typeof values[1] === 'string' &&
  typeof values[2] === 'string' &&
  typeof values[3] === 'number';

/** Reads where every tree begins. Where the first page is lost, the list is looked for in the whole file. */
export function readRoots(trees: Trees): Roots {
  const roots: Roots = new Map();
  const holes: Hole[] = [];
  const note = ({ values }: Found) => {
    if ((values[3] as number) > 1) roots.set(values[1] as string, values[3] as number);
  };
  for (const row of trees.table(1, isSchemaRow, holes)) note(row);
  if (holes.length > 0)
    trees.strays((rows) => {
      if (!rows.every(isSchemaRow)) return false;
      rows.forEach(note);
      return true;
    });
  return roots;
}

/** Walks one table by itself, for the few that are needed before the new book is made. */
export function* rowsOf(trees: Trees, root: number | undefined, columns: number): Generator<Found> {
  if (root !== undefined) yield* trees.table(root, ({ values }) => values.length === columns, []);
}

interface Work extends TableCopy {
  writer: RowWriter;
  holes: Hole[];
}

/**
 * Copies every row that can be read into `db`, which is empty and of the same schema. Each table by its own tree first; where one has
 * holes, the rows that hang on nothing are looked through and given to the one table they can belong to.
 * The caller wraps it in a transaction.
 */
export function copyRows(
  source: PageSource,
  trees: Trees,
  roots: Roots,
  db: Database,
  shapes: TableShape[],
  options: CopyOptions,
): TableCopy[] {
  const work: Work[] = shapes.map((shape) => ({
    shape,
    writer: new RowWriter(db, shape),
    read: 0,
    expected: null,
    holes: [],
    facts: new Map(),
  }));
  let rows = 0;
  for (const [i, one] of work.entries()) {
    const root = roots.get(one.shape.table);
    if (root === undefined) one.holes.push({ after: Number.NEGATIVE_INFINITY, upTo: Number.POSITIVE_INFINITY });
    else
      for (const found of one.shape.hasRowid
        ? trees.table(root, one.shape.fits, one.holes)
        : trees.index(root, one.shape.fits, one.holes)) {
        if (one.writer.write(found)) one.read++;
        if (++rows % rowsBetweenNews === 0) options.onRows(rows, i / work.length);
      }
    options.onRows(rows, (i + 1) / work.length);
  }
  if (work.some(({ holes }) => holes.length > 0)) fillHoles(source, trees, roots, work, options);
  for (const one of work) if (one.holes.length === 0) one.expected = one.read;
  return work;
}

function fillHoles(source: PageSource, trees: Trees, roots: Roots, work: Work[], options: CopyOptions): void {
  const head = source.keep(1);
  // without a first page the pages deleted before cannot be told, but they were overwritten when they were deleted
  if (head?.toString('latin1', 0, 15) === 'SQLite format 3' && head.readUInt32BE(32) > 0) trees.leaveOutFree(head.readUInt32BE(32));
  const brokenIndexes = work.flatMap((one) => walkIndexes(trees, roots, one, options.factsFor.includes(one.shape.table)));
  const holed = work.filter(({ holes }) => holes.length > 0);
  trees.strays((found) => {
    const owners = holed.filter(({ shape, holes }) => found.every((row) => shape.fits(row) && holes.some((hole) => within(row, hole))));
    const [owner] = owners;
    // two who could own it: neither may be handed the other's rows
    if (owners.length !== 1 || !owner) return false;
    if (found[0]?.rowid === null && brokenIndexes.includes(found[0].values.length)) return false;
    for (const row of found) if (owner.writer.write(row)) owner.read++;
    return true;
  });
}

/** Takes the pages of a table's indexes, and what they know of it. @returns numbers of columns of those that have holes */
function walkIndexes(trees: Trees, roots: Roots, one: Work, wantsFacts: boolean): number[] {
  const broken: number[] = [];
  for (const { name, columns, full } of one.shape.indexes) {
    const root = roots.get(name);
    if (root === undefined) continue;
    const holes: Hole[] = [];
    let entries = 0;
    for (const { values } of trees.index(root, (entry) => entry.values.length === columns.length, holes)) {
      entries++;
      const rowid = values.at(-1);
      if (!wantsFacts || typeof rowid !== 'number' || !one.holes.some((hole) => within({ rowid, values }, hole))) continue;
      const facts = one.facts.get(rowid) ?? {};
      for (const [i, column] of columns.slice(0, -1).entries()) if (column !== null) facts[column] = values[i] ?? null;
      one.facts.set(rowid, facts);
    }
    if (holes.length > 0) broken.push(columns.length);
    else if (full) one.expected = Math.max(one.expected ?? 0, entries);
  }
  return broken;
}

const within = ({ rowid }: Found, { after, upTo }: Hole) => rowid === null || (rowid > after && rowid <= upTo);
