import { useCallback, useMemo } from 'react';
import { useOwnParams } from '../../lib/own-params.ts';

export interface ChatsAddress {
  /** the open conversation */
  conversationId: number | null;
  /** the message it is opened at; null = its newest */
  messageId: number | null;
  /** the friend whose panel is open */
  friendId: number | null;
  /** the search was asked for from elsewhere */
  find: boolean;
  open: (conversationId: number | null, messageId?: number | null) => void;
  showFriend: (friendId: number | null) => void;
  found: () => void;
}

const idIn = (params: URLSearchParams, name: string) => {
  const value = Number(params.get(name));
  return Number.isSafeInteger(value) && value > 0 ? value : null;
};

/** What is open on the page 聊天, kept in its address: `c` conversation, `m` message, `id` friend, `find` = into the search field. */
export function useChatsAddress(): ChatsAddress {
  const [params, write] = useOwnParams();
  const change = useCallback(
    (values: Record<string, number | null>) => {
      const next = new URLSearchParams(params);
      for (const [name, value] of Object.entries(values)) {
        if (value === null) next.delete(name);
        else next.set(name, String(value));
      }
      write(next);
    },
    [params, write],
  );
  return useMemo(
    () => ({
      conversationId: idIn(params, 'c'),
      messageId: idIn(params, 'm'),
      friendId: idIn(params, 'id'),
      find: params.has('find'),
      open: (c, m = null) => change({ c, m, find: null }),
      showFriend: (id) => change({ id }),
      found: () => change({ find: null }),
    }),
    [params, change],
  );
}
