import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { FriendFilter, FriendPage, FriendRow, FriendSelection, FriendSort } from '../../../shared/contracts/friends.ts';
import { queryClient, trpc } from '../../lib/api.ts';

/** rows fetched at once: what an ordinary screen shows, because the first answer to a key is waited for */
const pageSize = 32;
/** rows fetched beyond the screen, so that scrolling finds them there */
const ahead = 40;
/** the rows beyond the screen are asked for when the filter has rested this long: she may be typing on */
const aheadPauseMs = 250;
/** pages asked for at once */
const mostPages = 7;
/** a fling over the scroll bar asks for pages at most this often */
const settleMs = 80;
/** pages out of sight are forgotten after a minute: 100,000 friends must not pile up */
const pageLifeMs = 60_000;

interface Range {
  start: number;
  end: number;
}

/**
 * Follows a range at once when it has been quiet, else at most every `settleMs`. Whatever lies in the pages asked for already is
 * followed without a second drawing: a new search needs less than the one that had rested.
 */
function useSettled(range: Range): Range {
  const [settled, setSettled] = useState(range);
  const latest = useRef(range);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  const { start, end } = range;
  const pageOf = (place: number) => Math.floor(Math.max(0, place) / pageSize);
  const covered = pageOf(start) >= pageOf(settled.start) && pageOf(end) <= pageOf(settled.end);
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
  return covered ? range : settled;
}

export interface FriendWindow {
  total: number;
  /** friends in the book (archived left out) */
  all: number;
  rowAt: (index: number) => FriendRow | null;
  /** no answer yet at all */
  loading: boolean;
  /** what the rows were searched for */
  text: string;
  /** the same for the same filter and order */
  key: string;
  error: unknown;
  retry: () => void;
}

interface Snapshot {
  key: string;
  text: string;
  total: number;
  all: number;
  pages: Map<number, FriendRow[]>;
}

const emptySnapshot: Snapshot = { key: '', text: '', total: 0, all: 0, pages: new Map() };

/** An answer as a thing of its own: as plain data it would be compared with the one before, row by row, before it is drawn. */
class Answer {
  readonly page: FriendPage;

  constructor(page: FriendPage) {
    this.page = page;
  }
}
const asAnswer = (page: FriendPage) => new Answer(page);

/** What of the pages is drawn; nothing else about them draws the page again. */
const answersOf = (results: { data: Answer | undefined; error: unknown }[]) => ({
  datas: results.map(({ data }) => data),
  error: results.find(({ error }) => error)?.error ?? null,
});
const pageOptions = (filter: FriendFilter, sort: FriendSort, page: number) =>
  trpc.friends.list.queryOptions({ filter, sort, offset: page * pageSize, limit: pageSize }, { gcTime: pageLifeMs });

/** Asks for the head of a list that is about to be shown; resolves when it is there, or cannot be had. */
export const askAhead = (filter: FriendFilter, sort: FriendSort): Promise<void> => queryClient.prefetchQuery(pageOptions(filter, sort, 0));

const retry = () => void queryClient.refetchQueries({ queryKey: trpc.friends.list.queryKey(), type: 'active' });

/** The last `key` that stood for a moment. */
function useRested(key: string): string | null {
  const [rested, setRested] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(key), aheadPauseMs);
    return () => clearTimeout(timer);
  }, [key]);
  return rested;
}

function useAround(range: Range, room: number): Range {
  const { start, end } = range;
  return useMemo(() => ({ start: Math.max(0, start - room), end: end + room }), [start, end, room]);
}

/**
 * The part of a sorted, filtered list around `range` (the places on the screen), in pages.
 * While a new filter is being answered the old rows stay, and are told to be `stale`. `rows` is the same object as long
 * as it says the same.
 */
export function useFriendWindow(filter: FriendFilter, sort: FriendSort, range: Range): { rows: FriendWindow; stale: boolean } {
  const key = JSON.stringify([filter, sort]);
  const restedKey = useRested(key);
  const { start, end } = useSettled(useAround(range, restedKey === key ? ahead : 0));
  const first = Math.floor(Math.max(0, start) / pageSize);
  const last = Math.max(first, Math.floor(Math.max(0, end) / pageSize));
  const numbers = useMemo(() => Array.from({ length: Math.min(mostPages, last - first + 1) }, (_, at) => first + at), [first, last]);
  const { datas, error } = useQueries({
    combine: answersOf,
    queries: numbers.map((page) => ({ ...pageOptions(filter, sort, page), select: asAnswer })),
  });
  const kept = useRef(emptySnapshot);
  const answered = datas.some(Boolean);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `datas` is spread, its length follows `numbers`
  const snapshot = useMemo<Snapshot>(() => {
    if (!answered) return kept.current;
    const pages = new Map<number, FriendRow[]>();
    let head: { total: number; all: number } = { total: 0, all: 0 };
    datas.forEach((data, at) => {
      if (!data) return;
      head = data.page;
      pages.set(numbers[at] as number, data.page.rows);
    });
    return { key, text: filter.text ?? '', total: head.total, all: head.all, pages };
  }, [key, numbers, answered, ...datas]);
  useEffect(() => {
    kept.current = snapshot;
  }, [snapshot]);
  const rows = useMemo<FriendWindow>(
    () => ({
      total: snapshot.total,
      all: snapshot.all,
      text: snapshot.text,
      key: snapshot.key,
      rowAt: (index) => snapshot.pages.get(Math.floor(index / pageSize))?.[index % pageSize] ?? null,
      loading: snapshot === emptySnapshot && !error,
      error,
      retry,
    }),
    [snapshot, error],
  );
  return { rows, stale: snapshot.key !== key };
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
export function useFriend(id: number, enabled = true) {
  return useQuery({ ...trpc.friends.get.queryOptions({ id }), placeholderData: keepPreviousData, enabled });
}

/** Everything that happened to one friend, newest first. */
export function useTimeline(friendId: number, limit: number) {
  return useQuery({ ...trpc.friends.timeline.queryOptions({ friendId, limit }), placeholderData: keepPreviousData });
}

/** Every change of level of one friend. */
export function useLevelHistory(friendId: number) {
  return useQuery(trpc.trust.history.queryOptions({ friendId }));
}
