import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** Title tests: open ones first, then the newest closed ones. */
export function useTitleTests() {
  return useQuery(trpc.titleTests.list.queryOptions());
}

export function useBeginTitleTest(onBegun: () => void) {
  return useMutation(
    trpc.titleTests.create.mutationOptions({
      onSuccess: ({ undoId }) => {
        notify.done('开始比了。发出去以后回来记数', undoId);
        onBegun();
      },
      onError: notify.failed,
    }),
  );
}

export function useCountTitle() {
  return useMutation(
    trpc.titleTests.count.mutationOptions({ onSuccess: ({ undoId }) => notify.done('记下了', undoId), onError: notify.failed }),
  );
}

/** Ends a test; with `armId` the piece takes that title in the channel. */
export function useCloseTitleTest() {
  return useMutation(
    trpc.titleTests.close.mutationOptions({
      onSuccess: ({ undoId }, { armId }) => notify.done(armId === null ? '这次比较结束了' : '素材已换上这个标题', undoId),
      onError: notify.failed,
    }),
  );
}
