import { useMutation } from '@tanstack/react-query';
import { toAppError, trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** Errors that belong to a field are shown there, by the form; the others as a message. */
function tell(error: unknown): void {
  if (toAppError(error).kind !== 'nameTaken') notify.failed(error);
}

export function useCreateAccount() {
  return useMutation(
    trpc.accounts.create.mutationOptions({
      onSuccess: (saved, { name }) => notify.done(`已添加账号「${name}」`, saved.undoId),
      onError: tell,
    }),
  );
}

export function useUpdateAccount() {
  return useMutation(
    trpc.accounts.update.mutationOptions({
      onSuccess: (saved, { values }) => notify.done(`已保存账号「${values.name}」`, saved.undoId),
      onError: tell,
    }),
  );
}

/** Archives an account or takes it back; its friends stay. */
export function useArchiveAccount(name: string) {
  return useMutation(
    trpc.accounts.archive.mutationOptions({
      onSuccess: (saved, { archived }) =>
        notify.done(archived ? `已归档账号「${name}」，好友都还在` : `已取回账号「${name}」`, saved.undoId),
      onError: notify.failed,
    }),
  );
}

export function useCreateChannel() {
  return useMutation(
    trpc.channels.create.mutationOptions({
      onSuccess: (saved, { name }) => notify.done(`已添加渠道「${name}」`, saved.undoId),
      onError: tell,
    }),
  );
}

export function useUpdateChannel() {
  return useMutation(
    trpc.channels.update.mutationOptions({
      onSuccess: (saved, { values }) => notify.done(`已保存渠道「${values.name}」`, saved.undoId),
      onError: tell,
    }),
  );
}

/** Archives a channel or takes it back; its friends keep it. */
export function useArchiveChannel(name: string) {
  return useMutation(
    trpc.channels.archive.mutationOptions({
      onSuccess: (saved, { archived }) =>
        notify.done(archived ? `已归档渠道「${name}」，好友的来源都还在` : `已取回渠道「${name}」`, saved.undoId),
      onError: notify.failed,
    }),
  );
}
