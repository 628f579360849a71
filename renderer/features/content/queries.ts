import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ContentCard, ContentFilter, ContentSort } from '../../../shared/contracts/content.ts';
import type { Audience } from '../../../shared/contracts/segments.ts';
import { trpc } from '../../lib/api.ts';

const pageSize = 60;

export interface Pieces {
  /** undefined = not known yet */
  total: number | undefined;
  /** undefined = not there yet */
  at: (index: number) => ContentCard | undefined;
  error: unknown;
  retry: () => void;
}

/** The pieces that a filter finds, as far as they are looked at: pages of `first` to `last` (places in the list, included). */
export function usePieces(filter: ContentFilter, sort: ContentSort, first: number, last: number): Pieces {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.max(from, Math.floor(Math.max(0, last) / pageSize));
  const pages = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const results = useQueries({
    queries: pages.map((page) => ({
      ...trpc.content.list.queryOptions({ filter, sort, offset: page * pageSize, limit: pageSize }),
      placeholderData: keepPreviousData,
    })),
  });
  const found = results.map(({ data }) => data);
  const total = found.find((page) => page !== undefined)?.total;
  return {
    total,
    at: (index) => found[Math.floor(index / pageSize) - from]?.items[index % pageSize],
    error: results.find(({ error }) => error)?.error ?? null,
    retry: () => {
      for (const result of results) void result.refetch();
    },
  };
}

export const useFacets = () => useQuery({ ...trpc.content.facets.queryOptions(), placeholderData: keepPreviousData });

/** One piece; null = none. */
export const usePiece = (id: number | null) => useQuery({ ...trpc.content.get.queryOptions({ id: id ?? 0 }), enabled: id !== null });

export const useVersions = (id: number) => useQuery(trpc.content.versions.queryOptions({ id }));

/** What variables stand for with one friend; null = nobody chosen. */
export const useTemplateWords = (friendId: number | null) =>
  useQuery({ ...trpc.content.valuesFor.queryOptions({ friendId: friendId ?? 0 }), enabled: friendId !== null, staleTime: 0 });

/** For whom of an audience something in a text is empty. */
export const useMissing = (text: string, audience: Audience) =>
  useQuery({ ...trpc.content.missingFor.queryOptions({ text, audience }), placeholderData: keepPreviousData });

/** Friends found by a text, for trying words out on them: those met last first. */
export function useFriendsFound(text: string, enabled: boolean) {
  const sort = useMemo(() => ({ key: 'lastContactAt' as const, direction: 'desc' as const }), []);
  return useQuery({
    ...trpc.friends.list.queryOptions({ filter: { text }, sort, offset: 0, limit: 20 }),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** What is sold and holds a text in its name, the most ordered first; '' = all. */
export const useProducts = (search: string) =>
  useQuery({ ...trpc.products.list.queryOptions({ search, offset: 0, limit: 50 }), placeholderData: keepPreviousData });
