import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ComparedInput, CompareInput, MixPostsInput } from '../../../shared/contracts/insights.ts';
import type { Audience } from '../../../shared/contracts/segments.ts';
import type { Period } from '../../../shared/domain/periods.ts';
import { trpc } from '../../lib/api.ts';
import type { Whose } from './components/whose-picker.tsx';

/** The mix of one account or (null) all, of everything or (audience) of what some can see. */
export function useMix(whose: { accountId: number | null; audience: Audience | null }) {
  return useQuery({ ...trpc.insights.mix.queryOptions(whose), placeholderData: keepPreviousData });
}

/** The posts that a number of the mix counts. */
export function useMixPosts(input: MixPostsInput) {
  return useQuery(trpc.insights.mixPosts.queryOptions(input));
}

/** The mix of each level and each saved segment, briefly. */
export function useMixes(accountId: number | null) {
  return useQuery({ ...trpc.insights.mixes.queryOptions({ accountId }), placeholderData: keepPreviousData });
}

export function useComparison(input: CompareInput) {
  return useQuery({ ...trpc.results.compare.queryOptions(input), placeholderData: keepPreviousData });
}

/** The posts behind a row of the comparison. */
export function useComparedPosts(input: ComparedInput) {
  return useQuery(trpc.results.posts.queryOptions(input));
}

/** Everything one friend saw and will see in the seven days from `fromOn`. */
export function useFriendWeek(friendId: number, fromOn: string) {
  return useQuery({ ...trpc.insights.friendWeek.queryOptions({ friendId, fromOn }), placeholderData: keepPreviousData });
}

/** Who falls into which layer, and what they brought. */
export function useLayers() {
  return useQuery({ ...trpc.insights.layers.queryOptions(), placeholderData: keepPreviousData });
}

/** The statement of friends who are still there. */
export function usePool(period: Period) {
  return useQuery({ ...trpc.insights.pool.queryOptions(period), placeholderData: keepPreviousData });
}

/** How far those came who were added in a period. */
export function useFunnel(period: Period) {
  return useQuery({ ...trpc.insights.funnel.queryOptions(period), placeholderData: keepPreviousData });
}

/** What channels cost and bring. */
export function useChannelMoney(period: Period) {
  return useQuery({ ...trpc.insights.channels.queryOptions(period), placeholderData: keepPreviousData });
}

/** Who is still with her, by the month in which they were added. */
export function useCohorts(period: Period, whose: Whose) {
  return useQuery({ ...trpc.insights.cohorts.queryOptions({ ...period, ...whose }), placeholderData: keepPreviousData });
}
