import { create } from 'zustand';
import type { Post } from '../../../shared/contracts/calendar.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import type { SendSource } from '../../../shared/contracts/sending.ts';
import type { QueueOrder } from './order.ts';

/** What a new queue begins with. */
export interface QueueBegin {
  source: SendSource;
  /** who is meant, in her words, where they were not chosen in the list of friends */
  whom?: string;
  /** the post of the calendar that goes out by it, with its words */
  post?: Pick<Post, 'id' | 'text' | 'assets' | 'channel' | 'category'>;
}

interface SendingState {
  /** a new queue is being written; null = none is */
  drafting: QueueBegin | null;
  order: QueueOrder;
}

export const useSendingStore = create<SendingState>(() => ({ drafting: null, order: 'list' }));

export const sendingActions = {
  draft: (source: SendSource, whom?: string) => useSendingStore.setState({ drafting: { source, ...(whom ? { whom } : {}) } }),
  /** A private post of the calendar: for whom and with which words it was planned. */
  draftPost: (post: Post) => {
    const { audience, accountId } = post;
    useSendingStore.setState({ drafting: { source: { by: 'audience', audience, accountIds: [accountId] }, post } });
  },
  /** A list begins with nobody: everybody only when the seller says so. */
  draftAnew: () => sendingActions.draft({ by: 'audience', audience: { ...everybody, mode: 'only' }, accountIds: [] }),
  closeDraft: () => useSendingStore.setState({ drafting: null }),
  order: (order: QueueOrder) => useSendingStore.setState({ order }),
};
