import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Message, MessagePage } from '../../../shared/contracts/chats.ts';
import { client } from '../../lib/api.ts';

/** messages of one answer */
const pageSize = 100;
/** pages kept; beyond, those farthest from where she reads are let go */
const mostPages = 8;
const lifeMs = 60_000;

/** Where reading begins: null = at the newest. */
export type Start = { side: 'before' | 'after' | 'around'; id: number } | null;

export interface MessageWindow {
  /** oldest first, without gaps */
  rows: readonly Message[];
  hasOlder: boolean;
  hasNewer: boolean;
  /** nothing has come yet */
  loading: boolean;
  busy: boolean;
  error: unknown;
  retry: () => void;
  older: () => void;
  newer: () => void;
}

const none: Message[] = [];

/** The part of a conversation around where she reads. It grows at both ends on demand and stays below 800 messages. */
export function useMessageWindow(conversationId: number, start: Start): MessageWindow {
  const query = useInfiniteQuery<MessagePage, Error, InfiniteData<MessagePage, Start>, unknown[], Start>({
    // under the router's own name, so that an import of chats makes it old
    queryKey: [['chats', 'messages'], { input: { conversationId, start }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }) => client.chats.messages.query({ conversationId, from: pageParam, limit: pageSize }, { signal }),
    initialPageParam: start,
    getPreviousPageParam: (first) => {
      const oldest = first.rows[0];
      return first.hasOlder && oldest ? { side: 'before', id: oldest.id } : undefined;
    },
    getNextPageParam: (last) => {
      const newest = last.rows.at(-1);
      return last.hasNewer && newest ? { side: 'after', id: newest.id } : undefined;
    },
    maxPages: mostPages,
    gcTime: lifeMs,
  });
  const { data, hasPreviousPage, hasNextPage, isFetching, error, refetch, fetchPreviousPage, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? none, [data]);
  return {
    rows,
    hasOlder: hasPreviousPage,
    hasNewer: hasNextPage,
    loading: data === undefined && error === null,
    busy: isFetching,
    error: data === undefined ? error : null,
    retry: () => void refetch(),
    older: () => void fetchPreviousPage(),
    newer: () => void fetchNextPage(),
  };
}
