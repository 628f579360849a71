import type { z } from 'zod';
import type { ContentCategory } from '../../../shared/contracts/content.ts';
import type { Reach, reachInput } from '../../../shared/contracts/insights.ts';
import { touchOfPost } from '../../../shared/domain/post-reach.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { audienceIds } from '../segments/index.ts';
import { guardSummary } from '../touches/index.ts';
import { firstWords } from './results.queries.ts';
import { overlap, type SeenPost, viewersOf } from './sight.ts';

const aroundMs = 3 * 86_400_000;
/** three posts a day over six days, and a few more */
const shownNeighbours = 24;

interface NeighbourRow extends SeenPost {
  at: number;
  text: string;
  category: ContentCategory;
}

/**
 * Whom a post would reach and what else they see three days before and after it.
 * @throws AppError `brokenAudience`
 */
export async function reachOf(ctx: HostContext, input: z.infer<typeof reachInput>): Promise<Reach> {
  const ids = await audienceIds(ctx, input.audience, [input.accountId]);
  const kind = touchOfPost(input.channel, input.category);
  const guard = kind && ids.length > 0 ? await guardSummary(ctx, ids, { kind, at: Math.max(input.at, ctx.clock.now()) }) : null;
  const neighbours: Reach['neighbours'] = [];
  for (const post of neighboursOf(ctx, input)) {
    const both = overlap(ids, await viewersOf(ctx, post));
    const { id, at, text, category, posted } = post;
    if (both > 0) neighbours.push({ postId: id, at, title: firstWords(text), category, posted, overlap: both });
  }
  return { heads: ids.length, guard, neighbours };
}

/** The nearest posts before and after it, by time. */
function neighboursOf(ctx: HostContext, { accountId, at, postId }: z.infer<typeof reachInput>): NeighbourRow[] {
  const rows = ctx.db
    .sql(
      `SELECT * FROM (
         SELECT id, account_id AS accountId, audience, text, category, state = 'posted' AS posted,
           CASE state WHEN 'posted' THEN settled_at ELSE scheduled_at END AS "at"
         FROM posts WHERE channel = 'moments' AND state <> 'skipped' AND account_id = @accountId AND id IS NOT @postId
           AND scheduled_at BETWEEN @at - ${2 * aroundMs} AND @at + ${2 * aroundMs})
       WHERE "at" BETWEEN @at - ${aroundMs} AND @at + ${aroundMs}
       ORDER BY abs("at" - @at), id LIMIT ${shownNeighbours}`,
    )
    .all({ accountId, at, postId }) as (Omit<NeighbourRow, 'posted'> & { posted: number })[];
  return rows.map((row) => ({ ...row, posted: row.posted === 1 })).sort((a, b) => a.at - b.at);
}
