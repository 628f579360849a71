import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { withoutIndexes } from '../../platform/db/bulk-insert.ts';
import type { Database } from '../../platform/db/database.ts';
import { keyPages } from '../../platform/db/key-pages.ts';
import { writePageFile } from '../../platform/db/page-file.ts';
import { attachSideFile } from '../../platform/db/side-files.ts';
import { failureCode } from '../../platform/db/storage-error.ts';
import { fillChosen, type Recorder } from '../../platform/undo/recorder.ts';

/** Friends an action is for: ids ascending, each once. */
export interface Chosen {
  ids: Uint32Array;
}

/** Ids of a selection as addMissing wants them. @throws AppError `nothingSelected` */
export function choose(friendIds: ArrayLike<number>): Chosen {
  if (friendIds.length === 0) throw new AppError('nothingSelected');
  return { ids: ascending(friendIds) };
}

/**
 * Gives `tagId` to everybody in `chosen` who does not carry it yet, and notes exactly those. Friends who left the book
 * meanwhile are dropped from `chosen`.
 * @param at integer ms UTC, kept as added_at
 * @returns ids of the friends who got it, ascending
 */
export function addMissing(db: Database, record: Recorder, tagId: number, chosen: Chosen, at: number): Uint32Array {
  let missing = missingOf(db, tagId, chosen.ids);
  if (missing.length === 0) return missing;
  try {
    insertAll(db, tagId, missing, at);
  } catch (error) {
    if (failureCode(error) !== 'SQLITE_CONSTRAINT_FOREIGNKEY') throw error;
    // checking first would cost every big action a look-up per friend for a case that hardly ever happens
    chosen.ids = knownOf(db, chosen.ids);
    missing = missingOf(db, tagId, chosen.ids);
    insertAll(db, tagId, missing, at);
  }
  record.inserted('friend_tags', missing, { tag_id: tagId, added_at: at });
  return missing;
}

/** Which of `ids` carry the tag, ascending. */
export function carriersAmong(db: Database, tagId: number, ids: Uint32Array): Uint32Array {
  return subtract(ids, missingOf(db, tagId, ids));
}

export interface PairOptions {
  /** integer ms UTC, kept as added_at; now when left out */
  at?: number;
  /** indexes that may be made behind the command; see withoutIndexes */
  resting?: readonly string[];
  /**
   * Where a file may be written by way of which very many assignments come in sooner; only where every friend is known to be in the
   * book. Call detachSideFiles behind the transaction.
   */
  sideFile?: string | null;
}

/** From here on a file beside the book is quicker than lists of numbers as text. */
const manyLinks = 50_000;

/**
 * Gives tags to many friends at once, for imports: nothing happens to those who carry them already. The tags
 * must exist (see ensureTags); friends who are not in the book are passed over.
 * @param pairs tag id → ids of friends (any order, repeats allowed); a Map will do
 * @returns number of assignments made
 */
export function assignPairs(
  ctx: ServiceContext,
  record: Recorder,
  pairs: Iterable<readonly [tagId: number, friendIds: ArrayLike<number>]>,
  { at = ctx.clock.now(), resting = [], sideFile = null }: PairOptions = {},
): number {
  const byTag = [...pairs].filter(([, friendIds]) => friendIds.length > 0).sort(([a], [b]) => a - b);
  const total = byTag.reduce((sum, [, friendIds]) => sum + friendIds.length, 0);
  const assign = () =>
    sideFile !== null && total >= manyLinks
      ? assignByFile(ctx.db, record, byTag, at, sideFile)
      : byTag.reduce((made, [tagId, friendIds]) => made + addMissing(ctx.db, record, tagId, choose(friendIds), at).length, 0);
  return withoutIndexes(ctx.db, 'friend_tags', total, assign, resting);
}

/** Word for word the columns of friend_tags: SQLite then copies the rows as they lie there. */
const linksSql =
  'CREATE TABLE links (tag_id integer NOT NULL, friend_id integer NOT NULL, added_at integer NOT NULL, PRIMARY KEY (tag_id, friend_id)) WITHOUT ROWID';

/** `byTag` rising by tag. */
function assignByFile(
  db: Database,
  record: Recorder,
  byTag: (readonly [number, ArrayLike<number>])[],
  at: number,
  sideFile: string,
): number {
  const missing = byTag.map(([tagId, friendIds]) => [tagId, missingOf(db, tagId, ascending(friendIds))] as const);
  if (writePageFile(sideFile, 'links', linksSql, keyPages(missing, at))) {
    attachSideFile(db, 'links', sideFile);
    db.raw.exec('INSERT INTO friend_tags SELECT * FROM links.links');
  } else for (const [tagId, friendIds] of missing) insertAll(db, tagId, friendIds, at);
  let made = 0;
  for (const [tagId, friendIds] of missing) {
    record.inserted('friend_tags', friendIds, { tag_id: tagId, added_at: at });
    made += friendIds.length;
  }
  return made;
}

/** Those of `ids` who do not carry the tag; `ids` itself when nobody does. */
function missingOf(db: Database, tagId: number, ids: Uint32Array): Uint32Array {
  if (ids.length === 0) return ids;
  const carriers = db
    .pluck('SELECT friend_id FROM friend_tags WHERE tag_id = ? AND friend_id BETWEEN ? AND ? ORDER BY friend_id')
    .all(tagId, ids[0], ids.at(-1)) as number[];
  return carriers.length === 0 ? ids : subtract(ids, carriers);
}

function knownOf(db: Database, ids: Uint32Array): Uint32Array {
  fillChosen(db, ids);
  return Uint32Array.from(db.pluck('SELECT id FROM friends WHERE id IN (SELECT id FROM temp.chosen) ORDER BY id').all() as number[]);
}

function insertAll(db: Database, tagId: number, friendIds: Uint32Array, at: number): void {
  if (friendIds.length === 0) return;
  db.sql('INSERT INTO friend_tags (tag_id, friend_id, added_at) SELECT ?, value, ? FROM json_each(?)').run(
    tagId,
    at,
    `[${friendIds.join(',')}]`,
  );
}

/** `ids` without `others`; both ascending. */
function subtract(ids: Uint32Array, others: ArrayLike<number>): Uint32Array {
  const left = new Uint32Array(ids.length);
  let count = 0;
  let next = 0;
  for (const id of ids) {
    while (next < others.length && others[next]! < id) next++;
    if (others[next] !== id) left[count++] = id;
  }
  return left.slice(0, count);
}

/** The same numbers ascending and each once; the input itself when it is so already. */
function ascending(ids: ArrayLike<number>): Uint32Array {
  const numbers = ids instanceof Uint32Array ? ids : Uint32Array.from(ids);
  let inOrder = true;
  for (let i = 1; i < numbers.length && inOrder; i++) inOrder = numbers[i - 1]! < numbers[i]!;
  return inOrder ? numbers : Uint32Array.from(new Set(Uint32Array.from(numbers).sort()));
}
