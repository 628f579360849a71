import { useCallback, useEffect, useMemo, useState } from 'react';
import type { SendItemRow } from '../../../shared/contracts/sending.ts';
import { now } from '../../lib/now.ts';
import { inOrder, nextReady } from './order.ts';
import { prefetchCard, useQueue } from './queries.ts';
import { useSendingStore } from './store.ts';

/** Where she is in a queue: the current friend, who comes next, and how to move. Begins with the first who may be written to. */
export function useQueueWalk(queueId: number) {
  const { data, error, refetch } = useQueue(queueId);
  const order = useSendingStore((state) => state.order);
  const items = useMemo(() => inOrder(data?.items ?? [], order, now()), [data, order]);
  const [chosen, setChosen] = useState<number | null>(null);
  const current = items.find(({ id }) => id === chosen) ?? null;
  const next: SendItemRow | null = nextReady(items, current?.id ?? null);
  const nextId = next && next.id !== current?.id ? next.id : null;
  useEffect(() => {
    if (chosen !== null && items.some(({ id }) => id === chosen)) return;
    const first = nextReady(items, null) ?? items.find(({ state }) => state === 'waiting') ?? items[0];
    if (first) setChosen(first.id);
  }, [items, chosen]);
  useEffect(() => {
    if (nextId !== null) prefetchCard(nextId);
  }, [nextId]);
  const goOn = useCallback(() => {
    if (nextId !== null) setChosen(nextId);
  }, [nextId]);
  const step = (by: 1 | -1) => {
    const at = items.findIndex(({ id }) => id === chosen);
    const to = items[at + by];
    if (to) setChosen(to.id);
  };
  return { queue: data?.queue, items, current, next: nextId === null ? null : next, error, refetch, open: setChosen, goOn, step };
}
