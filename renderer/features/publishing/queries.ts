import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';

/** Posts planned for [fromAt, toAt) ms, of one account or (null) of all, by time. The last answer stays while the next is on its way. */
export function usePosts(fromAt: number, toAt: number, accountId: number | null) {
  return useQuery({ ...trpc.posts.list.queryOptions({ fromAt, toAt, accountId }), placeholderData: keepPreviousData });
}

/** Scheduled posts whose moment is over and of which she has not said what became of them. Asked again each minute: time alone makes a post overdue. */
export function useOverduePosts() {
  return useQuery({ ...trpc.posts.overdue.queryOptions(), refetchInterval: 60_000 });
}

/** Plans whose time was before `beforeAt` (ms) and that were never scheduled, oldest first. */
export function useLapsedPlans(beforeAt: number) {
  return useQuery({ ...trpc.posts.lapsed.queryOptions({ beforeAt }), placeholderData: keepPreviousData });
}

/** One post; null while a new one is being written. */
export function usePost(id: number | null) {
  return useQuery({ ...trpc.posts.get.queryOptions({ id: id ?? 1 }), enabled: id !== null });
}

/** Lunar day, festivals, solar term, holiday of each day `fromOn` … `toOn`. */
export function useCalendarDays(fromOn: string, toOn: string) {
  return useQuery({ ...trpc.calendar.days.queryOptions({ fromOn, toOn }), placeholderData: keepPreviousData });
}
