import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

/** Orders, payments and remembered buyer names of the other become the kept one's. */
export function takeOverOrders(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  for (const table of ['orders', 'payments', 'buyer_aliases']) {
    const ids = ctx.db.pluck(`SELECT id FROM ${table} WHERE friend_id = ?`).all(otherId) as number[];
    record.update(table, ids, { friend_id: keepId });
  }
}
