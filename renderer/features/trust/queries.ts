import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { FriendFilter, FriendRow } from '../../../shared/contracts/friends.ts';
import { trpc } from '../../lib/api.ts';
import type { Period } from './periods.ts';

const pageSize = 100;
/** pages out of sight are forgotten after a minute */
const pageLifeMs = 60_000;

/** Count and share of each level among those who match. */
export function useBoard(filter: FriendFilter) {
  return useQuery({ ...trpc.trust.board.queryOptions({ filter }), placeholderData: keepPreviousData });
}

export interface ColumnRows {
  /** undefined = not known yet */
  total: number | undefined;
  rowAt: (index: number) => FriendRow | null;
  error: unknown;
  retry: () => void;
}

/** Friends of one level between two places, those with the latest contact first. */
export function useColumn(filter: FriendFilter, level: number, first: number, last: number): ColumnRows {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.max(from, Math.floor(Math.max(0, last) / pageSize));
  const pages = Array.from({ length: Math.min(3, to - from + 1) }, (_, at) => from + at);
  const sort = { key: 'lastContactAt', direction: 'desc' } as const;
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.friends.list.queryOptions(
        { filter: { ...filter, levels: [level] }, sort, offset: page * pageSize, limit: pageSize },
        { gcTime: pageLifeMs },
      ),
    ),
  });
  const failed = results.find((result) => result.error);
  return {
    total: results.find((result) => result.data)?.data?.total,
    rowAt: (index) => results[pages.indexOf(Math.floor(index / pageSize))]?.data?.rows[index % pageSize] ?? null,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}

/** Where friends stood at both ends of a period. */
export function useFlow({ fromAt, toAt }: Period, accountId: number | null) {
  return useQuery({ ...trpc.trust.flow.queryOptions({ fromAt, toAt, accountId }), placeholderData: keepPreviousData });
}

/** Who is behind one number of the flow. */
export function useFlowPeople({ fromAt, toAt }: Period, accountId: number | null, from: number | null, to: number) {
  return useQuery(trpc.trust.flowPeople.queryOptions({ fromAt, toAt, accountId, from, to }));
}
