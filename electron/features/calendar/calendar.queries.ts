import type { Asset, Post } from '../../../shared/contracts/calendar.ts';
import { overdueBefore } from '../../../shared/domain/overdue.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';

const postColumns = `p.id, p.account_id AS accountId, p.text, p.category, p.scheduled_at AS scheduledAt, p.state,
  p.settled_at AS settledAt, p.created_at AS createdAt, p.updated_at AS updatedAt`;
const assetColumns = 'a.id, a.name, a.mime, a.bytes, a.width, a.height';

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

/** @throws AppError `notFound` */
export function getPost(ctx: ServiceContext, id: number): Post {
  const [post] = readPosts(ctx, 'p.id = @id', { id });
  if (!post) throw new AppError('notFound', { what: 'post' });
  return post;
}

/** @throws AppError `notFound` */
export function getAsset(ctx: ServiceContext, id: number): Asset {
  const found = ctx.db.sql(`SELECT ${assetColumns} FROM assets a WHERE a.id = ?`).get(id) as Asset | undefined;
  if (!found) throw new AppError('notFound', { what: 'asset' });
  return found;
}

function readPosts(ctx: ServiceContext, where: string, params: Record<string, number | null>): Post[] {
  const posts = ctx.db.sql(`SELECT ${postColumns} FROM posts p WHERE ${where} ORDER BY p.scheduled_at, p.id`).all(params) as Omit<
    Post,
    'assets'
  >[];
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
    assets: (byPost.get(post.id) ?? []).map(({ postId: _postId, ...picture }) => picture),
  }));
}
