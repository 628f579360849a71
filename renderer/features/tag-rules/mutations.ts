import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

const onError = notify.failed;

/** Said once the list shows it. */
export const tellSaved = (undoId: number | null, name: string, isNew: boolean): void => {
  if (undoId !== null) notify.done(isNew ? `已存下规则「${name}」，每天和导入后会自己运行` : `规则「${name}」已改好`, undoId);
};

export const useCreateRule = () => useMutation(trpc.tagRules.create.mutationOptions({ onError }));
export const useUpdateRule = () => useMutation(trpc.tagRules.update.mutationOptions({ onError }));

export function useDeleteRule(name: string) {
  return useMutation(
    trpc.tagRules.delete.mutationOptions({
      onSuccess: ({ undoId }) => notify.done(`已删除规则「${name}」，它打过的标签都留着`, undoId),
      onError,
    }),
  );
}

export function useSetOn(name: string) {
  return useMutation(
    trpc.tagRules.setOn.mutationOptions({
      onSuccess: ({ undoId }, { on }) => notify.done(on ? `规则「${name}」又在用了` : `规则「${name}」先停着，它打过的标签都留着`, undoId),
      onError,
    }),
  );
}

export const useOrderRules = () => useMutation(trpc.tagRules.order.mutationOptions({ onError }));
export const useSetExclusive = () => useMutation(trpc.tagRules.setExclusive.mutationOptions({ onError }));

export function useRunRules() {
  return useMutation(
    trpc.tagRules.run.mutationOptions({
      onSuccess: ({ added, removed, undoId }) =>
        notify.done(undoId === null ? '没有要打的，也没有要拿掉的' : `打上 ${count(added)} 个标签，拿掉 ${count(removed)} 个`, undoId),
      onError,
    }),
  );
}
