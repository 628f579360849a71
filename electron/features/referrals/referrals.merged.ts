import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { comesThrough, setReferral } from './referrals.service.ts';

/**
 * Whom either of two friends who are one brought, the kept one brought; what was said of who brought the kept one stays, else it is what
 * was said of the other. What would make somebody come through herself goes.
 */
export function takeOverReferrals(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const byOf = ctx.db.pluck('SELECT by_friend_id FROM referrals WHERE friend_id = ?');
  const [own, others] = [byOf.get(keepId), byOf.get(otherId)] as (number | undefined)[];
  setReferral(ctx, record, otherId, null);
  if (own === otherId) setReferral(ctx, record, keepId, null);
  const brought = ctx.db.pluck('SELECT id FROM referrals WHERE by_friend_id = ?').all(otherId) as number[];
  record.update('referrals', brought, { by_friend_id: keepId });
  const by = own === undefined || own === otherId ? others : own;
  if (by === undefined || by === keepId || comesThrough(ctx, by, keepId)) setReferral(ctx, record, keepId, null);
  else setReferral(ctx, record, keepId, by);
}
