import type { ContentUsage } from '../../../shared/contracts/content.ts';
import type { ServiceContext } from '../../platform/context.ts';

/**
 * How often each piece of the library was posted and is planned, when last, and what came of it (for plugContent). Posts of several
 * accounts that were written as one count once each: each went out. Skipped ones do not count.
 */
export function pieceUsage(ctx: ServiceContext): Map<number, ContentUsage> {
  const rows = ctx.db
    .sql(
      `SELECT content_id AS id,
         sum(p.state IN ('planned', 'scheduled')) AS planned, sum(p.state = 'posted') AS posted,
         max(CASE p.state WHEN 'posted' THEN coalesce(p.settled_at, p.scheduled_at) END) AS lastPostedAt,
         max(CASE WHEN p.state IN ('planned', 'scheduled') THEN p.scheduled_at END) AS lastPlannedAt,
         count(r.post_id) AS results, coalesce(sum(r.likes), 0) AS likes, coalesce(sum(r.comments), 0) AS comments,
         coalesce(sum(r.privates), 0) AS privates, coalesce(sum(r.deals), 0) AS deals
       FROM posts p LEFT JOIN post_results r ON r.post_id = p.id AND p.state = 'posted'
       WHERE p.content_id IS NOT NULL AND p.state <> 'skipped' GROUP BY p.content_id`,
    )
    .all() as (ContentUsage & { id: number })[];
  return new Map(rows.map(({ id, ...usage }) => [id, usage]));
}
