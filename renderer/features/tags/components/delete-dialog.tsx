import type { Tag } from '../../../../shared/contracts/tags.ts';
import { count } from '../../../lib/format.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { useDeleteTags } from '../mutations.ts';
import { tagsActions } from '../store.ts';
import { useCarriers } from './merge-dialog.tsx';

/** Before tags are deleted: from how many friends they are taken. */
export function DeleteDialog({ tags, onClose }: { tags: readonly Tag[]; onClose: () => void }) {
  const remove = useDeleteTags();
  const people = useCarriers(tags.map((tag) => tag.id));
  const one = tags.length === 1 ? tags[0] : undefined;
  const done = () => {
    tagsActions.clear();
    onClose();
  };
  return (
    <ConfirmDialog
      open
      title={one ? `删除标签「${one.name}」？` : `删除 ${tags.length} 个标签？`}
      confirmLabel={one ? '删除这个标签' : `删除 ${tags.length} 个标签`}
      danger
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ ids: tags.map((tag) => tag.id) }, { onSuccess: done })}
      onClose={onClose}
    >
      {people === 0 ? (
        '没有好友带着它。'
      ) : (
        <>
          会从 <strong>{people === null ? '…' : count(people)}</strong> 位好友身上拿掉，好友本身不动。
        </>
      )}
      删错了可以撤销，好友身上的也一起回来。
    </ConfirmDialog>
  );
}
