import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ContactPage, Conversation } from '../../../shared/contracts/chats.ts';
import type { FriendRow, FriendSelection } from '../../../shared/contracts/friends.ts';
import type { SearchFilter, SearchMessagesResult } from '../../../shared/contracts/search.ts';
import { client, trpc } from '../../lib/api.ts';

const pageSize = 100;
/** pages around the place on the screen that are kept fresh */
const mostPages = 4;
/** hits of one answer */
const hitsAtOnce = 50;
const lifeMs = 60_000;
/** contacts that stand there, and that come with each 'older' */
const fewContacts = 3;
const moreContacts = 20;

const noFriends: FriendRow[] = [];
const noGroups: Conversation[] = [];
const everything = { accountId: null, friendId: null, search: '' } as const;

export interface ConversationWindow {
  /** null = not known yet */
  total: number | null;
  rowAt: (index: number) => Conversation | null;
  error: unknown;
  retry: () => void;
}

/** The list of conversations, newest message first, in pages around the places on the screen. */
export function useConversations(kind: 'private' | 'group' | null, first: number, last: number): ConversationWindow {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.min(from + mostPages - 1, Math.max(from, Math.floor(Math.max(0, last) / pageSize)));
  const numbers = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  // how many there are stands while the next part of them is on its way: the list must not collapse meanwhile
  const [known, setKnown] = useState<number | null>(null);
  const window = useQueries({
    queries: numbers.map((page) => ({
      ...trpc.conversations.list.queryOptions({ ...everything, kind, offset: page * pageSize, limit: pageSize }),
      placeholderData: page === 0 ? keepPreviousData : undefined,
    })),
    combine: (results) => ({
      total: results.find(({ data }) => data)?.data?.total ?? null,
      rowAt: (index: number) => results[numbers.indexOf(Math.floor(index / pageSize))]?.data?.rows[index % pageSize] ?? null,
      error: results.find(({ error }) => error)?.error ?? null,
      retry: () => {
        for (const result of results) void result.refetch();
      },
    }),
  });
  const { total } = window;
  useEffect(() => {
    if (total !== null) setKnown(total);
  }, [total]);
  return { ...window, total: total ?? known };
}

/** One conversation; 0 = none. */
export function useConversation(id: number) {
  return useQuery({ ...trpc.conversations.get.queryOptions({ conversationId: id }), enabled: id > 0 });
}

/** Which friend each member of a group is; empty for private chats. */
export function useTalkerFriends(conversationId: number, group: boolean): ReadonlyMap<number, number> {
  const { data } = useQuery({ ...trpc.chats.members.queryOptions({ conversationId }), enabled: group });
  return useMemo(
    () => new Map((data ?? []).flatMap(({ talkerId, friendId }) => (friendId === null ? [] : [[talkerId, friendId] as const]))),
    [data],
  );
}

/** Chats with one friend and groups she wrote in. */
export function useFriendConversations(friendId: number) {
  return useQuery({ ...trpc.conversations.list.queryOptions({ ...everything, kind: null, friendId, offset: 0, limit: 20 }) });
}

/** What the chats with one friend say. */
export function useFriendStats(friendId: number) {
  return useQuery(trpc.chats.friendStats.queryOptions({ friendId }));
}
export function useFriendHours(friendId: number, enabled: boolean) {
  return useQuery({ ...trpc.chats.hours.queryOptions({ friendId }), enabled });
}
export function useKeywordHits(friendId: number, enabled: boolean) {
  return useQuery({ ...trpc.chats.keywordHits.queryOptions({ friendId }), enabled });
}

/** When the chosen friends write, all together. */
export function useSegmentHours(selection: FriendSelection) {
  return useQuery(trpc.chats.hours.queryOptions({ selection }));
}

/** The contacts that chats give, newest first: a few, then more at a time. */
export function useContacts(friendId: number, enabled: boolean) {
  return useInfiniteQuery({
    // under the router's own name, so that what happens in the book makes it old
    queryKey: [['chats', 'contacts'], { input: { friendId }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }): Promise<ContactPage> =>
      client.chats.contacts.query({ friendId, before: pageParam, limit: pageParam === null ? fewContacts : moreContacts }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.more ? (last.rows.at(-1)?.messageId ?? null) : null),
    enabled,
    gcTime: lifeMs,
  });
}

/** A few friends to choose from: those the words name, those in touch last first. `waiting`: they are those of what was typed before. */
export function useFriendsNamed(text: string) {
  const wanted = text.trim();
  const query = useQuery({
    ...trpc.friends.list.queryOptions({
      filter: wanted === '' ? {} : { text: wanted },
      sort: { key: 'lastContactAt', direction: 'desc' },
      offset: 0,
      limit: 20,
    }),
    placeholderData: keepPreviousData,
  });
  return { rows: query.data?.rows ?? noFriends, waiting: query.isFetching && (query.isPlaceholderData || query.data === undefined) };
}

/** A few groups to choose from: those the words name, those with the newest messages first. */
export function useGroupsNamed(text: string): readonly Conversation[] {
  const { data } = useQuery({
    ...trpc.conversations.list.queryOptions({ ...everything, kind: 'group', search: text.trim().slice(0, 100), offset: 0, limit: 20 }),
    placeholderData: keepPreviousData,
  });
  return data?.rows ?? noGroups;
}

/** Friends and conversations whose names answer the search. */
export function useNameHits(text: string, kind: 'private' | 'group' | null) {
  const wanted = text.trim();
  const enabled = wanted !== '';
  const friends = useQuery({
    ...trpc.friends.list.queryOptions({
      filter: { text: wanted },
      sort: { key: 'lastContactAt', direction: 'desc' },
      offset: 0,
      limit: 4,
    }),
    enabled: enabled && kind !== 'group',
    placeholderData: keepPreviousData,
  });
  const conversations = useQuery({
    ...trpc.conversations.list.queryOptions({ ...everything, kind, search: wanted.slice(0, 100), offset: 0, limit: 8 }),
    enabled,
    placeholderData: keepPreviousData,
  });
  return {
    friends: enabled && kind !== 'group' ? (friends.data?.rows ?? []) : [],
    friendTotal: enabled && kind !== 'group' ? (friends.data?.total ?? 0) : 0,
    conversations: enabled ? (conversations.data?.rows ?? []) : [],
    ready: !enabled || ((kind === 'group' || friends.data !== undefined) && conversations.data !== undefined),
  };
}

/** The messages that contain the words, newest first; each further page goes on where the one before ended. */
export function useMessageHits(text: string, filter: SearchFilter) {
  return useInfiniteQuery({
    // under the router's own name, so that what happens in the book makes it old
    queryKey: [['search', 'messages'], { input: { text, filter }, type: 'infinite' }],
    queryFn: ({ pageParam, signal }): Promise<SearchMessagesResult> =>
      client.search.messages.query({ text, filter, cursor: pageParam, limit: hitsAtOnce }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
    enabled: text !== '',
    placeholderData: keepPreviousData,
    gcTime: lifeMs,
  });
}

/** Asked when the search opens: it also warms the index. */
export function useSearchStatus() {
  return useQuery(trpc.search.status.queryOptions());
}
