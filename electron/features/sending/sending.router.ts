import { z } from 'zod';
import { saved } from '../../../shared/contracts/common.ts';
import {
  createQueueInput,
  doneQueuesInput,
  itemInput,
  itemTextInput,
  queueDetail,
  queueInput,
  queueStateInput,
  queueSummary,
  type SendSource,
  sendCard,
  sendDraft,
  sendInput,
  sendPreview,
  skipInput,
  snoozeInput,
} from '../../../shared/contracts/sending.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { resolveSelection } from '../friends/index.ts';
import { audienceIds } from '../segments/index.ts';
import { changesOf } from './kept-answers.ts';
import { countWaiting, readCard, sizeOf } from './sending.queries.ts';
import {
  createQueueCommand,
  deleteQueueCommand,
  doneQueuesCommand,
  itemTextCommand,
  previewCommand,
  queueCommand,
  queueStateCommand,
  queuesCommand,
  repliedCommand,
  sendCommand,
  skipCommand,
  snoozeCommand,
} from './sending.service.ts';

const friendsOf = (ctx: HostContext, source: SendSource): Promise<Uint32Array> =>
  source.by === 'selection' ? resolveSelection(ctx, source.selection) : audienceIds(ctx, source.audience, source.accountIds);

export const sendingRouter = router({
  preview: procedure
    .input(sendDraft)
    .output(sendPreview)
    .query(async ({ ctx, input: { source, ...draft } }) =>
      ctx.execute(previewCommand, { friendIds: await friendsOf(ctx, source), draft, now: ctx.clock.now() }),
    ),
  create: procedure
    .input(createQueueInput)
    .output(saved)
    .mutation(async ({ ctx, input }) => {
      const friendIds = await friendsOf(ctx, input.source);
      // whom it was made for is told by its words, not by a hundred thousand ids
      const source = JSON.stringify(input.source.by === 'audience' ? input.source : { by: 'selection', count: friendIds.length });
      return ctx.execute(createQueueCommand, { friendIds, draft: input, input: { ...input, source } });
    }),
  queues: procedure
    .output(z.array(queueSummary))
    .query(({ ctx }) => ctx.execute(queuesCommand, { now: ctx.clock.now(), waiting: countWaiting(ctx) })),
  doneQueues: procedure
    .input(doneQueuesInput)
    .output(z.array(queueSummary))
    .query(({ ctx, input }) => ctx.execute(doneQueuesCommand, { ...input, now: ctx.clock.now() })),
  queue: procedure
    .input(queueInput)
    .output(queueDetail)
    .query(({ ctx, input }) =>
      ctx.execute(queueCommand, { ...input, now: ctx.clock.now(), size: sizeOf(ctx, input.queueId), changes: changesOf(ctx) }),
    ),
  card: procedure
    .input(itemInput)
    .output(sendCard)
    .query(({ ctx, input }) => readCard(ctx, input.itemId)),
  setState: procedure
    .input(queueStateInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(queueStateCommand, input)),
  delete: procedure
    .input(queueInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(deleteQueueCommand, input)),
  send: procedure
    .input(sendInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(sendCommand, input)),
  skip: procedure
    .input(skipInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(skipCommand, input)),
  snooze: procedure
    .input(snoozeInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(snoozeCommand, input)),
  replied: procedure
    .input(itemInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(repliedCommand, input)),
  setText: procedure
    .input(itemTextInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(itemTextCommand, input)),
});
