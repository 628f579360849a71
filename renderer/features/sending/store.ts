import { create } from 'zustand';
import { everybody } from '../../../shared/contracts/segments.ts';
import type { SendSource } from '../../../shared/contracts/sending.ts';
import type { QueueOrder } from './order.ts';

interface SendingState {
  /** a new queue is being written for these friends; null = none is */
  drafting: SendSource | null;
  order: QueueOrder;
}

export const useSendingStore = create<SendingState>(() => ({ drafting: null, order: 'list' }));

export const sendingActions = {
  draft: (source: SendSource) => useSendingStore.setState({ drafting: source }),
  /** A list begins with nobody: everybody only when the seller says so. */
  draftAnew: () => sendingActions.draft({ by: 'audience', audience: { ...everybody, mode: 'only' }, accountIds: [] }),
  closeDraft: () => useSendingStore.setState({ drafting: null }),
  order: (order: QueueOrder) => useSendingStore.setState({ order }),
};
