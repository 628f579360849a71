import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/** Two friends who are one have what both had. */
export function takeOverPoints(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const ids = ctx.db.pluck('SELECT id FROM point_entries WHERE friend_id = ?').all(otherId) as number[];
  record.update('point_entries', ids, { friend_id: keepId });
}
