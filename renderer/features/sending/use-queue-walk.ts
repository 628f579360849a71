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
  const at = items.findIndex(({ id }) => id === chosen);
  const first = at >= 0 ? null : (nextReady(items, null) ?? items.find(({ state }) => state === 'waiting') ?? items[0]);
  // while drawing, so that there is no moment in which a key finds nobody
  if (first) setChosen(first.id);
  const current = items[at] ?? null;
  const next: SendItemRow | null = nextReady(items, current?.id ?? null);
  const nextId = next && next.id !== current?.id ? next.id : null;
  const [above, below] = [items[at - 1]?.id, items[at + 1]?.id];
  useEffect(() => {
    // whoever one key leads to, the most likely first
    for (const id of new Set([nextId, below, above])) if (id) prefetchCard(id);
  }, [nextId, below, above]);
  /** From this friend to whom may be written to next; not when she has gone elsewhere meanwhile. */
  const goOn = useCallback(
    (from: number) => {
      if (nextId !== null) setChosen((old) => (old === from ? nextId : old));
    },
    [nextId],
  );
  const step = (by: 1 | -1) => {
    const to = items[at + by];
    if (to) setChosen(to.id);
  };
  return {
    queue: data?.queue,
    nextPart: data?.nextPart ?? null,
    items,
    current,
    next: nextId === null ? null : next,
    error,
    refetch,
    open: setChosen,
    goOn,
    step,
  };
}
