import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import type { TimelineSource } from '../friends/index.ts';

/** Follow-ups by hand that were set, those that were skipped, and promises. What was done is a contact, and stands there as one. */
export const followUpTimeline: TimelineSource = (ctx, friendId, limit) => {
  type Row = { id: number; title: string; sop: string | null; dueOn: string; state: string; settledAt: number | null; createdAt: number };
  const rows = ctx.db
    .sql(
      `SELECT id, title, sop, due_on AS dueOn, state, settled_at AS settledAt, created_at AS createdAt FROM follow_ups
       WHERE friend_id = ? AND (sop IS NULL OR state = 'skipped') ORDER BY coalesce(settled_at, created_at) DESC, id DESC LIMIT ?`,
    )
    .all(friendId, limit) as Row[];
  const followUps = rows.flatMap(({ id, title, sop, dueOn, state, settledAt, createdAt }): TimelineItem[] => {
    const item = (said: string, at: number): TimelineItem => ({
      ...{ key: `follow-up-${said}-${id}`, at, kind: 'followUp' },
      details: { state: said, title, dueOn },
    });
    const set = sop === null ? [item('set', createdAt)] : [];
    return state === 'skipped' && settledAt !== null ? [item('skipped', settledAt), ...set] : set;
  });
  return [...followUps, ...promisesOf(ctx, friendId, limit)];
};

const promisesOf: TimelineSource = (ctx, friendId, limit) => {
  type Row = { id: number; text: string; dueOn: string; state: string; settledAt: number | null; createdAt: number };
  const rows = ctx.db
    .sql(
      `SELECT id, text, due_on AS dueOn, state, settled_at AS settledAt, created_at AS createdAt FROM promises
       WHERE friend_id = ? ORDER BY coalesce(settled_at, created_at) DESC, id DESC LIMIT ?`,
    )
    .all(friendId, limit) as Row[];
  return rows.flatMap(({ id, text, dueOn, state, settledAt, createdAt }): TimelineItem[] => {
    const item = (said: string, at: number): TimelineItem => ({
      ...{ key: `promise-${said}-${id}`, at, kind: 'promise' },
      details: { state: said, text, dueOn },
    });
    return [...(settledAt === null ? [] : [item(state, settledAt)]), item('made', createdAt)];
  });
};
