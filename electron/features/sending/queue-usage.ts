import type { ContentUsage } from '../../../shared/contracts/content.ts';
import { neverUsed } from '../../../shared/domain/reuse.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** Lists made of a piece of the library, and when the last of their friends had the words; null = nobody has yet. */
const listsOfPieces = `SELECT content_id, state, created_at,
    (SELECT max(settled_at) FROM send_items WHERE queue_id = q.id AND send_items.state = 'sent') AS sent_at
  FROM send_queues q WHERE content_id IS NOT NULL`;

/** Each use of a piece by a list, as queueUsage counts them: piece and moment (ms UTC). */
export const queueUses = (ctx: ServiceContext): [contentId: number, at: number][] =>
  ctx.db
    .arrays(`SELECT content_id, coalesce(sent_at, created_at) FROM (${listsOfPieces}) WHERE sent_at IS NOT NULL OR state <> 'done'`)
    .all() as [number, number][];

/**
 * How often each piece of the library went out by send queues, by its id (for plugContent). A list is one use, however many friends are in
 * it: posted as soon as one of them has the words, planned before that unless it was ended.
 */
export function queueUsage(ctx: ServiceContext): Map<number, ContentUsage> {
  const rows = ctx.db
    .sql(
      `SELECT content_id AS id, sum(sent_at IS NOT NULL) AS posted, sum(sent_at IS NULL AND state <> 'done') AS planned,
         max(sent_at) AS lastPostedAt, max(CASE WHEN sent_at IS NULL AND state <> 'done' THEN created_at END) AS lastPlannedAt
       FROM (${listsOfPieces}) GROUP BY content_id`,
    )
    .all() as (Pick<ContentUsage, 'posted' | 'planned' | 'lastPostedAt' | 'lastPlannedAt'> & { id: number })[];
  return new Map(rows.map(({ id, ...usage }) => [id, { ...neverUsed, ...usage }]));
}
