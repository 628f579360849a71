import { Button } from 'antd';
import type { TagBook } from '../../../../shared/contracts/tags.ts';
import { Menu } from '../../../ui/menu.tsx';
import { useMoveTags } from '../mutations.ts';
import { tagsActions, useTagsStore } from '../store.ts';

/** What can be done to the ticked tags, at the foot of the page. */
export function TagsBar({ book }: { book: TagBook }) {
  const selected = useTagsStore((state) => state.selected);
  const move = useMoveTags();
  const tags = book.tags.filter((tag) => selected.has(tag.id));
  if (tags.length === 0) return null;
  const ids = tags.map((tag) => tag.id);
  const targets = [...book.groups.map((group) => ({ key: String(group.id), label: group.name })), { key: '0', label: '没分组' }];
  const moveTo = (key: string) => move(tags, book.groups.find((group) => String(group.id) === key) ?? null, tagsActions.clear);
  return (
    <div className="tags-bar" role="toolbar" aria-label="选中的标签">
      <span>
        选中 <b>{tags.length}</b> 个标签
      </span>
      <Button size="small" disabled={tags.length < 2} onClick={() => tagsActions.ask({ kind: 'merge', ids })}>
        合成一个…
      </Button>
      <Menu sections={[targets]} onChoose={moveTo}>
        {(button) => (
          <Button {...button} size="small">
            移到组…
          </Button>
        )}
      </Menu>
      <Button size="small" danger onClick={() => tagsActions.ask({ kind: 'delete', ids })}>
        删除
      </Button>
      <Button size="small" type="text" onClick={tagsActions.clear}>
        取消选中
      </Button>
    </div>
  );
}
