import { z } from 'zod';
import { rowId, saved } from '../../../shared/contracts/common.ts';
import {
  audienceHeads,
  audienceInput,
  explainInput,
  explanation,
  ruleCount,
  ruleInput,
  sample,
  sampleInput,
  segmentInput,
  segmentList,
  segmentSizes,
  updateSegmentInput,
} from '../../../shared/contracts/segments.ts';
import { dayOf } from '../../../shared/domain/segment-days.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { countRule, countSegments, audienceHeads as readAudience, sampleOf } from './counting.ts';
import { explain } from './explain.queries.ts';
import { listSegments } from './segments.queries.ts';
import { createSegmentCommand, deleteSegmentCommand, noteSizesCommand, unnotedSizes, updateSegmentCommand } from './segments.service.ts';

export const segmentsRouter = router({
  list: procedure.output(segmentList).query(({ ctx }) => listSegments(ctx)),
  sizes: procedure.output(segmentSizes).query(({ ctx }) => countAndNote(ctx)),
  count: procedure
    .input(ruleInput)
    .output(ruleCount)
    .query(({ ctx, input }) => countRule(ctx, input.rule)),
  sample: procedure
    .input(sampleInput)
    .output(sample)
    .query(({ ctx, input }) => sampleOf(ctx, input.rule, input.offset, input.limit)),
  explain: procedure
    .input(explainInput)
    .output(explanation)
    .query(({ ctx, input }) => explain(ctx, input.rule, input.friendId)),
  audienceCount: procedure
    .input(audienceInput)
    .output(audienceHeads)
    .query(({ ctx, input }) => readAudience(ctx, input.audience, input.accountIds)),
  create: procedure
    .input(segmentInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createSegmentCommand, input)),
  update: procedure
    .input(updateSegmentInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateSegmentCommand, input)),
  delete: procedure
    .input(z.object({ id: rowId }))
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(deleteSegmentCommand, input)),
});

/** What was counted today is the size of the day: written behind the answer, and only when it says something new. */
async function countAndNote(ctx: HostContext) {
  const sizes = await countSegments(ctx);
  const on = dayOf(ctx.clock.now());
  const counted = sizes.flatMap(({ id, size }) => (size === null ? [] : [{ id, size }]));
  const fresh = unnotedSizes(ctx, on, counted);
  if (fresh.length > 0) await ctx.execute(noteSizesCommand, { on, sizes: fresh });
  return sizes;
}
