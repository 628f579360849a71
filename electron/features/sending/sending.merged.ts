import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { audienceAfterMerge } from '../segments/index.ts';

/** Places of the other in queues become the kept one's; where both stand in one queue, one stays: the settled one before the waiting one. */
export function takeOverSending(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const rows = ctx.db
    .sql(
      `SELECT o.id AS other, o.state AS otherState, k.id AS kept, k.state AS keptState FROM send_items o
       LEFT JOIN send_items k ON k.queue_id = o.queue_id AND k.friend_id = ? WHERE o.friend_id = ?`,
    )
    .all(keepId, otherId) as { other: number; otherState: string; kept: number | null; keptState: string | null }[];
  const double = rows.filter(({ kept }) => kept !== null);
  const goes = double.map(({ other, otherState, kept, keptState }) =>
    otherState === 'sent' || (otherState === 'skipped' && keptState === 'waiting') ? (keptState === 'sent' ? other : kept!) : other,
  );
  record.remove('send_items', goes);
  const gone = new Set(goes);
  const moved = rows.map(({ other }) => other).filter((id) => !gone.has(id));
  record.update('send_items', moved, { friend_id: keepId });
}

/** Queues that were made for those with a merged tag say the one it went into; who stands in them stays. */
export function keepTagsOfQueues(ctx: ServiceContext, record: Recorder, merged: DomainEvents['tags.merged']): void {
  // those made of friends picked by hand name no audience
  const queues = ctx.db
    .sql(
      `SELECT id, audience AS source, json_extract(audience, '$.audience') AS audience FROM send_queues
       WHERE json_extract(audience, '$.by') = 'audience'`,
    )
    .all() as { id: number; source: string; audience: string }[];
  const rows = queues.flatMap(({ id, source, audience }) => {
    const next = audienceAfterMerge(audience, merged);
    return next === null ? [] : [{ id, values: [JSON.stringify({ ...(JSON.parse(source) as object), audience: next })] }];
  });
  record.updateEach('send_queues', ['audience'], rows);
}

/** Tags that say for whom queues were made. */
export const tagsOfQueues = (db: ServiceContext['db']): number[] =>
  db.pluck("SELECT DISTINCT value FROM send_queues, json_each(audience, '$.audience.tagIds')").all() as number[];
