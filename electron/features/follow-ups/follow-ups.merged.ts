import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

interface Row {
  id: number;
  friendId: number;
  name: string | null;
}

/**
 * Follow-ups and promises of either of two friends who are one are the kept one's; of one step that was done with both, what was settled
 * stays before what is open, the newer before the older.
 */
export function takeOverFollowUps(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const rows = ctx.db
    .sql(
      `SELECT id, friend_id AS friendId, sop || ' ' || step || ' ' || from_on AS name FROM follow_ups WHERE friend_id IN (?, ?)
       ORDER BY state = 'open', coalesce(settled_at, created_at) DESC, id DESC`,
    )
    .all(keepId, otherId) as Row[];
  const known = new Set<string>();
  const twice: number[] = [];
  for (const { id, name } of rows) {
    if (name === null) continue;
    if (known.has(name)) twice.push(id);
    known.add(name);
  }
  record.remove('follow_ups', twice);
  const gone = new Set(twice);
  const moved = rows.filter(({ id, friendId }) => friendId === otherId && !gone.has(id)).map(({ id }) => id);
  record.update('follow_ups', moved, { friend_id: keepId });
  const promises = ctx.db.pluck('SELECT id FROM promises WHERE friend_id = ?').all(otherId) as number[];
  record.update('promises', promises, { friend_id: keepId });
}
