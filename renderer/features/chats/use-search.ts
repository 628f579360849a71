import { useEffect, useMemo, useState } from 'react';
import type { Conversation } from '../../../shared/contracts/chats.ts';
import type { FriendRow } from '../../../shared/contracts/friends.ts';
import type { MessageHit } from '../../../shared/contracts/search.ts';
import { useMessageHits, useNameHits, useSearchStatus } from './queries.ts';
import { type Narrowed, searchFilterOf } from './store.ts';

/** typing rests this long before the messages are searched */
const pauseMs = 120;
/** about as many hits as a screen shows: searching goes on by itself until there are so many */
const screenful = 14;
/** answers taken one after another without asking her */
const mostAnswers = 12;

export type ResultItem =
  | { kind: 'heading'; key: string; text: string }
  | { kind: 'friend'; key: string; friend: FriendRow }
  | { kind: 'conversation'; key: string; conversation: Conversation }
  | { kind: 'message'; key: string; hit: MessageHit };

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    if (text === '') {
      setRested('');
      return;
    }
    const timer = setTimeout(() => setRested(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return text === '' ? '' : rested;
}

/** Friends, conversations and messages that answer the search, in the order of the screen. */
export function useSearch(text: string, narrowed: Narrowed) {
  const wanted = useRested(text);
  const filter = useMemo(() => searchFilterOf(narrowed), [narrowed]);
  const names = useNameHits(wanted, narrowed.kind);
  const { data, error, isFetching, isPlaceholderData, hasNextPage, fetchNextPage, refetch } = useMessageHits(wanted, filter);
  const { data: status } = useSearchStatus();
  const hits = useMemo(() => (wanted === '' ? [] : (data?.pages.flatMap((page) => page.hits) ?? [])), [data, wanted]);
  const lastPage = data?.pages.at(-1);
  const answers = data?.pages.length ?? 0;
  const goesOn = wanted !== '' && hasNextPage && !isFetching && !isPlaceholderData && error === null;
  const byItself = goesOn && hits.length < screenful && answers < mostAnswers;
  useEffect(() => {
    if (byItself) void fetchNextPage();
  }, [byItself, fetchNextPage]);

  const { friends, friendTotal, conversations } = names;
  const items = useMemo<ResultItem[]>(() => {
    const known = new Set(friends.map(({ id }) => id));
    const others = conversations.filter(({ friendId }) => friendId === null || !known.has(friendId)).slice(0, 4);
    const all: ResultItem[] = [];
    if (friends.length > 0)
      all.push({ kind: 'heading', key: 'friends', text: friendTotal > friends.length ? `好友（共 ${friendTotal} 位）` : '好友' });
    for (const friend of friends) all.push({ kind: 'friend', key: `friend-${friend.id}`, friend });
    if (others.length > 0) all.push({ kind: 'heading', key: 'chats', text: '聊天' });
    for (const conversation of others) all.push({ kind: 'conversation', key: `chat-${conversation.id}`, conversation });
    if (hits.length > 0) all.push({ kind: 'heading', key: 'messages', text: '消息' });
    for (const hit of hits) all.push({ kind: 'message', key: `message-${hit.messageId}`, hit });
    return all;
  }, [friends, friendTotal, conversations, hits]);

  return {
    /** what the items were searched for */
    wanted,
    items,
    hitCount: hits.length,
    busy: isFetching || wanted !== text,
    error,
    retry: () => void refetch(),
    /** an older part is left that nobody has looked at */
    hasMore: hasNextPage,
    /** the time of the last answer was spent: looked at back to this moment */
    searchedTo: lastPage?.searchedTo ?? null,
    more: () => {
      if (goesOn) void fetchNextPage();
    },
    indexing: lastPage?.indexing ?? status?.indexing ?? null,
  };
}

export type Search = ReturnType<typeof useSearch>;
