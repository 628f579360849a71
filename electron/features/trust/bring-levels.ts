import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/** The way a friend of another book went, in place of the one entry that a friend who has just been made begins with. */
export function bringLevels(ctx: ServiceContext, record: Recorder, other: Database, from: number, to: number): void {
  const rows = other
    .arrays('SELECT from_level, to_level, at, reason, author FROM level_changes WHERE friend_id = ? ORDER BY at, id')
    .all(from) as unknown[][];
  if (rows.length === 0) return;
  record.remove('level_changes', ctx.db.pluck('SELECT id FROM level_changes WHERE friend_id = ?').all(to) as number[]);
  const insert = ctx.db.sql('INSERT INTO level_changes (friend_id, from_level, to_level, at, reason, author) VALUES (?, ?, ?, ?, ?, ?)');
  record.inserted(
    'level_changes',
    rows.map((row) => Number(insert.run(to, ...row).lastInsertRowid)),
  );
}
