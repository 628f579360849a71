import { create } from 'zustand';
import type { SearchFilter } from '../../../shared/contracts/search.ts';
import type { MessageDirection, MessageKind } from '../../../shared/domain/messages.ts';

/** What narrows the search beside its words. */
export interface Narrowed {
  kind: 'private' | 'group' | null;
  direction: MessageDirection | null;
  messageKinds: MessageKind[];
  /** first and last day, both included, as moments of local midnight */
  days: readonly [number, number] | null;
  friend: { id: number; name: string } | null;
  conversation: { id: number; name: string } | null;
}

export const notNarrowed: Narrowed = { kind: null, direction: null, messageKinds: [], days: null, friend: null, conversation: null };

interface ChatsState {
  text: string;
  narrowed: Narrowed;
}

/** What is searched for; it outlives a look at another page. */
export const useChatsStore = create<ChatsState>(() => ({ text: '', narrowed: notNarrowed }));

export const chatsActions = {
  setText: (text: string) => useChatsStore.setState({ text }),
  narrow: (more: Partial<Narrowed>) => useChatsStore.setState((old) => ({ narrowed: { ...old.narrowed, ...more } })),
  /** takes everything off but private/group, which also orders the list of chats */
  widen: () => useChatsStore.setState((old) => ({ narrowed: { ...notNarrowed, kind: old.narrowed.kind } })),
};

/** How many of the filters below the search are on. */
export function narrowedCount({ direction, messageKinds, days, friend, conversation }: Narrowed): number {
  return [direction, messageKinds.length > 0 || null, days, friend, conversation].filter((one) => one !== null).length;
}

/** The same for the back end; the last day counts to its end. */
export function searchFilterOf({ kind, direction, messageKinds, days, friend, conversation }: Narrowed): SearchFilter {
  const end = days ? new Date(days[1]) : null;
  end?.setDate(end.getDate() + 1);
  return {
    ...(kind ? { kind } : {}),
    ...(direction ? { direction } : {}),
    ...(messageKinds.length > 0 ? { messageKinds } : {}),
    ...(friend ? { friendIds: [friend.id] } : {}),
    ...(conversation ? { conversationIds: [conversation.id] } : {}),
    ...(days && end ? { fromAt: Math.max(0, days[0]), toAt: end.getTime() } : {}),
  };
}
