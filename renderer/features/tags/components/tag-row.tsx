import type { DragEvent } from 'react';
import { Link } from 'react-router';
import type { Tag, TagGroup } from '../../../../shared/contracts/tags.ts';
import { count } from '../../../lib/format.ts';
import { MoreIcon } from '../../../ui/icons.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { TagChip } from '../../../ui/tag-chip.tsx';
import { useMoveTags, useUpdateTag } from '../mutations.ts';
import { tagsActions, useTagsStore } from '../store.ts';
import { TagEditor } from './tag-editor.tsx';

const dragType = 'application/x-tiefen-tags';

/** Ids of the tags that are being dragged, or null when it is something else. */
export function draggedTags(event: DragEvent): number[] | null {
  const text = event.dataTransfer.getData(dragType);
  return text === '' ? null : text.split(',').map(Number);
}

/** Whether tags are being dragged; the ids themselves can be read only when they are dropped. */
export function dragsTags(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(dragType);
}

function TagMenu({ tag, groups }: { tag: Tag; groups: readonly TagGroup[] }) {
  const move = useMoveTags();
  const targets = [...groups.map((group) => ({ key: `to-${group.id}`, label: group.name })), { key: 'to-0', label: '没分组' }];
  const others = targets.filter((target) => target.key !== `to-${tag.groupId ?? 0}`);
  const items = [
    { key: 'edit', label: '改名、换颜色' },
    ...(others.length > 0 ? [{ key: 'move', label: '移到…', items: others }] : []),
    { key: 'select', label: '选中，再和别的合并' },
  ];
  const choose = (key: string) => {
    if (key === 'edit') tagsActions.edit(tag.id);
    else if (key === 'select') tagsActions.toggle(tag.id);
    else if (key === 'delete') tagsActions.ask({ kind: 'delete', ids: [tag.id] });
    else move([tag], groups.find((group) => `to-${group.id}` === key) ?? null);
  };
  return (
    <Menu sections={[items, [{ key: 'delete', label: '删除', danger: true }]]} onChoose={choose}>
      {(button) => (
        <button {...button} type="button" className="icon-button" aria-label={`更多：${tag.name}`} tabIndex={-1}>
          <MoreIcon />
        </button>
      )}
    </Menu>
  );
}

export interface TagRowProps {
  tag: Tag;
  groups: readonly TagGroup[];
  /** the row the keyboard is on */
  current: boolean;
  onFocus: () => void;
}

/** One tag: tick it, open it, see how many carry it, drag it to another group. */
export function TagRow({ tag, groups, current, onFocus }: TagRowProps) {
  const selected = useTagsStore((state) => state.selected.has(tag.id));
  const editing = useTagsStore((state) => state.editing === tag.id);
  const update = useUpdateTag();
  if (editing)
    return (
      <li className="tag-row editing">
        <TagEditor
          tag={tag}
          groupId={tag.groupId}
          groups={groups}
          busy={update.isPending}
          onSave={(values) => update.mutateAsync({ id: tag.id, values }, { onSuccess: () => tagsActions.edit(null) })}
          onClose={() => tagsActions.edit(null)}
        />
      </li>
    );
  const onDragStart = (event: DragEvent) => {
    const { selected: all } = useTagsStore.getState();
    event.dataTransfer.setData(dragType, selected ? [...all].join(',') : String(tag.id));
    event.dataTransfer.effectAllowed = 'move';
  };
  return (
    <li className={selected ? 'tag-row selected' : 'tag-row'} draggable onDragStart={onDragStart}>
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`选中「${tag.name}」`}
        checked={selected}
        onChange={() => tagsActions.toggle(tag.id)}
      />
      <button
        type="button"
        className="tag-open"
        data-tag={tag.id}
        title={`${tag.name}（点一下改名、换颜色）`}
        tabIndex={current ? 0 : -1}
        onFocus={onFocus}
        onClick={() => tagsActions.edit(tag.id)}
      >
        <TagChip color={tag.color}>{tag.name}</TagChip>
        {tag.origin === 'import' && <small>导入的</small>}
      </button>
      {tag.friendCount > 0 ? (
        <Link
          className="tag-count"
          to={`/friends?any=${tag.id}`}
          tabIndex={current ? 0 : -1}
          aria-label={`看带「${tag.name}」的 ${count(tag.friendCount)} 位好友`}
        >
          {count(tag.friendCount)}
        </Link>
      ) : (
        <span className="tag-count none">0</span>
      )}
      <TagMenu tag={tag} groups={groups} />
    </li>
  );
}
