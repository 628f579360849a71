import { useMutation } from '@tanstack/react-query';
import type { QueueSummary, SendCard } from '../../../shared/contracts/sending.ts';
import { client, trpc } from '../../lib/api.ts';
import { spokenTime } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

type Friend = Pick<SendCard, 'id' | 'name'>;
/** One after the other: words written for her are kept before they are sent. */
const scope = { id: 'sending' };
const always = { networkMode: 'always', onError: notify.failed, scope } as const;

export const useCreateQueue = () => useMutation(trpc.sending.create.mutationOptions({ onError: notify.failed }));

/** Copied: one contact in the log. What is on the clipboard is told by who copied. */
export const useSend = () => useMutation(trpc.sending.send.mutationOptions({ onError: notify.failed, scope }));

export function useSkip() {
  return useMutation({
    ...always,
    mutationFn: ({ id }: Friend) => client.sending.skip.mutate({ itemId: id, reason: '' }),
    onSuccess: (saved, { name }) => notify.done(`这次跳过「${name}」`, saved.undoId),
  });
}

export function useSnooze() {
  return useMutation({
    ...always,
    mutationFn: ({ friend, until }: { friend: Friend; until: number | null }) => client.sending.snooze.mutate({ itemId: friend.id, until }),
    onSuccess: (saved, { friend, until }) =>
      notify.done(until === null ? `「${friend.name}」现在就可以发` : `「${friend.name}」推到${spokenTime(until)}`, saved.undoId),
  });
}

export function useReplied() {
  return useMutation({
    ...always,
    mutationFn: ({ id }: Friend) => client.sending.replied.mutate({ itemId: id }),
    onSuccess: (saved, { name }) =>
      saved.undoId === null ? notify.done(`「${name}」回过了，已经记过`) : notify.done(`记下「${name}」回了你，打扰减半`, saved.undoId),
  });
}

/** Words for her alone; null = the queue's. */
export function useSetText() {
  return useMutation({
    ...always,
    mutationFn: ({ friend, text }: { friend: Friend; text: string | null }) => client.sending.setText.mutate({ itemId: friend.id, text }),
  });
}

const stateWords: Record<QueueSummary['state'], string> = { open: '接着发', paused: '先停着', done: '结束了' };
export function useQueueState() {
  return useMutation({
    ...always,
    mutationFn: ({ queue, state }: { queue: Pick<QueueSummary, 'id' | 'name'>; state: QueueSummary['state'] }) =>
      client.sending.setState.mutate({ queueId: queue.id, state }),
    onSuccess: (saved, { queue, state }) => notify.done(`「${queue.name}」${stateWords[state]}`, saved.undoId),
  });
}

export function useDeleteQueue() {
  return useMutation({
    ...always,
    mutationFn: (queue: QueueSummary) => client.sending.delete.mutate({ queueId: queue.id }),
    onSuccess: (saved, { name }) => notify.done(`已删除名单「${name}」，发过的记录还在`, saved.undoId),
  });
}
