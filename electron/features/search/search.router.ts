import { eraseChatInput, erasedReport } from '../../../shared/contracts/chats.ts';
import {
  activeHours,
  hoursInput,
  keywordHits,
  keywordHitsInput,
  searchMessagesInput,
  searchMessagesResult,
  searchStatus,
} from '../../../shared/contracts/search.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { resolveSelection } from '../friends/index.ts';
import { readSettings } from '../settings/index.ts';
import { eraseChat, eraseWords, indexingFor } from './search.plug.ts';
import { activeHoursCommand, keywordHitsCommand, searchMessagesCommand, searchStatusCommand } from './search.service.ts';

export const searchRouter = router({
  messages: procedure
    .input(searchMessagesInput)
    .output(searchMessagesResult)
    .query(async ({ ctx, input }) => {
      const { result, damaged } = await ctx.execute(searchMessagesCommand, input);
      if (damaged) indexingFor(ctx).repair();
      return result;
    }),
  status: procedure.output(searchStatus).query(async ({ ctx }) => {
    const { result, damaged } = await ctx.execute(searchStatusCommand, null);
    if (damaged) indexingFor(ctx).repair();
    return result;
  }),
});

/** What chats tell of friends, and what takes messages out of both the book and search.db; part of `chats` on the wire. */
export const chatInsightsRouter = router({
  erase: procedure
    .input(eraseChatInput)
    .output(erasedReport)
    .mutation(async ({ ctx, input }) => {
      const erased = await eraseChat(ctx, input);
      if (await eraseWords(ctx)) indexingFor(ctx).repair();
      return erased;
    }),
  hours: procedure
    .input(hoursInput)
    .output(activeHours)
    .query(async ({ ctx, input }) => {
      const now = ctx.clock.now();
      if ('friendId' in input) return ctx.execute(activeHoursCommand, { friendId: input.friendId, now });
      return ctx.execute(activeHoursCommand, { friendIds: await resolveSelection(ctx, input.selection), now });
    }),
  keywordHits: procedure
    .input(keywordHitsInput)
    .output(keywordHits)
    .query(({ ctx, input }) => {
      const settings = readSettings(ctx);
      const keywords = { price: settings['chats.priceWords'], product: settings['chats.productWords'] };
      return ctx.execute(keywordHitsCommand, { friendId: input.friendId, keywords });
    }),
});
