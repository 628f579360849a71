import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import type { TimelineSource } from '../friends/index.ts';

interface TouchRow {
  id: number;
  at: number;
  touchpoint: string;
  direction: string;
  note: string;
  kind: number;
  overrideReason: string;
  sent: 0 | 1;
}

/** Contacts on record; a birthday wish is told as such, an advert as what it was, with the reason given for going on against the guard. */
export const touchTimeline: TimelineSource = (ctx, friendId, limit) => {
  const rows = ctx.db
    .sql(
      `SELECT id, at, touchpoint, direction, note, kind, override_reason AS overrideReason, send_item_id IS NOT NULL AS sent
       FROM touches WHERE friend_id = ? ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(friendId, limit) as TouchRow[];
  return rows.map(
    ({ id, at, touchpoint, direction, note, kind, overrideReason, sent }): TimelineItem => ({
      key: `touch-${id}`,
      at,
      kind: touchpoint === 'birthday' ? 'birthdayWished' : 'touch',
      details: { touchpoint, direction, note, kind: touchKinds[kind] ?? 'ordinary', overrideReason, sent: sent === 1 },
    }),
  );
};
