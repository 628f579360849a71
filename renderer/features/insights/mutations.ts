import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** Keeps what she calls a layer and does for it. */
export function useDescribeLayer() {
  return useMutation(
    trpc.insights.describeLayer.mutationOptions({
      onSuccess: ({ undoId }) => {
        if (undoId !== null) notify.done('打法记下了', undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Keeps what she spent on a channel. */
export function useSaveSpends() {
  return useMutation(
    trpc.insights.saveSpends.mutationOptions({
      onSuccess: ({ undoId }) => {
        if (undoId !== null) notify.done('花费记下了', undoId);
      },
      onError: notify.failed,
    }),
  );
}
