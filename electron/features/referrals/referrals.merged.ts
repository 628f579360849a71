import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { comesThrough } from './referrals.service.ts';

/**
 * Whom either of two friends who are one brought, the kept one brought; what was said of who brought the kept one stays, else it is what
 * was said of the other. What would make somebody come through herself goes.
 */
export function takeOverReferrals(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const rowOf = ctx.db.sql('SELECT id, by_friend_id AS byId FROM referrals WHERE friend_id = ?');
  const [own, others] = [keepId, otherId].map((id) => rowOf.get(id) as { id: number; byId: number } | undefined);
  const brought = ctx.db.pluck('SELECT id FROM referrals WHERE by_friend_id = ? AND friend_id <> ?').all(otherId, keepId) as number[];
  record.update('referrals', brought, { by_friend_id: keepId });
  const kept = own && own.byId !== otherId ? own : others;
  record.remove(
    'referrals',
    [own, others].flatMap((row) => (row && row !== kept ? [row.id] : [])),
  );
  if (!kept) return;
  if (kept.byId === keepId || comesThrough(ctx, kept.byId, keepId)) record.remove('referrals', [kept.id]);
  // as it was told then: thanks for it are not due once more
  else if (kept === others) record.update('referrals', [kept.id], { friend_id: keepId });
}
