import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { ReAddState } from '../../../shared/domain/ban-day.ts';
import type { TimelineSource } from '../friends/index.ts';

interface Row {
  id: number;
  state: ReAddState;
  askedAt: number | null;
  settledAt: number | null;
  account: string;
  via: string | null;
}

/** Asked again after a ban, and what came of it. */
export const reAddTimeline: TimelineSource = (ctx, friendId) => {
  const row = ctx.db
    .sql(
      `SELECT r.id, r.state, asked_at AS askedAt, settled_at AS settledAt, a.name AS account, v.name AS via FROM re_adds r
       JOIN accounts a ON a.id = r.account_id LEFT JOIN accounts v ON v.id = r.via_account_id WHERE friend_id = ?`,
    )
    .get(friendId) as Row | undefined;
  if (!row) return [];
  const { id, state, askedAt, settledAt, account, via } = row;
  const item = (at: number | null, said: ReAddState): TimelineItem[] =>
    at === null ? [] : [{ key: `re-add-${said}-${id}`, at, kind: 'reAdd', details: { state: said, account, via } }];
  return [...(state === 'asked' ? [] : item(settledAt, state)), ...item(askedAt, 'asked')];
};
