import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/** The kept friend gets the tags that only the other carries, with the time of each. */
export function takeOverTags(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const rows = ctx.db
    .arrays(
      'SELECT tag_id, added_at FROM friend_tags WHERE friend_id = ? AND tag_id NOT IN (SELECT tag_id FROM friend_tags WHERE friend_id = ?)',
    )
    .all(otherId, keepId) as [number, number][];
  const insert = ctx.db.sql('INSERT INTO friend_tags (tag_id, friend_id, added_at) VALUES (?, ?, ?)');
  for (const [tagId, addedAt] of rows) {
    insert.run(tagId, keepId, addedAt);
    record.inserted('friend_tags', [keepId], { tag_id: tagId, added_at: addedAt });
  }
  // they fall with the other friend all the same; told here so that the caches of the tags hear of it
  for (const tagId of ctx.db.pluck('SELECT tag_id FROM friend_tags WHERE friend_id = ?').all(otherId) as number[])
    record.remove('friend_tags', [otherId], { tag_id: tagId });
}
