import { useMutation, useQuery } from '@tanstack/react-query';
import { queryClient, trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** Whether demo data are in the book, and whether the book is empty. */
export function useDemoStatus() {
  return useQuery(trpc.demo.status.queryOptions());
}

/** Fills the book with the demo friends. */
export function useLoadDemo() {
  return useMutation(trpc.demo.load.mutationOptions({ onError: notify.failed }));
}

/** Takes the demo friends away; what she added herself stays. */
export function useRemoveDemo(onGone?: () => void) {
  return useMutation(
    trpc.demo.remove.mutationOptions({
      onSuccess: () => {
        // a page that was left would show the demo again, and ask for its pictures, until its new answer comes
        queryClient.removeQueries({ type: 'inactive' });
        onGone?.();
        notify.done('演示数据已移除');
      },
      onError: notify.failed,
    }),
  );
}
