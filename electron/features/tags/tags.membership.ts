import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { Membership, TimelineSource } from '../friends/index.ts';

/** Who carries which tag, for the index over all friends. */
export const tagMembership: Membership = {
  tagIds: (ctx) => ctx.db.pluck('SELECT id FROM tags').all() as number[],
  friendIds: (ctx, tagId) => ctx.db.pluck('SELECT friend_id FROM friend_tags WHERE tag_id = ? ORDER BY friend_id').all(tagId) as number[],
  tagIdsOf: (ctx, friendId) => ctx.db.pluck('SELECT tag_id FROM friend_tags WHERE friend_id = ?').all(friendId) as number[],
};

/** Tags put on a friend, those put on in the same moment as one item. */
export const tagTimeline: TimelineSource = (ctx, friendId, limit) => {
  const rows = ctx.db
    .sql(
      'SELECT friend_tags.added_at AS at, tags.name AS name FROM friend_tags JOIN tags ON tags.id = tag_id WHERE friend_id = ? ORDER BY added_at DESC, tag_id LIMIT ?',
    )
    .all(friendId, limit * 4) as { at: number; name: string }[];
  const byMoment = new Map<number, string[]>();
  for (const { at, name } of rows) byMoment.set(at, [...(byMoment.get(at) ?? []), name]);
  return [...byMoment]
    .slice(0, limit)
    .map(([at, names]): TimelineItem => ({ key: `tags-${at}`, at, kind: 'tagAdded', details: { tags: names } }));
};
