import type { Database } from '../../electron/platform/db/database.ts';

interface Column {
  name: string;
  type: string;
  notnull: 0 | 1;
  pk: number;
}

const columnsOf = (db: Database, table: string): Column[] => db.raw.pragma(`table_info("${table}")`) as Column[];
const ofFriends = new Set(['friend_id', 'other_id', 'by_friend_id']);

/**
 * Every table of the present schema whose rows are about friends, with the columns that say about whom. Tests ask it instead of naming
 * tables, so that a new one is forgotten nowhere. Packed lists (post_audiences, suggestion_autos) have tests of their own.
 */
export function friendTables(db: Database): Map<string, string[]> {
  const tables = db.raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[];
  const sides = tables.map((table): [string, string[]] => {
    const references = db.raw.pragma(`foreign_key_list("${table}")`) as { from: string; table: string }[];
    const linked = references.filter(({ table: to }) => to === 'friends').map(({ from }) => from);
    const named = columnsOf(db, table).filter(({ name }) => ofFriends.has(name));
    return [table, [...new Set([...linked, ...named.map(({ name }) => name)])].sort()];
  });
  return new Map(sides.filter(([, columns]) => columns.length > 0));
}

/** How many rows of a table are about a friend, whichever column says so. */
export const rowsAbout = (db: Database, table: string, columns: readonly string[], friendId: number): number =>
  db.raw
    .prepare(`SELECT count(*) FROM "${table}" WHERE ? IN (${columns.join(', ')})`)
    .pluck()
    .get(friendId) as number;

/** Puts a row about a friend into every such table in which none has her as its own; where a row names two, the other one is `otherId`. */
export function fillAbout(db: Database, friendId: number, otherId: number): void {
  for (const [table, sides] of friendTables(db)) {
    const own = sides.includes('friend_id') ? 'friend_id' : sides[0]!;
    if (rowsAbout(db, table, [own], friendId) > 0) continue;
    insertRow(db, table, Object.fromEntries(sides.map((side) => [side, side === own ? friendId : otherId])), friendId);
  }
}

/** A row in which everything that has to be is `n`, or the first row there is of another table; such a row is made where there is none. */
function insertRow(db: Database, table: string, given: Record<string, unknown>, n: number): void {
  const references = db.raw.pragma(`foreign_key_list("${table}")`) as { from: string; table: string; to: string | null }[];
  const values = columnsOf(db, table).flatMap(({ name, type, notnull, pk }): [string, unknown][] => {
    if (name in given) return [[name, given[name]]];
    if (notnull === 0 || (pk === 1 && name === 'id')) return [];
    const reference = references.find(({ from }) => from === name);
    if (reference) return [[name, firstOf(db, reference.table, reference.to ?? 'id', n)]];
    if (/text/i.test(type)) return [[name, String(n)]];
    return [[name, /blob/i.test(type) ? Buffer.from([n]) : n]];
  });
  const names = values.map(([name]) => `"${name}"`).join(', ');
  db.raw.prepare(`INSERT INTO "${table}" (${names}) VALUES (${values.map(() => '?').join(', ')})`).run(...values.map(([, value]) => value));
}

function firstOf(db: Database, table: string, column: string, n: number): unknown {
  const first = db.raw.prepare(`SELECT min("${column}") FROM "${table}"`).pluck();
  if (first.get() === null) insertRow(db, table, {}, n);
  return first.get();
}
