import { z } from 'zod';
import { rowId, saved } from '../../../shared/contracts/common.ts';
import {
  dryRun,
  orderRulesInput,
  previewInput,
  ranRules,
  setExclusiveInput,
  setOnInput,
  tagRuleInput,
  tagRuleList,
  tagRulePreview,
  updateTagRuleInput,
} from '../../../shared/contracts/tag-rules.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { runTagRules } from './auto.plug.ts';
import { listTagRules, previewTagRule, tryTagRules } from './tag-rules.queries.ts';
import {
  createTagRuleCommand,
  deleteTagRuleCommand,
  orderRulesCommand,
  setExclusiveCommand,
  setOnCommand,
  updateTagRuleCommand,
} from './tag-rules.service.ts';
import { requireNotEverybody } from './tasks.ts';

export const tagRulesRouter = router({
  list: procedure.output(tagRuleList).query(({ ctx }) => listTagRules(ctx)),
  preview: procedure
    .input(previewInput)
    .output(tagRulePreview)
    .query(({ ctx, input }) => previewTagRule(ctx, input)),
  dryRun: procedure.output(dryRun).query(({ ctx }) => tryTagRules(ctx)),
  create: procedure
    .input(tagRuleInput)
    .output(saved)
    .mutation(async ({ ctx, input }) => {
      await requireNotEverybody(ctx, input);
      return ctx.execute(createTagRuleCommand, input);
    }),
  update: procedure
    .input(updateTagRuleInput)
    .output(saved)
    .mutation(async ({ ctx, input }) => {
      await requireNotEverybody(ctx, input.values);
      return ctx.execute(updateTagRuleCommand, input);
    }),
  delete: procedure
    .input(z.object({ id: rowId }))
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(deleteTagRuleCommand, input)),
  setOn: procedure
    .input(setOnInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(setOnCommand, input)),
  order: procedure
    .input(orderRulesInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(orderRulesCommand, input)),
  setExclusive: procedure
    .input(setExclusiveInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(setExclusiveCommand, input)),
  run: procedure.output(ranRules).mutation(({ ctx }) => runTagRules(ctx, 'manual')),
});
