import {
  banAccountInput,
  banDayOverview,
  banListInput,
  kitListInput,
  markedReAdd,
  markReAddInput,
  openedKit,
  openKitInput,
  reAddCard,
  reAddCardInput,
  reAddQueue,
  reAddQueueInput,
  unreachable,
  unreachableInput,
} from '../../../shared/contracts/ban-day.ts';
import { exportFile } from '../../../shared/contracts/friends.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { readCard, readOverview, readQueue, readUnreachable } from './banday.queries.ts';
import { markReAddCommand } from './banday.service.ts';
import { listOfKit, makeKit, makeList, openKit } from './kit.ts';

export const bandayRouter = router({
  overview: procedure.output(banDayOverview).query(({ ctx }) => readOverview(ctx)),
  unreachable: procedure
    .input(unreachableInput)
    .output(unreachable)
    .query(({ ctx, input }) => readUnreachable(ctx, input.accountId, input.limit)),
  queue: procedure
    .input(reAddQueueInput)
    .output(reAddQueue)
    .query(({ ctx, input }) => readQueue(ctx, input.accountId, input.viaAccountId)),
  card: procedure
    .input(reAddCardInput)
    .output(reAddCard)
    .query(({ ctx, input }) => readCard(ctx, input.friendId, input.viaAccountId)),
  mark: procedure
    .input(markReAddInput)
    .output(markedReAdd)
    .mutation(({ ctx, input }) => ctx.execute(markReAddCommand, input)),
  makeKit: procedure
    .input(banAccountInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => makeKit(ctx, input.accountId)),
  list: procedure
    .input(banListInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => makeList(ctx, input.accountId, input.format)),
  openKit: procedure
    .input(openKitInput)
    .output(openedKit)
    .mutation(({ ctx, input }) => openKit(ctx, input.fileId, input.secret)),
  listOfKit: procedure
    .input(kitListInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => listOfKit(ctx, input.fileId, input.secret, input.format)),
});
