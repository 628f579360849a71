import type { Post } from '../../../shared/contracts/calendar.ts';
import type { Asset } from '../../../shared/contracts/content.ts';
import { audience } from '../../../shared/contracts/segments.ts';
import { overdueBefore } from '../../../shared/domain/overdue.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { assetColumns } from '../content/index.ts';

const postColumns = `p.id, p.account_id AS accountId, p.title, p.text, p.category, p.channel, p.audience, p.content_id AS contentId,
  p.sibling_key AS siblingKey,
  CASE WHEN p.sibling_key IS NULL THEN 0 ELSE (SELECT count(*) - 1 FROM posts s WHERE s.sibling_key = p.sibling_key) END AS siblings,
  p.recurrence_id AS recurrenceId, p.occurrence_on AS occurrenceOn, p.scheduled_at AS scheduledAt, p.state,
  p.settled_at AS settledAt, (SELECT heads FROM post_audiences a WHERE a.post_id = p.id AND p.channel = 'moments') AS heads, p.created_at AS createdAt, p.updated_at AS updatedAt`;

/** Posts planned for [fromAt, toAt), of one account or (null) of all, by time. */
export function listPosts(ctx: ServiceContext, range: { fromAt: number; toAt: number; accountId: number | null }): Post[] {
  return readPosts(
    ctx,
    'p.scheduled_at >= @fromAt AND p.scheduled_at < @toAt AND (@accountId IS NULL OR p.account_id = @accountId)',
    range,
  );
}

/** Posts that were promised for a moment that is over (see overdueBefore) and were neither posted nor skipped, oldest first. */
export function overduePosts(ctx: ServiceContext): Post[] {
  return readPosts(ctx, "p.state = 'scheduled' AND p.scheduled_at < @before", { before: overdueBefore(ctx.clock.now()) });
}

/** Posts that were only planned for before `beforeAt` and never scheduled, oldest first: nothing was promised, so nobody asks whether they went out. */
export function lapsedPlans(ctx: ServiceContext, range: { beforeAt: number }): Post[] {
  return readPosts(ctx, "p.state = 'planned' AND p.scheduled_at < @beforeAt", range);
}

/** @throws AppError `notFound` */
export function getPost(ctx: ServiceContext, id: number): Post {
  const [post] = readPosts(ctx, 'p.id = @id', { id });
  if (!post) throw new AppError('notFound', { what: 'post' });
  return post;
}

/** Without its pictures; `audience` as JSON. */
type StoredPost = Omit<Post, 'assets' | 'audience'> & { audience: string };

function readPosts(ctx: ServiceContext, where: string, params: Record<string, number | null>): Post[] {
  const posts = ctx.db.sql(`SELECT ${postColumns} FROM posts p WHERE ${where} ORDER BY p.scheduled_at, p.id`).all(params) as StoredPost[];
  if (posts.length === 0) return [];
  const pictures = ctx.db
    .sql(
      `SELECT pa.post_id AS postId, ${assetColumns} FROM post_assets pa JOIN posts p ON p.id = pa.post_id JOIN assets a ON a.id = pa.asset_id
       WHERE ${where} ORDER BY pa.post_id, pa.place`,
    )
    .all(params) as (Asset & { postId: number })[];
  const byPost = Map.groupBy(pictures, (picture) => picture.postId);
  return posts.map((post) => ({
    ...post,
    audience: audience.parse(JSON.parse(post.audience)),
    assets: (byPost.get(post.id) ?? []).map(({ postId: _postId, ...picture }) => picture),
  }));
}
