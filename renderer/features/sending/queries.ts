import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { doneQueuesShown, type SendDraft } from '../../../shared/contracts/sending.ts';
import { client, queryClient, trpc } from '../../lib/api.ts';

/** Those who have to wait come by themselves: nothing in the book changes when their time comes, so it is asked for. */
const sometimes = { refetchInterval: 30_000, refetchIntervalInBackground: true, placeholderData: keepPreviousData } as const;

/** All queues, open ones first. */
export const useQueues = () => useQuery({ ...trpc.sending.queues.queryOptions(), ...sometimes });

/** Lists that are done and older than `before`, a step at a time. */
export const useOlderQueues = (before: number) =>
  useInfiniteQuery({
    queryKey: [...trpc.sending.doneQueues.pathKey(), 'pages', before],
    queryFn: ({ pageParam }) => client.sending.doneQueues.query({ before: pageParam }),
    initialPageParam: before,
    getNextPageParam: (page) => (page.length < doneQueuesShown ? undefined : page.at(-1)?.id),
  });

/** One queue with everybody in it. */
export function useQueue(queueId: number) {
  return useQuery({ ...trpc.sending.queue.queryOptions({ queueId }), ...sometimes });
}

/** Everything to write to one friend. */
export function useCard(itemId: number | null) {
  return useQuery({ ...trpc.sending.card.queryOptions({ itemId: itemId ?? 0 }), enabled: itemId !== null, refetchInterval: 60_000 });
}

/** Reads the next friend's card ahead, so that one press of `c` shows it at once. */
export function prefetchCard(itemId: number): void {
  void queryClient.prefetchQuery(trpc.sending.card.queryOptions({ itemId }));
}

/** What the queue would be. `draft` null = there is nothing to ask about yet. */
export function usePreview(draft: SendDraft | null) {
  const asked = draft ?? {
    source: { by: 'selection' as const, selection: { by: 'ids' as const, ids: [] } },
    kind: 'ordinary' as const,
    text: '',
    assetIds: [],
    contentId: null,
    keepMissing: false,
  };
  return useQuery({ ...trpc.sending.preview.queryOptions(asked), enabled: draft !== null, placeholderData: keepPreviousData });
}

/** When she usually writes: her best hours. */
export const useBestHours = (friendId: number | undefined) =>
  useQuery({ ...trpc.chats.hours.queryOptions({ friendId: friendId ?? 0 }), enabled: friendId !== undefined });
