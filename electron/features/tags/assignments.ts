import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { failureCode } from '../../platform/db/storage-error.ts';
import { fillChosen, type Recorder } from '../../platform/undo/recorder.ts';

/** Friends an action is for; the same ids stand in temp.chosen. */
export interface Chosen {
  ids: Uint32Array;
}

/** Puts the friends of a selection into temp.chosen. `ids` ascending, each once. @throws AppError `nothingSelected` */
export function choose(db: Database, friendIds: ArrayLike<number>): Chosen {
  if (friendIds.length === 0) throw new AppError('nothingSelected');
  const ids = ascending(friendIds);
  fillChosen(db, ids);
  return { ids };
}

/**
 * Gives `tagId` to everybody in `chosen` (which must still be in temp.chosen) who does not carry it yet, and notes exactly those.
 * Friends who left the book meanwhile are dropped from `chosen`.
 * @param at integer ms UTC, kept as added_at
 * @returns ids of the friends who got it, ascending
 */
export function addMissing(db: Database, record: Recorder, tagId: number, chosen: Chosen, at: number): Uint32Array {
  let missing = missingOf(db, tagId, chosen.ids);
  if (missing.length === 0) return missing;
  try {
    insertChosen(db, tagId, at, missing.length < chosen.ids.length);
  } catch (error) {
    if (failureCode(error) !== 'SQLITE_CONSTRAINT_FOREIGNKEY') throw error;
    // checking first would cost every big action a look-up per friend for a case that hardly ever happens
    dropUnknown(db, chosen);
    missing = missingOf(db, tagId, chosen.ids);
    insertChosen(db, tagId, at, true);
  }
  record.inserted('friend_tags', missing, { tag_id: tagId, added_at: at });
  return missing;
}

function missingOf(db: Database, tagId: number, ids: Uint32Array): Uint32Array {
  const carriers = db
    .pluck('SELECT friend_id FROM friend_tags WHERE tag_id = ? AND friend_id BETWEEN ? AND ? ORDER BY friend_id')
    .all(tagId, ids[0] ?? 0, ids.at(-1) ?? 0) as number[];
  if (carriers.length === 0) return ids;
  const missing = new Uint32Array(ids.length);
  let count = 0;
  let next = 0;
  for (const id of ids) {
    while (next < carriers.length && carriers[next]! < id) next++;
    if (carriers[next] !== id) missing[count++] = id;
  }
  return missing.slice(0, count);
}

function insertChosen(db: Database, tagId: number, at: number, someCarryIt: boolean): void {
  const insert = 'INSERT INTO friend_tags (tag_id, friend_id, added_at) SELECT ?, id, ? FROM temp.chosen';
  if (!someCarryIt) db.sql(`${insert} ORDER BY id`).run(tagId, at);
  else
    db.sql(`${insert} WHERE NOT EXISTS (SELECT 1 FROM friend_tags WHERE tag_id = ? AND friend_id = chosen.id) ORDER BY id`).run(
      tagId,
      at,
      tagId,
    );
}

function dropUnknown(db: Database, chosen: Chosen): void {
  db.sql('DELETE FROM temp.chosen WHERE id NOT IN (SELECT id FROM friends)').run();
  chosen.ids = Uint32Array.from(db.pluck('SELECT id FROM temp.chosen ORDER BY id').all() as number[]);
}

/** Which of `chosen` (in temp.chosen) carry the tag, ascending. */
export function carriersAmongChosen(db: Database, tagId: number): Uint32Array {
  return Uint32Array.from(
    db
      .pluck('SELECT friend_id FROM friend_tags WHERE tag_id = ? AND friend_id IN (SELECT id FROM temp.chosen) ORDER BY friend_id')
      .all(tagId) as number[],
  );
}

/**
 * Gives tags to many friends at once, for imports: nothing happens to those who carry them already. The tags
 * must exist (see ensureTags); friends who are not in the book are passed over.
 * @param pairs tag id → ids of friends (any order, repeats allowed); a Map will do
 * @param at integer ms UTC, kept as added_at; now when left out
 * @returns number of assignments made
 */
export function assignPairs(
  ctx: ServiceContext,
  record: Recorder,
  pairs: Iterable<readonly [tagId: number, friendIds: ArrayLike<number>]>,
  at: number = ctx.clock.now(),
): number {
  let made = 0;
  for (const [tagId, friendIds] of [...pairs].sort(([a], [b]) => a - b)) {
    if (friendIds.length === 0) continue;
    made += addMissing(ctx.db, record, tagId, choose(ctx.db, friendIds), at).length;
  }
  return made;
}

/** The same numbers ascending and each once; the input itself when it is so already. */
function ascending(ids: ArrayLike<number>): Uint32Array {
  const sorted = ids instanceof Uint32Array ? ids : Uint32Array.from(ids);
  let inOrder = true;
  for (let i = 1; i < sorted.length && inOrder; i++) inOrder = sorted[i - 1]! < sorted[i]!;
  return inOrder ? sorted : Uint32Array.from(new Set(Uint32Array.from(sorted).sort()));
}
