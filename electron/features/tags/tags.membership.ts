import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { Database } from '../../platform/db/database.ts';
import { indexesRest } from '../../platform/db/resting-indexes.ts';
import type { Membership, TimelineSource } from '../friends/index.ts';

/** Who carries which tag, for the index over all friends. */
export const tagMembership: Membership = {
  tagIds: (ctx) => ctx.db.pluck('SELECT id FROM tags').all() as number[],
  friendIds: (ctx, tagId) =>
    numbersIn((ctx.db.pluck('SELECT group_concat(friend_id) FROM friend_tags WHERE tag_id = ?').get(tagId) as string | null) ?? ''),
  tagIdsOf: (ctx, friendId) => ctx.db.pluck(`SELECT tag_id FROM ${linksOfFriend(ctx.db)} WHERE friend_id = ?`).all(friendId) as number[],
};

/** What to read a friend's tags from: while a big import has still to make the index by friend, by way of all tags. */
const linksOfFriend = (db: Database) =>
  indexesRest(db) ? 'tags CROSS JOIN friend_tags ON tag_id = tags.id' : 'friend_tags JOIN tags ON tags.id = tag_id';

/** The whole numbers of '3,17,204': one text crosses from SQLite several times faster than as many values. */
function numbersIn(text: string): Uint32Array {
  if (text === '') return new Uint32Array();
  const numbers = new Uint32Array((text.length + 1) >> 1);
  let count = 0;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 44) {
      numbers[count++] = value;
      value = 0;
    } else value = value * 10 + code - 48;
  }
  numbers[count++] = value;
  return numbers.subarray(0, count);
}

/** Tags put on a friend, those put on in the same moment as one item. What a rule put on has an event of its own. */
export const tagTimeline: TimelineSource = (ctx, friendId, limit) => {
  const rows = ctx.db
    .sql(
      `SELECT friend_tags.added_at AS at, tags.name AS name FROM ${linksOfFriend(ctx.db)} WHERE friend_id = @friendId
         AND NOT EXISTS (SELECT 1 FROM friend_events e WHERE e.friend_id = @friendId AND e.at = added_at AND e.kind = 'tagAdded'
           AND json_extract(e.details, '$.tag') = tags.name)
       ORDER BY added_at DESC, tag_id LIMIT @limit`,
    )
    .all({ friendId, limit: limit * 4 }) as { at: number; name: string }[];
  const byMoment = new Map<number, string[]>();
  for (const { at, name } of rows) byMoment.set(at, [...(byMoment.get(at) ?? []), name]);
  return [...byMoment]
    .slice(0, limit)
    .map(([at, names]): TimelineItem => ({ key: `tags-${at}`, at, kind: 'tagAdded', details: { tags: names } }));
};
