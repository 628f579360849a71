import { useQuery } from '@tanstack/react-query';
import { Radio } from 'antd';
import { useState } from 'react';
import type { Tag } from '../../../../shared/contracts/tags.ts';
import { trpc } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { TagChip } from '../../../ui/tag-chip.tsx';
import { useMergeTags } from '../mutations.ts';
import { tagsActions } from '../store.ts';

/** Friends who carry one of these tags, archived ones too: they are touched as well. */
export function useCarriers(ids: readonly number[]): number | null {
  const selection = { by: 'filter' as const, filter: { tags: { any: [...ids] }, archived: 'any' as const }, except: [] };
  return useQuery(trpc.friends.count.queryOptions({ selection })).data ?? null;
}

/** Several tags become one: which one stays, and what it comes to. */
export function MergeDialog({ tags, onClose }: { tags: readonly Tag[]; onClose: () => void }) {
  const biggest = [...tags].sort((a, b) => b.friendCount - a.friendCount)[0];
  const [intoId, setIntoId] = useState(biggest?.id ?? 0);
  const into = tags.find((tag) => tag.id === intoId);
  const people = useCarriers(tags.map((tag) => tag.id));
  const merge = useMergeTags();
  const from = tags.filter((tag) => tag.id !== intoId);
  const done = () => {
    tagsActions.clear();
    onClose();
  };
  return (
    <ConfirmDialog
      open
      title={`把 ${tags.length} 个标签合成一个`}
      confirmLabel={`合并成「${into?.name ?? ''}」`}
      busy={merge.isPending}
      disabled={!into}
      onConfirm={() => merge.mutate({ fromIds: from.map((tag) => tag.id), intoId }, { onSuccess: done })}
      onClose={onClose}
    >
      <p className="tag-merge-ask">留下哪一个？</p>
      <Radio.Group
        vertical
        value={intoId}
        onChange={(event) => setIntoId(event.target.value as number)}
        options={tags.map((tag) => ({
          value: tag.id,
          label: (
            <>
              <TagChip color={tag.color}>{tag.name}</TagChip> {count(tag.friendCount)} 位
            </>
          ),
        }))}
      />
      <p className="tag-merge-result">
        合并后 <strong>{people === null ? '…' : count(people)}</strong> 位好友带「{into?.name}」，同一位不会重复。
        {from.length === 1 ? `「${from[0]?.name}」` : `其余 ${from.length} 个标签`}会消失，可以撤销。
      </p>
    </ConfirmDialog>
  );
}
