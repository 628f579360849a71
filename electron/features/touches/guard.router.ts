import {
  guardAnswers as answersShape,
  guardAskInput,
  guardFriend,
  guardFriendInput,
  guardSummaryInput,
  guardSummary as summaryShape,
} from '../../../shared/contracts/guard.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { resolveSelection } from '../friends/index.ts';
import { guardAnswers, readGuardFriend } from './guard.queries.ts';
import { guardSummary } from './guard.service.ts';

export const guardRouter = router({
  ask: procedure
    .input(guardAskInput)
    .output(answersShape)
    .query(({ ctx, input: { friendIds, kind, at } }) => {
      const answers = guardAnswers(ctx, friendIds, { kind, at: at ?? ctx.clock.now() });
      return [...answers].map(([friendId, answer]) => ({ friendId, answer }));
    }),
  friend: procedure
    .input(guardFriendInput)
    .output(guardFriend)
    .query(({ ctx, input }) => readGuardFriend(ctx, input.friendId)),
  summary: procedure
    .input(guardSummaryInput)
    .output(summaryShape)
    .query(async ({ ctx, input: { selection, kind, at } }) =>
      guardSummary(ctx, await resolveSelection(ctx, selection), { kind, at: at ?? ctx.clock.now() }),
    ),
});
