import {
  buyerPage,
  buyersInput,
  importRowPage,
  importRowsInput,
  orderCommitInput,
  orderImportReport,
  orderScan,
  orderScanInput,
} from '../../../../shared/contracts/orders-import.ts';
import { procedure, router } from '../../../platform/rpc.ts';
import { buyersCommand, commitOrdersCommand, importRowsCommand, scanOrdersCommand } from './order-import.commands.ts';

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
  commit: procedure
    .input(orderCommitInput)
    .output(orderImportReport)
    .mutation(({ ctx, input }) => ctx.execute(commitOrdersCommand, input, { jobId: input.queueId })),
});
