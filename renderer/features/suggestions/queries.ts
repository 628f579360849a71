import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { SuggestionAnswer, SuggestionFilter } from '../../../shared/contracts/suggestions.ts';
import { trpc } from '../../lib/api.ts';

/** The first so many of what is proposed now. */
export function useSuggestions(filter: SuggestionFilter, limit: number) {
  return useQuery({ ...trpc.suggestions.list.queryOptions({ filter, offset: 0, limit }), placeholderData: keepPreviousData });
}

/** What is proposed of one friend, with all it rests on. */
export function useSuggestionsOf(friendId: number | null) {
  return useQuery({ ...trpc.suggestions.ofFriend.queryOptions({ friendId: friendId ?? 1 }), enabled: friendId !== null });
}

export function useDecided(answer: SuggestionAnswer, limit: number) {
  return useQuery({ ...trpc.suggestions.decided.queryOptions({ answer, offset: 0, limit }), placeholderData: keepPreviousData });
}

export const useRates = () => useQuery(trpc.suggestions.rates.queryOptions());
