import { exportFile } from '../../../../shared/contracts/friends.ts';
import {
  buyerPage,
  buyersInput,
  importRowPage,
  importRowsInput,
  orderCommitInput,
  orderCommitReport,
  orderProblemsInput,
  orderScan,
  orderScanInput,
  orderTwins,
  twinsInput,
} from '../../../../shared/contracts/orders-import.ts';
import { procedure, router } from '../../../platform/rpc.ts';
import { whenSafe } from '../before-big.ts';
import { problemList, withProblemList } from '../problem-file.ts';
import { whileImporting } from '../staged-of.ts';
import {
  buyersCommand,
  commitOrdersCommand,
  importRowsCommand,
  orderProblemsCommand,
  scanOrdersCommand,
  twinsCommand,
} from './order-import.commands.ts';

/** Orders and bills of a queue on their way into the book. Progress events carry the queue's id. */
export const orderImportRouter = router({
  scan: procedure
    .input(orderScanInput)
    .output(orderScan)
    .mutation(({ ctx, input }) => ctx.execute(scanOrdersCommand, input, { jobId: input.queueId })),
  buyers: procedure
    .input(buyersInput)
    .output(buyerPage)
    .query(({ ctx, input }) => ctx.execute(buyersCommand, input)),
  rows: procedure
    .input(importRowsInput)
    .output(importRowPage)
    .query(({ ctx, input }) => ctx.execute(importRowsCommand, input)),
  twins: procedure
    .input(twinsInput)
    .output(orderTwins)
    .query(({ ctx, input }) => ctx.execute(twinsCommand, input)),
  problemsFile: procedure
    .input(orderProblemsInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => problemList(ctx, (path) => ctx.execute(orderProblemsCommand, { ...input, path }))),
  commit: procedure
    .input(orderCommitInput)
    .output(orderCommitReport)
    .mutation(({ ctx, input }) =>
      whileImporting(ctx, input.queueId, () =>
        withProblemList(
          ctx,
          (problemsPath) => {
            const { queueId, itemId } = input;
            const options = { jobId: queueId, ...whenSafe(ctx, { of: 'orders', queueId, itemId }) };
            return ctx.execute(commitOrdersCommand, { ...input, problemsPath }, options);
          },
          (report) => report.problem,
        ),
      ),
    ),
});
