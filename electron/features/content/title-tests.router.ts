import { saved } from '../../../shared/contracts/common.ts';
import { closeTitleTestInput, titleCountInput, titleTestInput, titleTestList } from '../../../shared/contracts/title-tests.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { closeTitleTestCommand, countTitleCommand, createTitleTestCommand, listTitleTests } from './title-tests.ts';

export const titleTestsRouter = router({
  list: procedure.output(titleTestList).query(({ ctx }) => listTitleTests(ctx)),
  create: procedure
    .input(titleTestInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createTitleTestCommand, input)),
  count: procedure
    .input(titleCountInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(countTitleCommand, input)),
  close: procedure
    .input(closeTitleTestInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(closeTitleTestCommand, input)),
});
