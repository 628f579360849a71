import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { TimelineSource } from '../friends/index.ts';

/** Moves on the ladder; the first level of a friend is not news. */
export const levelTimeline: TimelineSource = (ctx, friendId, limit) => {
  const rows = ctx.db
    .sql(
      'SELECT id, at, from_level AS fromLevel, to_level AS toLevel, reason, author FROM level_changes WHERE friend_id = ? AND from_level IS NOT NULL ORDER BY at DESC, id DESC LIMIT ?',
    )
    .all(friendId, limit) as { id: number; at: number; fromLevel: number; toLevel: number; reason: string; author: string }[];
  return rows.map(({ id, at, ...details }): TimelineItem => ({ key: `level-${id}`, at, kind: 'level', details }));
};
