import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** What came of a post, and the orders that may have; with `find` those of buyers called so. */
export function usePostResult(postId: number, find = '') {
  return useQuery({ ...trpc.results.get.queryOptions({ postId, find }), placeholderData: keepPreviousData });
}

/** Who wrote and what was ordered after a post, against what is usual. */
export function usePostEcho(postId: number) {
  return useQuery(trpc.results.echo.queryOptions({ postId }));
}

/** Posts of the last fortnight of which she has not told what came of them. */
export function useResultsDue() {
  return useQuery(trpc.results.due.queryOptions());
}

export function useSaveResult(onSaved: () => void) {
  return useMutation(
    trpc.results.save.mutationOptions({
      onSuccess: (saved) => {
        notify.done('效果记下了', saved.undoId);
        onSaved();
      },
      onError: notify.failed,
    }),
  );
}
