import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { hasId, withId, withoutId } from '../../platform/id-pack.ts';
import type { PackedRows, Recorder, SqlValue, UndoTable } from '../../platform/undo/recorder.ts';

type Change = (bytes: Uint8Array, friendId: number) => Buffer | null;

/** Changes the list of those posts that it changes anything in. @returns ids of these posts */
function changeLists(db: Database, postIds: ArrayLike<number>, friendId: SqlValue | undefined, change: Change, heads: 1 | -1): number[] {
  if (typeof friendId !== 'number') throw new TypeError('a viewer of a post is a friend');
  const read = db.pluck('SELECT friend_ids FROM post_audiences WHERE post_id = ?');
  const write = db.sql('UPDATE post_audiences SET friend_ids = ?, heads = heads + ? WHERE post_id = ?');
  return Array.from(postIds).filter((postId) => {
    const bytes = read.get(postId) as Buffer | undefined;
    const changed = bytes && change(bytes, friendId);
    return changed !== undefined && changed !== null && write.run(changed, heads, postId).changes > 0;
  });
}

const packed: PackedRows = {
  within: 'post_audiences',
  add: (db, postIds, { friend_id: friendId }) => changeLists(db, postIds, friendId, withId, 1),
  take: (db, postIds, { friend_id: friendId }) => changeLists(db, postIds, friendId, withoutId, -1),
};

/** One friend who could see posts: kept in the lists of post_audiences. Undo keeps her and the posts, not their lists. */
export const viewersUndoTable: UndoTable = { name: 'post_viewers', key: 'post_id', fixed: ['friend_id'], packed };

/** What the other could see the kept one has seen. */
export function takeOverSeenPosts(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const seen: number[] = [];
  const lists = ctx.db.arrays('SELECT post_id, friend_ids FROM post_audiences').iterate() as Iterable<[number, Buffer]>;
  for (const [postId, bytes] of lists) if (hasId(bytes, otherId)) seen.push(postId);
  record.remove('post_viewers', seen, { friend_id: otherId });
  record.add('post_viewers', seen, { friend_id: keepId });
  // the kept lists of who saw an advert are known by this (seen-adverts.ts); heads alone may be the same as before
  const touched = ctx.db
    .sql('SELECT id, updated_at AS at FROM posts WHERE id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(seen));
  const now = ctx.clock.now();
  const rows = (touched as { id: number; at: number }[]).map(({ id, at }) => ({ id, values: [Math.max(now, at + 1)] }));
  record.updateEach('posts', ['updated_at'], rows);
}

/** Bytes of all lists of who could see a post. */
export const bytesOfViewers = (ctx: ServiceContext): number =>
  ctx.db.pluck('SELECT coalesce(sum(length(friend_ids)), 0) FROM post_audiences').get() as number;
