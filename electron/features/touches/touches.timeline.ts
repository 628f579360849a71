import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { TimelineSource } from '../friends/index.ts';

/** Contacts on record; a birthday wish is told as such. */
export const touchTimeline: TimelineSource = (ctx, friendId, limit) => {
  const rows = ctx.db
    .sql('SELECT id, at, touchpoint, direction, note FROM touches WHERE friend_id = ? ORDER BY at DESC, id DESC LIMIT ?')
    .all(friendId, limit) as { id: number; at: number; touchpoint: string; direction: string; note: string }[];
  return rows.map(
    ({ id, at, ...details }): TimelineItem => ({
      key: `touch-${id}`,
      at,
      kind: details.touchpoint === 'birthday' ? 'birthdayWished' : 'touch',
      details,
    }),
  );
};
