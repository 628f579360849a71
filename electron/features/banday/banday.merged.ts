import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/** Of two friends who are one, the kept one has what came of asking again; where both were asked, the newer answer stays. */
export function takeOverReAdds(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const rows = ctx.db
    .sql('SELECT id, friend_id AS friendId FROM re_adds WHERE friend_id IN (?, ?) ORDER BY coalesce(settled_at, asked_at) DESC, id DESC')
    .all(keepId, otherId) as { id: number; friendId: number }[];
  const [newest, older] = rows;
  if (!newest) return;
  if (older) record.remove('re_adds', [older.id]);
  if (newest.friendId === otherId) record.update('re_adds', [newest.id], { friend_id: keepId });
}
