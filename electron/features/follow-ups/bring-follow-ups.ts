import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';

type Row = Record<string, SqlValue>;

/** What says that it is the same one, wherever it stands; what became of it since is the present book's to say. */
const tables = {
  follow_ups: {
    same: ['sop', 'step', 'from_on', 'title', 'due_on'],
    brought: ['sop', 'step', 'from_on', 'title', 'words', 'due_on', 'until_on', 'state', 'settled_at', 'created_at'],
  },
  promises: { same: ['text', 'due_on'], brought: ['text', 'due_on', 'state', 'settled_at', 'created_at'] },
} as const;
type Table = keyof typeof tables;

/** A step of a template is known by its day, whatever it was called then. */
const nameOf = (row: Row, same: readonly string[]): string =>
  JSON.stringify(row['sop'] ? [row['sop'], row['step'], row['from_on']] : same.map((column) => row[column] ?? null));

function lackingOf(ctx: ServiceContext, other: Database, table: Table, from: number, to: number | null): Row[] {
  // a backup from before there were any
  if (other.pluck('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) === undefined) return [];
  const { same, brought } = tables[table];
  const sql = `SELECT ${brought.join(', ')} FROM ${table} WHERE friend_id = ? ORDER BY id`;
  const ours = new Set(to === null ? [] : (ctx.db.sql(sql).all(to) as Row[]).map((row) => nameOf(row, same)));
  return (other.sql(sql).all(from) as Row[]).filter((row) => !ours.has(nameOf(row, same)));
}

/** How many follow-ups and promises a friend of another book would bring; `to` null = the friend is not here. */
export const lackingFollowUps = (ctx: ServiceContext, other: Database, from: number, to: number | null): number =>
  lackingOf(ctx, other, 'follow_ups', from, to).length + lackingOf(ctx, other, 'promises', from, to).length;

/** Brings them in. The contact that doing one was comes with the contacts. */
export function bringFollowUps(ctx: ServiceContext, record: Recorder, other: Database, from: number, to: number): void {
  for (const table of Object.keys(tables) as Table[]) {
    const columns = tables[table].brought;
    const insert = ctx.db.sql(`INSERT INTO ${table} (friend_id, ${columns.join(', ')}) VALUES (?, ${columns.map(() => '?').join(', ')})`);
    record.inserted(
      table,
      lackingOf(ctx, other, table, from, to).map((row) => Number(insert.run(to, ...columns.map((column) => row[column])).lastInsertRowid)),
    );
  }
}
