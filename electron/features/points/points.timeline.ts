import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { PointEntry } from '../../../shared/contracts/points.ts';
import type { TimelineSource } from '../friends/index.ts';

/** Points that came and went. */
export const pointTimeline: TimelineSource = (ctx, friendId, limit) => {
  const rows = ctx.db
    .sql('SELECT id, at, delta, reason, kind AS author FROM point_entries WHERE friend_id = ? ORDER BY at DESC, id DESC LIMIT ?')
    .all(friendId, limit) as (Omit<PointEntry, 'kind'> & { author: string })[];
  return rows.map(({ id, at, ...details }): TimelineItem => ({ key: `points-${id}`, at, kind: 'points', details }));
};
