import { type CSSProperties, type DragEvent, useState } from 'react';
import type { Tag, TagGroup } from '../../../../shared/contracts/tags.ts';
import { count } from '../../../lib/format.ts';
import { MoreIcon, PlusIcon } from '../../../ui/icons.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { TagDot } from '../../../ui/tag-chip.tsx';
import { useCreateTag, useDeleteGroup, useUpdateGroup } from '../mutations.ts';
import { tagsActions, useTagsStore } from '../store.ts';
import { GroupEditor } from './group-editor.tsx';
import { TagEditor } from './tag-editor.tsx';
import { draggedTags, dragsTags, TagRow } from './tag-row.tsx';

function GroupHead({ group, tags }: { group: TagGroup | null; tags: number }) {
  const editing = useTagsStore((state) => group !== null && state.editingGroup === group.id);
  const update = useUpdateGroup();
  const remove = useDeleteGroup(group?.name ?? '');
  if (group && editing)
    return (
      <GroupEditor
        group={group}
        busy={update.isPending}
        onSave={(values) => update.mutateAsync({ id: group.id, values }, { onSuccess: () => tagsActions.editGroup(null) })}
        onClose={() => tagsActions.editGroup(null)}
      />
    );
  return (
    <header>
      {group && <TagDot color={group.color} />}
      <h2 title={group?.name}>{group?.name ?? '没分组'}</h2>
      <span>{count(tags)} 个</span>
      {group && (
        <Menu
          sections={[
            [
              { key: 'edit', label: '改组名、换颜色' },
              { key: 'delete', label: '删除这个组（标签留下）', danger: true },
            ],
          ]}
          onChoose={(key) => (key === 'edit' ? tagsActions.editGroup(group.id) : remove.mutate({ id: group.id }))}
        >
          {(button) => (
            <button {...button} type="button" className="icon-button" aria-label={`更多：标签组「${group.name}」`}>
              <MoreIcon />
            </button>
          )}
        </Menu>
      )}
    </header>
  );
}

function AddTag({ groupId, groups }: { groupId: number | null; groups: readonly TagGroup[] }) {
  const open = useTagsStore((state) => state.addingTo === (groupId ?? 0));
  const create = useCreateTag();
  // tags come in rows of several: the field stays open, empty, until Esc
  const [made, setMade] = useState(0);
  if (!open)
    return (
      <button type="button" className="tags-add" onClick={() => tagsActions.addTo(groupId ?? 0)}>
        <PlusIcon width="14" height="14" />
        加标签
      </button>
    );
  return (
    <TagEditor
      key={made}
      tag={null}
      groupId={groupId}
      groups={groups}
      busy={create.isPending}
      onSave={(values) => create.mutateAsync(values, { onSuccess: () => setMade(made + 1) })}
      onClose={() => tagsActions.addTo(null)}
    />
  );
}

export interface GroupCardProps {
  /** null = tags without a group */
  group: TagGroup | null;
  tags: readonly Tag[];
  groups: readonly TagGroup[];
  /** id of the tag the keyboard is on */
  cursor: number | null;
  /** while searching there is nothing to add or to drop on */
  searching: boolean;
  /** a long list that takes the width of the page, in columns */
  wide: boolean;
  onCursor: (id: number) => void;
  onDropTags: (ids: readonly number[]) => void;
}

/** A wide list begins another column after this many tags, as long as the page has room for one. */
const rowsInColumn = 8;

/** One group with its tags; tags of other groups can be dropped on it. */
export function GroupCard({ group, tags, groups, cursor, searching, wide, onCursor, onDropTags }: GroupCardProps) {
  const [over, setOver] = useState(false);
  const onDragOver = (event: DragEvent) => {
    if (!dragsTags(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    const ids = draggedTags(event);
    if (!ids) return;
    event.preventDefault();
    onDropTags(ids);
  };
  return (
    <section
      className={['tag-group', wide && 'wide', over && 'over'].filter(Boolean).join(' ')}
      style={wide ? ({ '--tag-columns': Math.max(1, Math.ceil(tags.length / rowsInColumn)) } as CSSProperties) : undefined}
      aria-label={group ? `标签组「${group.name}」` : '没分组的标签'}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <GroupHead group={group} tags={tags.length} />
      <ul>
        {tags.map((tag) => (
          <TagRow key={tag.id} tag={tag} groups={groups} current={tag.id === cursor} onFocus={() => onCursor(tag.id)} />
        ))}
      </ul>
      {tags.length === 0 && <p className="tag-none">把标签拖进来，或者在这里加</p>}
      {!searching && <AddTag groupId={group?.id ?? null} groups={groups} />}
    </section>
  );
}
