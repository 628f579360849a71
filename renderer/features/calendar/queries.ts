import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Recurrence, RecurrenceRule } from '../../../shared/contracts/recurrences.ts';
import { trpc } from '../../lib/api.ts';

/** Her own days that touch `fromOn` … `toOn`. */
export const useEvents = (fromOn: string, toOn: string) =>
  useQuery({ ...trpc.events.list.queryOptions({ fromOn, toOn }), placeholderData: keepPreviousData });

/** The weekly pattern of an account. */
export const useSlots = (accountId: number | null) => useQuery(trpc.slots.list.queryOptions({ accountId }));

/** Slots between two moments that no post has taken; asked for where they are shown only. */
export const useFreeSlots = (fromAt: number, toAt: number, accountId: number | null, enabled: boolean) =>
  useQuery({ ...trpc.slots.free.queryOptions({ fromAt, toAt, accountId }), enabled, placeholderData: keepPreviousData });

/** All series. */
export const useSeries = () => useQuery(trpc.recurrences.list.queryOptions());

/** The series with this id, once the list is there. */
export function useOneSeries(id: number | null): Recurrence | undefined {
  const all = useQuery({ ...trpc.recurrences.list.queryOptions(), enabled: id !== null });
  return all.data?.find((series) => series.id === id);
}

/** The next days of a rule. */
export const useRulePreview = (rule: RecurrenceRule, fromOn: string) =>
  useQuery({ ...trpc.recurrences.preview.queryOptions({ rule, fromOn, count: 4 }), placeholderData: keepPreviousData });
