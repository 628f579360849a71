import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { count, fileSize } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

export const useCreatePiece = () => useMutation(trpc.content.create.mutationOptions({ onError: notify.failed }));
export const useUpdatePiece = () => useMutation(trpc.content.update.mutationOptions({ onError: notify.failed }));

export const useDuplicatePiece = () =>
  useMutation(
    trpc.content.duplicate.mutationOptions({ onSuccess: ({ undoId }) => notify.done('已复制一条', undoId), onError: notify.failed }),
  );

export const useArchivePieces = () =>
  useMutation(
    trpc.content.archive.mutationOptions({
      onSuccess: ({ changed, undoId }, { archived }) => notify.done(`${archived ? '已归档' : '已取回'} ${count(changed)} 条素材`, undoId),
      onError: notify.failed,
    }),
  );

export const useDeletePieces = () =>
  useMutation(
    trpc.content.delete.mutationOptions({
      onSuccess: ({ changed, undoId }) => notify.done(`已删除 ${count(changed)} 条素材`, undoId),
      onError: notify.failed,
    }),
  );

export const useRestoreVersion = () =>
  useMutation(
    trpc.content.restore.mutationOptions({ onSuccess: ({ undoId }) => notify.done('已换回那时的样子', undoId), onError: notify.failed }),
  );

export const useRemoveAssets = () =>
  useMutation(
    trpc.content.removeAssets.mutationOptions({
      onSuccess: ({ removed, kept, bytes }) =>
        notify.done(`已清掉 ${count(removed)} 个，腾出 ${fileSize(bytes)}${kept > 0 ? `；${count(kept)} 个刚被用上，留着` : ''}`),
      onError: notify.failed,
    }),
  );
