import { changeReport } from '../../../shared/contracts/common.ts';
import { addPointsInput, balances, balancesInput, friendPoints, friendPointsInput } from '../../../shared/contracts/points.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { resolveSelection } from '../friends/index.ts';
import { pointBalances, readFriendPoints } from './points.queries.ts';
import { addPointsCommand } from './points.service.ts';

export const pointsRouter = router({
  ofFriend: procedure
    .input(friendPointsInput)
    .output(friendPoints)
    .query(({ ctx, input }) => readFriendPoints(ctx, input.friendId)),
  balances: procedure
    .input(balancesInput)
    .output(balances)
    .query(({ ctx, input }) => Object.fromEntries(pointBalances(ctx, input.friendIds))),
  add: procedure
    .input(addPointsInput)
    .output(changeReport)
    .mutation(async ({ ctx, input: { selection, ...movement } }) =>
      ctx.execute(addPointsCommand, { ...movement, friendIds: await resolveSelection(ctx, selection) }),
    ),
});
