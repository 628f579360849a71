import { changeReport } from '../../../shared/contracts/common.ts';
import {
  answerInput,
  askAgainInput,
  decidedInput,
  decidedPage,
  friendSuggestions,
  ofFriendInput,
  ruleRates,
  suggestionListInput,
  suggestionPage,
} from '../../../shared/contracts/suggestions.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { askingOf, listDecided, listSuggestions, picksOf, readRates, suggestionsOf } from './suggestions.queries.ts';
import { answerCommand, askAgainCommand } from './suggestions.service.ts';

export const suggestionsRouter = router({
  list: procedure
    .input(suggestionListInput)
    .output(suggestionPage)
    .query(({ ctx, input }) => listSuggestions(ctx, input)),
  ofFriend: procedure
    .input(ofFriendInput)
    .output(friendSuggestions)
    .query(({ ctx, input }) => suggestionsOf(ctx, input.friendId)),
  answer: procedure
    .input(answerInput)
    .output(changeReport)
    .mutation(async ({ ctx, input: { selection, answer, untilOn } }) => {
      const picks = await picksOf(ctx, selection);
      return ctx.execute(answerCommand, { ...(await askingOf(ctx, picks)), answer, untilOn });
    }),
  decided: procedure
    .input(decidedInput)
    .output(decidedPage)
    .query(({ ctx, input }) => listDecided(ctx, input)),
  askAgain: procedure
    .input(askAgainInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(askAgainCommand, input)),
  rates: procedure.output(ruleRates).query(({ ctx }) => readRates(ctx)),
});
