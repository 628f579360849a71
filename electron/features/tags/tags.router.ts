import { z } from 'zod';
import { changeReport, rowId, saved } from '../../../shared/contracts/common.ts';
import {
  assignTagsInput,
  mergeTagsInput,
  moveTagsInput,
  tagBook,
  tagCoverage,
  tagCoverageInput,
  tagGroupInput,
  tagInput,
  updateTagGroupInput,
  updateTagInput,
} from '../../../shared/contracts/tags.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { friendIndex, resolveSelection } from '../friends/index.ts';
import { assignTagsCommand, unassignTagsCommand } from './assign.service.ts';
import { readTagBook } from './tags.queries.ts';
import {
  assignments,
  createGroupCommand,
  createTagCommand,
  deleteGroupCommand,
  deleteTagsCommand,
  mergeTagsCommand,
  moveTagsCommand,
  updateGroupCommand,
  updateTagCommand,
} from './tags.service.ts';

export const tagsRouter = router({
  book: procedure.output(tagBook).query(({ ctx }) => readTagBook(ctx)),
  coverage: procedure
    .input(tagCoverageInput)
    .output(tagCoverage)
    .query(async ({ ctx, input }) => {
      const friendIds = await resolveSelection(ctx, input.selection);
      return { selected: friendIds.length, counts: Object.fromEntries((await friendIndex(ctx)).coverage(friendIds)) };
    }),
  createGroup: procedure
    .input(tagGroupInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createGroupCommand, input)),
  updateGroup: procedure
    .input(updateTagGroupInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateGroupCommand, input)),
  deleteGroup: procedure
    .input(z.object({ id: rowId }))
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(deleteGroupCommand, input)),
  create: procedure
    .input(tagInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createTagCommand, input)),
  update: procedure
    .input(updateTagInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateTagCommand, input)),
  move: procedure
    .input(moveTagsInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(moveTagsCommand, input)),
  delete: procedure
    .input(z.object({ ids: z.array(rowId).min(1).max(1000) }))
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(deleteTagsCommand, { ...input, weight: assignments(ctx, input.ids) })),
  merge: procedure
    .input(mergeTagsInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(mergeTagsCommand, { ...input, weight: assignments(ctx, input.fromIds) })),
  assign: procedure
    .input(assignTagsInput)
    .output(changeReport)
    .mutation(async ({ ctx, input }) =>
      ctx.execute(assignTagsCommand, { tagIds: input.tagIds, friendIds: await resolveSelection(ctx, input.selection) }),
    ),
  unassign: procedure
    .input(assignTagsInput)
    .output(changeReport)
    .mutation(async ({ ctx, input }) =>
      ctx.execute(unassignTagsCommand, { tagIds: input.tagIds, friendIds: await resolveSelection(ctx, input.selection) }),
    ),
});
