import type { z } from 'zod';
import type { PostState, SettledReport, updatePostInput } from '../../../shared/contracts/calendar.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import { audience } from '../../../shared/contracts/segments.ts';
import { friendsSee } from '../../../shared/domain/post-reach.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { settlePostCommand, updatePostCommand } from './calendar.service.ts';
import { type AudienceOfPost, askAudiencesOfNew, whoIsMeant } from './post-audiences.ts';
import { findPost } from './post-rows.ts';
import { settlePostsCommand } from './posts-many.service.ts';

/** Who could see a post is asked on the host's side, where the friends are in memory; writing it is the command's part. */

/** @throws AppError `notFound` */
export async function settlePost(ctx: HostContext, input: { id: number; state: PostState; at: number }): Promise<Saved> {
  const audiences = input.state === 'posted' ? await askAudiencesOfNew(ctx, [input.id]) : [];
  return ctx.execute(settlePostCommand, { ...input, audiences });
}

/** @throws AppError `notFound` */
export async function settlePosts(ctx: HostContext, input: { ids: number[]; state: PostState; at: number | null }): Promise<SettledReport> {
  const ids = [...new Set(input.ids)];
  const audiences = input.state === 'posted' ? await askAudiencesOfNew(ctx, ids) : [];
  return ctx.execute(settlePostsCommand, { ...input, ids, audiences });
}

/**
 * A post that is out already and is corrected to have been for others, or posted elsewhere: who could see it is asked again. Of an audience
 * that names what is gone nobody knows it, nor of what is no moment.
 * @throws AppError `notFound`
 */
export async function updatePost(ctx: HostContext, input: z.output<typeof updatePostInput>): Promise<Saved> {
  const { id, values } = input;
  const row = findPost(ctx, id);
  const same = row.account_id === values.accountId && row.channel === values.channel && row.audience === JSON.stringify(values.audience);
  const asked = row.state === 'posted' && !same;
  const answer = asked && friendsSee(values) ? await whoIsMeant(ctx, audience.parse(values.audience), values.accountId) : null;
  const audiences: AudienceOfPost[] = answer ? [{ postId: id, ...answer }] : [];
  return ctx.execute(updatePostCommand, { ...input, audiences, nobodyKnows: asked && answer === null });
}
