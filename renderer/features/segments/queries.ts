import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Audience, Segment } from '../../../shared/contracts/segments.ts';
import { trpc } from '../../lib/api.ts';

const none: Segment[] = [];

/** Saved segments by name; broken ones too. */
export function useSegments() {
  const query = useQuery(trpc.segments.list.queryOptions());
  const list = query.data ?? none;
  return useMemo(
    () => ({
      list,
      byId: new Map(list.map((segment) => [segment.id, segment])),
      ready: query.isSuccess,
      error: query.error,
      retry: query.refetch,
    }),
    [list, query.isSuccess, query.error, query.refetch],
  );
}

/** How many are in each saved segment now: null = broken, undefined = not counted yet. */
export function useSegmentSizes(enabled = true): (id: number) => number | null | undefined {
  const { data } = useQuery({ ...trpc.segments.sizes.queryOptions(), enabled });
  return useMemo(() => {
    const sizes = new Map(data?.map(({ id, size }) => [id, size]));
    return (id) => sizes.get(id);
  }, [data]);
}

/** How many an audience means; the number before stays until the next is there. */
export function useAudienceHeads(audience: Audience, accountIds: readonly number[]) {
  return useQuery({
    ...trpc.segments.audienceCount.queryOptions({ audience, accountIds: [...accountIds] }),
    placeholderData: keepPreviousData,
  });
}
