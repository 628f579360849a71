import { saved } from '../../../shared/contracts/common.ts';
import {
  addFollowUpInput,
  addPromiseInput,
  changeFollowUpInput,
  changePromiseInput,
  followUpList,
  followUpListInput,
  friendFollowUps,
  ofFriendInput,
  postponeInput,
  promiseList,
  promiseListInput,
  removeSopInput,
  reopenInput,
  saveSopInput,
  settledInput,
  settledList,
  settleInput,
  sopSaved,
} from '../../../shared/contracts/follow-ups.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { followUpsOf, listFollowUps, listPromises, listSettled } from './follow-ups.queries.ts';
import { addCommand, changeCommand, postponeCommand, reopenCommand, settleCommand } from './follow-ups.service.ts';
import { addPromiseCommand, changePromiseCommand } from './promises.service.ts';
import { removeSopCommand, saveSopCommand } from './sops.service.ts';

export const followUpsRouter = router({
  list: procedure
    .input(followUpListInput)
    .output(followUpList)
    .query(({ ctx, input }) => listFollowUps(ctx, input)),
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
  change: procedure
    .input(changeFollowUpInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(changeCommand, input)),
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
  saveSop: procedure
    .input(saveSopInput)
    .output(sopSaved)
    .mutation(({ ctx, input }) => ctx.execute(saveSopCommand, input)),
  removeSop: procedure
    .input(removeSopInput)
    .output(sopSaved)
    .mutation(({ ctx, input }) => ctx.execute(removeSopCommand, input)),
  promise: procedure
    .input(addPromiseInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(addPromiseCommand, input)),
  changePromise: procedure
    .input(changePromiseInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(changePromiseCommand, input)),
});
