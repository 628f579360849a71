import type { z } from 'zod';
import type { PostState, PostsReport, updatePostInput } from '../../../shared/contracts/calendar.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import { audience } from '../../../shared/contracts/segments.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { packIds } from '../../platform/id-pack.ts';
import { audienceIds } from '../segments/index.ts';
import { settlePostCommand, updatePostCommand } from './calendar.service.ts';
import { type AudienceOfPost, askAudiencesOfNew } from './post-audiences.ts';
import { findPost } from './post-rows.ts';
import { settlePostsCommand } from './posts-many.service.ts';

/** Who could see a post is asked on the host's side, where the friends are in memory; writing it is the command's part. */

/** @throws AppError `notFound` */
export async function settlePost(ctx: HostContext, input: { id: number; state: PostState; at: number }): Promise<Saved> {
  const audiences = input.state === 'posted' ? await askAudiencesOfNew(ctx, [input.id]) : [];
  return ctx.execute(settlePostCommand, { ...input, audiences });
}

/** @throws AppError `notFound` */
export async function settlePosts(ctx: HostContext, input: { ids: number[]; state: PostState; at: number | null }): Promise<PostsReport> {
  const ids = [...new Set(input.ids)];
  const audiences = input.state === 'posted' ? await askAudiencesOfNew(ctx, ids) : [];
  return ctx.execute(settlePostsCommand, { ...input, ids, audiences });
}

/** A post that is out already and is corrected to have been for others: who could see it is asked again. @throws AppError `notFound`, `brokenAudience` */
export async function updatePost(ctx: HostContext, input: z.output<typeof updatePostInput>): Promise<Saved> {
  const { id, values } = input;
  const row = findPost(ctx, id);
  const same = row.account_id === values.accountId && row.audience === JSON.stringify(values.audience);
  const audiences: AudienceOfPost[] = [];
  if (row.state === 'posted' && !same) {
    const friendIds = await audienceIds(ctx, audience.parse(values.audience), [values.accountId]);
    audiences.push({ postId: id, heads: friendIds.length, friendIds: packIds(Float64Array.from(friendIds)) });
  }
  return ctx.execute(updatePostCommand, { ...input, audiences });
}
