import { z } from 'zod';
import {
  calendarDay,
  calendarDaysInput,
  copyPostsInput,
  createPostInput,
  deletePostsInput,
  lapsedPlansInput,
  movePostInput,
  movePostsInput,
  post,
  postList,
  postRangeInput,
  postsReport,
  settledReport,
  settlePostInput,
  settlePostsInput,
  updatePostInput,
} from '../../../shared/contracts/calendar.ts';
import { calendarPreview, exportCalendarInput, importedCalendar, inspectCalendarInput } from '../../../shared/contracts/calendar-files.ts';
import { rowId, saved } from '../../../shared/contracts/common.ts';
import { addAssetInput, asset } from '../../../shared/contracts/content.ts';
import { exportFile } from '../../../shared/contracts/friends.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { addAssetCommand } from '../content/index.ts';
import { getPost, lapsedPlans, listPosts, overduePosts } from './calendar.queries.ts';
import { createPostCommand, deletePostCommand, movePostCommand } from './calendar.service.ts';
import { exportCalendar } from './calendar-export.ts';
import { importCalendar, inspectCalendar } from './calendar-import.ts';
import { calendarDays } from './days.ts';
import { copyPostsCommand, deletePostsCommand, movePostsCommand } from './posts-many.service.ts';
import { settlePost, settlePosts, updatePost } from './settling.ts';

const idInput = z.object({ id: rowId });

export const postsRouter = router({
  list: procedure
    .input(postRangeInput)
    .output(postList)
    .query(({ ctx, input }) => listPosts(ctx, input)),
  overdue: procedure.output(postList).query(({ ctx }) => overduePosts(ctx)),
  lapsed: procedure
    .input(lapsedPlansInput)
    .output(postList)
    .query(({ ctx, input }) => lapsedPlans(ctx, input)),
  get: procedure
    .input(idInput)
    .output(post)
    .query(({ ctx, input }) => getPost(ctx, input.id)),
  create: procedure
    .input(createPostInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createPostCommand, input)),
  update: procedure
    .input(updatePostInput)
    .output(saved)
    .mutation(({ ctx, input }) => updatePost(ctx, input)),
  move: procedure
    .input(movePostInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(movePostCommand, input)),
  settle: procedure
    .input(settlePostInput)
    .output(saved)
    .mutation(({ ctx, input }) => settlePost(ctx, input)),
  delete: procedure
    .input(idInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(deletePostCommand, input)),
  moveMany: procedure
    .input(movePostsInput)
    .output(postsReport)
    .mutation(({ ctx, input }) => ctx.execute(movePostsCommand, input)),
  copyMany: procedure
    .input(copyPostsInput)
    .output(postsReport)
    .mutation(({ ctx, input }) => ctx.execute(copyPostsCommand, input)),
  deleteMany: procedure
    .input(deletePostsInput)
    .output(postsReport)
    .mutation(({ ctx, input }) => ctx.execute(deletePostsCommand, input)),
  settleMany: procedure
    .input(settlePostsInput)
    .output(settledReport)
    .mutation(({ ctx, input }) => settlePosts(ctx, input)),
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

/** Days, and what comes in and goes out as files. */
export const calendarRouter = router({
  days: procedure
    .input(calendarDaysInput)
    .output(z.array(calendarDay))
    .query(({ input }) => calendarDays(input.fromOn, input.toOn)),
  export: procedure
    .input(exportCalendarInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportCalendar(ctx, input)),
  inspect: procedure
    .input(inspectCalendarInput)
    .output(calendarPreview)
    .mutation(({ ctx, input }) => inspectCalendar(ctx, input)),
  import: procedure
    .input(inspectCalendarInput)
    .output(importedCalendar)
    .mutation(({ ctx, input }) => importCalendar(ctx, input)),
  discardFile: procedure
    .input(z.object({ fileId: z.string() }))
    .output(z.object({ ok: z.literal(true) }))
    .mutation(({ ctx, input }) => {
      ctx.staging.drop(input.fileId);
      return { ok: true as const };
    }),
});
