import { z } from 'zod';
import { channelsReport as channelsShape, saveSpendsInput, spendsSaved } from '../../../shared/contracts/channel-money.ts';
import { cohortsInput, cohortsReport as cohortsShape } from '../../../shared/contracts/cohorts.ts';
import { rowId, saved } from '../../../shared/contracts/common.ts';
import { funnelReport as funnelShape } from '../../../shared/contracts/funnel.ts';
import {
  audienceHours,
  audienceHoursInput,
  audienceMix,
  comparedInput,
  comparedPosts as comparedShape,
  compareInput,
  comparison,
  friendWeekInput,
  friendWeek as friendWeekShape,
  mixesInput,
  mixInput,
  mixPostsInput,
  mixReport,
  postEcho,
  postResultState,
  reachInput,
  reach as reachShape,
  resultInput,
  resultOfInput,
  resultsDue as resultsDueShape,
} from '../../../shared/contracts/insights.ts';
import { describeLayerInput, layerDescribed, layersReport as layersShape } from '../../../shared/contracts/layers.ts';
import { periodInput, poolReport as poolShape } from '../../../shared/contracts/pool.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { activeHoursCommand } from '../search/index.ts';
import { audienceIds } from '../segments/index.ts';
import { channelsReport } from './channels.queries.ts';
import { cohortsReport } from './cohorts.queries.ts';
import { comparedPosts, compareResults } from './compare.queries.ts';
import { countMessages, echoCommand } from './echo.queries.ts';
import { friendWeek } from './friend-week.queries.ts';
import { funnelReport } from './funnel.queries.ts';
import { saveResultCommand } from './insights.service.ts';
import { layersReport } from './layers.queries.ts';
import { describeLayerCommand } from './layers.service.ts';
import { contentMix, mixesOfAudiences, mixPosts } from './mix.queries.ts';
import { poolReport } from './pool.queries.ts';
import { reachOf } from './reach.queries.ts';
import { resultOf, resultsDue } from './results.queries.ts';
import { saveSpendsCommand } from './spends.service.ts';

export const resultsRouter = router({
  get: procedure
    .input(resultOfInput)
    .output(postResultState)
    .query(({ ctx, input }) => resultOf(ctx, input)),
  echo: procedure
    .input(z.object({ postId: rowId }))
    .output(postEcho.nullable())
    .query(({ ctx, input }) => ctx.execute(echoCommand, { ...input, messages: countMessages(ctx) })),
  due: procedure.output(resultsDueShape).query(({ ctx }) => resultsDue(ctx)),
  compare: procedure
    .input(compareInput)
    .output(comparison)
    .query(({ ctx, input }) => compareResults(ctx, input)),
  posts: procedure
    .input(comparedInput)
    .output(comparedShape)
    .query(({ ctx, input }) => comparedPosts(ctx, input)),
  save: procedure
    .input(resultInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(saveResultCommand, input)),
});

export const insightsRouter = router({
  mix: procedure
    .input(mixInput)
    .output(mixReport)
    .query(({ ctx, input }) => contentMix(ctx, input)),
  mixPosts: procedure
    .input(mixPostsInput)
    .output(comparedShape)
    .query(({ ctx, input }) => mixPosts(ctx, input)),
  mixes: procedure
    .input(mixesInput)
    .output(z.array(audienceMix))
    .query(({ ctx, input }) => mixesOfAudiences(ctx, input.accountId)),
  reach: procedure
    .input(reachInput)
    .output(reachShape)
    .query(({ ctx, input }) => reachOf(ctx, input)),
  hours: procedure
    .input(audienceHoursInput)
    .output(audienceHours)
    .query(async ({ ctx, input }) => {
      const friendIds = await audienceIds(ctx, input.audience, [input.accountId]);
      const { messages, friends, best, from } = await ctx.execute(activeHoursCommand, { friendIds, now: ctx.clock.now() });
      return { messages, friends, best, from };
    }),
  friendWeek: procedure
    .input(friendWeekInput)
    .output(friendWeekShape)
    .query(({ ctx, input }) => friendWeek(ctx, input)),
  layers: procedure.output(layersShape).query(({ ctx }) => layersReport(ctx)),
  pool: procedure
    .input(periodInput)
    .output(poolShape)
    .query(({ ctx, input }) => poolReport(ctx, input)),
  funnel: procedure
    .input(periodInput)
    .output(funnelShape)
    .query(({ ctx, input }) => funnelReport(ctx, input)),
  channels: procedure
    .input(periodInput)
    .output(channelsShape)
    .query(({ ctx, input }) => channelsReport(ctx, input)),
  cohorts: procedure
    .input(cohortsInput)
    .output(cohortsShape)
    .query(({ ctx, input }) => cohortsReport(ctx, input)),
  saveSpends: procedure
    .input(saveSpendsInput)
    .output(spendsSaved)
    .mutation(({ ctx, input }) => ctx.execute(saveSpendsCommand, input)),
  describeLayer: procedure
    .input(describeLayerInput)
    .output(layerDescribed)
    .mutation(({ ctx, input }) => ctx.execute(describeLayerCommand, input)),
});
