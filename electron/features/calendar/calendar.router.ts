import { z } from 'zod';
import {
  calendarDay,
  calendarDaysInput,
  movePostInput,
  post,
  postInput,
  postList,
  postRangeInput,
  settlePostInput,
  updatePostInput,
} from '../../../shared/contracts/calendar.ts';
import { rowId, saved } from '../../../shared/contracts/common.ts';
import { addAssetInput, asset } from '../../../shared/contracts/content.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { addAssetCommand } from '../content/index.ts';
import { getPost, listPosts, overduePosts } from './calendar.queries.ts';
import { createPostCommand, deletePostCommand, movePostCommand, settlePostCommand, updatePostCommand } from './calendar.service.ts';
import { calendarDays } from './days.ts';

const idInput = z.object({ id: rowId });

export const postsRouter = router({
  list: procedure
    .input(postRangeInput)
    .output(postList)
    .query(({ ctx, input }) => listPosts(ctx, input)),
  overdue: procedure.output(postList).query(({ ctx }) => overduePosts(ctx)),
  get: procedure
    .input(idInput)
    .output(post)
    .query(({ ctx, input }) => getPost(ctx, input.id)),
  create: procedure
    .input(postInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createPostCommand, input)),
  update: procedure
    .input(updatePostInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updatePostCommand, input)),
  move: procedure
    .input(movePostInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(movePostCommand, input)),
  settle: procedure
    .input(settlePostInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(settlePostCommand, input)),
  delete: procedure
    .input(idInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(deletePostCommand, input)),
  addAsset: procedure
    .input(addAssetInput)
    .output(asset)
    .mutation(async ({ ctx, input }) => {
      const { path, name, size } = ctx.staging.find(input.fileId);
      try {
        return await ctx.execute(addAssetCommand, { path, name, size });
      } finally {
        ctx.staging.drop(input.fileId);
      }
    }),
});

export const calendarRouter = router({
  days: procedure
    .input(calendarDaysInput)
    .output(z.array(calendarDay))
    .query(({ input }) => calendarDays(input.fromOn, input.toOn)),
});
