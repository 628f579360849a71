import { useMutation } from '@tanstack/react-query';
import type { TagColor } from '../../../shared/contracts/common.ts';
import type { Tag, TagGroup } from '../../../shared/contracts/tags.ts';
import { client, trpc } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

/** What the back end keeps: a colour of its own, or null when the tag follows its group. */
export function ownColor(tag: Pick<Tag, 'groupId' | 'color'>, groups: readonly TagGroup[]): TagColor | null {
  const inherited = groups.find((group) => group.id === tag.groupId)?.color ?? 'grey';
  return tag.color === inherited ? null : tag.color;
}

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

/** Moves tags to a group (null = none). One action each: the toast takes back the last of them. */
export function useMoveTags() {
  return useMutation({
    networkMode: 'always',
    mutationFn: async ({ tags, group, groups }: { tags: readonly Tag[]; group: TagGroup | null; groups: readonly TagGroup[] }) => {
      let undoId: number | null = null;
      let moved = 0;
      for (const tag of tags) {
        if (tag.groupId === (group?.id ?? null)) continue;
        const values = { name: tag.name, groupId: group?.id ?? null, color: ownColor(tag, groups) };
        undoId = (await client.tags.update.mutate({ id: tag.id, values })).undoId ?? undoId;
        moved += 1;
      }
      return { moved, undoId };
    },
    onSuccess: ({ moved, undoId }, { tags, group }) => {
      if (moved === 0) return;
      const what = tags.length === 1 ? `「${tags[0]?.name}」` : ` ${moved} 个标签`;
      const oneByOne = moved > 1 ? '，要退回请逐个撤销' : '';
      notify.done(`已把${what}移到「${group?.name ?? '没分组'}」${oneByOne}`, undoId);
    },
    onError: notify.failed,
  });
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
