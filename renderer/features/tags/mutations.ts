import { useMutation } from '@tanstack/react-query';
import type { Tag, TagGroup } from '../../../shared/contracts/tags.ts';
import { trpc } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

export function useCreateTag() {
  return useMutation(
    trpc.tags.create.mutationOptions({
      onSuccess: (saved, { name }) => notify.done(`已新建标签「${name}」`, saved.undoId),
      onError: notify.failed,
    }),
  );
}

export function useUpdateTag() {
  return useMutation(
    trpc.tags.update.mutationOptions({
      onSuccess: (saved, { values }) => {
        if (saved.undoId !== null) notify.done(`标签「${values.name}」已改好`, saved.undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Moves tags to a group (null = none), all in one action. */
export function useMoveTags() {
  const move = useMutation(trpc.tags.move.mutationOptions({ onError: notify.failed }));
  return (tags: readonly Tag[], group: TagGroup | null, onDone?: () => void) =>
    move.mutate(
      { ids: tags.map((tag) => tag.id), groupId: group?.id ?? null },
      {
        onSuccess: ({ changed, undoId }) => {
          onDone?.();
          if (changed === 0) return;
          const what = tags.length === 1 ? `「${tags[0]?.name}」` : ` ${count(changed)} 个标签`;
          notify.done(`已把${what}移到「${group?.name ?? '没分组'}」`, undoId);
        },
      },
    );
}

export function useDeleteTags() {
  return useMutation(
    trpc.tags.delete.mutationOptions({
      onSuccess: (report) => notify.done(`已删除 ${count(report.changed)} 个标签`, report.undoId),
      onError: notify.failed,
    }),
  );
}

export function useMergeTags() {
  return useMutation(
    trpc.tags.merge.mutationOptions({
      onSuccess: (report, { fromIds }) =>
        notify.done(`已合并 ${fromIds.length + 1} 个标签，${count(report.changed)} 位好友换上了留下的那个`, report.undoId),
      onError: notify.failed,
    }),
  );
}

export function useCreateGroup() {
  return useMutation(
    trpc.tags.createGroup.mutationOptions({
      onSuccess: (saved, { name }) => notify.done(`已新建标签组「${name}」`, saved.undoId),
      onError: notify.failed,
    }),
  );
}

export function useUpdateGroup() {
  return useMutation(
    trpc.tags.updateGroup.mutationOptions({
      onSuccess: (saved, { values }) => {
        if (saved.undoId !== null) notify.done(`标签组「${values.name}」已改好`, saved.undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Removes a group; its tags stay, without a group. */
export function useDeleteGroup(name: string) {
  return useMutation(
    trpc.tags.deleteGroup.mutationOptions({
      onSuccess: (saved) => notify.done(`已删除标签组「${name}」，里面的标签都还在`, saved.undoId),
      onError: notify.failed,
    }),
  );
}
