import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FriendFilter, FriendRow, FriendSelection, FriendSort } from '../../../shared/contracts/friends.ts';
import { trpc } from '../../lib/api.ts';

/** rows fetched at once */
const pageSize = 100;
/** a fling over the scroll bar asks for pages at most this often */
const settleMs = 80;
/** pages out of sight are forgotten after a minute: 100,000 friends must not pile up */
const pageLifeMs = 60_000;

interface Range {
  start: number;
  end: number;
}

/** Follows a range at once when it has been quiet, else at most every `settleMs`. */
function useSettled(range: Range): Range {
  const [settled, setSettled] = useState(range);
  const latest = useRef(range);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  const { start, end } = range;
  const pageOf = (place: number) => Math.floor(Math.max(0, place) / pageSize);
  const covered = pageOf(start) === pageOf(settled.start) && pageOf(end) === pageOf(settled.end);
  useEffect(() => {
    latest.current = { start, end };
    if (covered || timer.current) return;
    const take = () => {
      timer.current = null;
      changedAt.current = performance.now();
      setSettled(latest.current);
    };
    const wait = settleMs - (performance.now() - changedAt.current);
    if (wait <= 0) take();
    else timer.current = setTimeout(take, wait);
  }, [covered, start, end]);
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return settled;
}

export interface FriendWindow {
  total: number;
  /** friends in the book (archived left out) */
  all: number;
  rowAt: (index: number) => FriendRow | null;
  /** no answer yet at all */
  loading: boolean;
  error: unknown;
  /** the rows belong to the filter before this one, for the moment */
  stale: boolean;
  retry: () => void;
  /** changes whenever rows do */
  version: object;
}

interface Snapshot {
  key: string;
  total: number;
  all: number;
  pages: Map<number, FriendRow[]>;
}

const emptySnapshot: Snapshot = { key: '', total: 0, all: 0, pages: new Map() };

/**
 * The part of a sorted, filtered list around `range` (places in the list), in pages of 100 rows.
 * While a new filter is being answered the old rows stay.
 */
export function useFriendWindow(filter: FriendFilter, sort: FriendSort, range: Range): FriendWindow {
  const key = JSON.stringify([filter, sort]);
  const { start, end } = useSettled(range);
  const first = Math.floor(Math.max(0, start) / pageSize);
  const last = Math.max(first, Math.floor(Math.max(0, end) / pageSize));
  const numbers = useMemo(() => Array.from({ length: Math.min(4, last - first + 1) }, (_, at) => first + at), [first, last]);
  const results = useQueries({
    queries: numbers.map((page) =>
      trpc.friends.list.queryOptions({ filter, sort, offset: page * pageSize, limit: pageSize }, { gcTime: pageLifeMs }),
    ),
  });
  const kept = useRef(emptySnapshot);
  const answered = results.some((result) => result.data);
  const datas = results.map((result) => result.data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `datas` is spread, its length follows `numbers`
  const snapshot = useMemo<Snapshot>(() => {
    if (!answered) return kept.current;
    const pages = new Map<number, FriendRow[]>();
    let head: { total: number; all: number } = { total: 0, all: 0 };
    datas.forEach((data, at) => {
      if (!data) return;
      head = data;
      pages.set(numbers[at] as number, data.rows);
    });
    return { key, total: head.total, all: head.all, pages };
  }, [key, numbers, answered, ...datas]);
  useEffect(() => {
    kept.current = snapshot;
  }, [snapshot]);
  const failed = results.find((result) => result.error);
  return {
    total: snapshot.total,
    all: snapshot.all,
    rowAt: (index) => snapshot.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null,
    loading: snapshot === emptySnapshot && !failed,
    error: failed?.error ?? null,
    stale: snapshot.key !== key,
    retry: () => void Promise.all(results.map((result) => result.refetch())),
    version: snapshot,
  };
}

/** How the matching friends spread, for the numbers beside the options of a filter. */
export function useFacets(filter: FriendFilter, enabled: boolean) {
  return useQuery({ ...trpc.friends.facets.queryOptions({ filter }), enabled, placeholderData: keepPreviousData });
}

/** How many a selection stands for, as the back end sees it now. */
export function useSelectionCount(selection: FriendSelection | null) {
  return useQuery({ ...trpc.friends.count.queryOptions({ selection: selection ?? { by: 'ids', ids: [] } }), enabled: selection !== null });
}

/** Everything about one friend; the one before stays until the next has come. */
export function useFriend(id: number) {
  return useQuery({ ...trpc.friends.get.queryOptions({ id }), placeholderData: keepPreviousData });
}

/** Everything that happened to one friend, newest first. */
export function useTimeline(friendId: number, limit: number) {
  return useQuery({ ...trpc.friends.timeline.queryOptions({ friendId, limit }), placeholderData: keepPreviousData });
}

/** Every change of level of one friend. */
export function useLevelHistory(friendId: number) {
  return useQuery(trpc.trust.history.queryOptions({ friendId }));
}
