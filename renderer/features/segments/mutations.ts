import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

type Saved = { undoId: number | null };

/** Said by whoever saved it, once the page shows it: a key pressed at the sight of this sentence meets the page that follows. */
export const tellCreated = ({ undoId }: Saved, name: string) => notify.done(`已存下人群「${name}」`, undoId);

export const tellUpdated = ({ undoId }: Saved, name: string) => {
  if (undoId !== null) notify.done(`人群「${name}」已改好`, undoId);
};

export function useCreateSegment() {
  return useMutation(trpc.segments.create.mutationOptions({ onError: notify.failed }));
}

export function useUpdateSegment() {
  return useMutation(trpc.segments.update.mutationOptions({ onError: notify.failed }));
}

export function useDeleteSegment(name: string) {
  return useMutation(
    trpc.segments.delete.mutationOptions({
      onSuccess: (saved) => notify.done(`已删除人群「${name}」，里面的好友都还在`, saved.undoId),
      onError: notify.failed,
    }),
  );
}
