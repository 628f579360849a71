import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/** Contacts with the other were contacts with the kept one. */
export function takeOverTouches(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const ids = ctx.db.pluck('SELECT id FROM touches WHERE friend_id = ?').all(otherId) as number[];
  record.update('touches', ids, { friend_id: keepId });
}
