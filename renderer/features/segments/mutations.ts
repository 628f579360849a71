import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

export function useCreateSegment() {
  return useMutation(
    trpc.segments.create.mutationOptions({
      onSuccess: (saved, { name }) => notify.done(`已存下人群「${name}」`, saved.undoId),
      onError: notify.failed,
    }),
  );
}

export function useUpdateSegment() {
  return useMutation(
    trpc.segments.update.mutationOptions({
      onSuccess: (saved, { values }) => {
        if (saved.undoId !== null) notify.done(`人群「${values.name}」已改好`, saved.undoId);
      },
      onError: notify.failed,
    }),
  );
}

export function useDeleteSegment(name: string) {
  return useMutation(
    trpc.segments.delete.mutationOptions({
      onSuccess: (saved) => notify.done(`已删除人群「${name}」，里面的好友都还在`, saved.undoId),
      onError: notify.failed,
    }),
  );
}
