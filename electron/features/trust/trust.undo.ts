import type { Database } from '../../platform/db/database.ts';
import { fillChosen, type UndoStep, type UndoTable } from '../../platform/undo/recorder.ts';

/*
 * The level of a friend is the last entry of her history, and each entry begins where the one before it ended. Actions come off in any
 * order, so both are reckoned from the entries that are left.
 */

/** friend, time, id of a move; the level somebody came with comes and goes with her */
type Entry = [friendId: number, at: number, id: number];

/** @returns how many of the entries were not the last of their friend: a newer one says her level */
function reckonLevels(db: Database, steps: UndoStep[]): number {
  const touched = steps.flatMap((step) => (step.op === 'deleted' ? goneEntries(step) : entries(db, step)));
  const moved = steps.flatMap((step) => (step.op === 'updated' ? friendsBefore(step) : []));
  if (touched.length + moved.length === 0) return 0;
  const last = settleLevels(db, new Set([...touched.map(([friendId]) => friendId), ...moved]));
  const come = new Set(steps.flatMap(({ op, ids }) => (op === 'updated' ? [] : Array.from(ids ?? []))));
  return touched.filter(([friendId, at, id]) => {
    const newest = last.get(friendId);
    return come.has(id) && newest !== undefined && (newest.at > at || (newest.at === at && newest.id > id));
  }).length;
}

const goneEntries = ({ rows }: UndoStep): Entry[] => {
  const places = ['friend_id', 'at', 'id'].map((column) => rows!.columns.indexOf(column));
  const from = rows!.columns.indexOf('from_level');
  return rows!.rows.filter((row) => row[from] !== null).map((row) => places.map((place) => row[place]) as Entry);
};

function entries(db: Database, { ids }: UndoStep): Entry[] {
  fillChosen(db, ids ?? []);
  return db
    .arrays('SELECT friend_id, at, id FROM level_changes WHERE id IN (SELECT id FROM temp.chosen) AND from_level IS NOT NULL')
    .all() as Entry[];
}

/** Whose the entries were before a merge, or its undo, gave them to somebody else. */
function friendsBefore({ rows }: UndoStep): number[] {
  const place = rows!.columns.indexOf('friend_id');
  return place < 0 ? [] : rows!.rows.map((row) => row[1 + place] as number);
}

interface Standing {
  level: number;
  at: number;
  id: number;
  /** the level she came with, which may be older than its entry where a backup told it */
  isFirst: boolean;
}

/** Makes the history of each friend a chain, and her level its end. @returns the last entry by friend */
export function settleLevels(db: Database, friendIds: Iterable<number>): Map<number, Standing> {
  fillChosen(db, Array.from(friendIds));
  const history = db
    .arrays(
      'SELECT friend_id, id, from_level, to_level, at FROM level_changes WHERE friend_id IN (SELECT id FROM temp.chosen) ORDER BY friend_id, at, id',
    )
    .all() as [number, number, number | null, number, number][];
  const last = new Map<number, Standing>();
  const setFrom = db.sql('UPDATE level_changes SET from_level = ? WHERE id = ?');
  for (const [friendId, id, from, level, at] of history) {
    const before = last.get(friendId);
    // the level somebody came with is no move
    if (before && from !== null && from !== before.level) setFrom.run(before.level, id);
    last.set(friendId, { level, at, id, isFirst: !before && from === null });
  }
  const setLevel = db.sql('UPDATE friends SET trust_level = ?, trust_since_at = ? WHERE id = ?');
  const standing = db.arrays('SELECT id, trust_level, trust_since_at FROM friends WHERE id IN (SELECT id FROM temp.chosen)').all() as [
    number,
    number,
    number,
  ][];
  for (const [id, level, since] of standing) {
    const newest = last.get(id);
    if (!newest || (newest.level === level && (newest.at === since || (newest.isFirst && since < newest.at)))) continue;
    setLevel.run(newest.level, newest.at, id);
  }
  return last;
}

/** What a rule did by itself is no use of the friend: an import that made her is taken back whole all the same. */
export const trustUndoTables: UndoTable[] = [{ name: 'level_changes', key: 'id', reckon: reckonLevels, follows: "author = 'rule'" }];
