import { saved } from '../../../shared/contracts/common.ts';
import {
  addFollowUpInput,
  addPromiseInput,
  changePromiseInput,
  followUpList,
  followUpListInput,
  friendFollowUps,
  ofFriendInput,
  postponeInput,
  promiseList,
  promiseListInput,
  reopenInput,
  settledInput,
  settledList,
  settleInput,
} from '../../../shared/contracts/follow-ups.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { followUpsOf, listFollowUps, listPromises, listSettled } from './follow-ups.queries.ts';
import { addCommand, postponeCommand, reopenCommand, settleCommand } from './follow-ups.service.ts';
import { addPromiseCommand, changePromiseCommand } from './promises.service.ts';

export const followUpsRouter = router({
  list: procedure
    .input(followUpListInput)
    .output(followUpList)
    .query(({ ctx, input }) => listFollowUps(ctx, input.limit)),
  ofFriend: procedure
    .input(ofFriendInput)
    .output(friendFollowUps)
    .query(({ ctx, input }) => followUpsOf(ctx, input.friendId)),
  settled: procedure
    .input(settledInput)
    .output(settledList)
    .query(({ ctx, input }) => listSettled(ctx, input.limit)),
  promises: procedure
    .input(promiseListInput)
    .output(promiseList)
    .query(({ ctx, input }) => listPromises(ctx, input)),
  add: procedure
    .input(addFollowUpInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(addCommand, input)),
  settle: procedure
    .input(settleInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(settleCommand, input)),
  reopen: procedure
    .input(reopenInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(reopenCommand, input)),
  postpone: procedure
    .input(postponeInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(postponeCommand, input)),
  promise: procedure
    .input(addPromiseInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(addPromiseCommand, input)),
  changePromise: procedure
    .input(changePromiseInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(changePromiseCommand, input)),
});
