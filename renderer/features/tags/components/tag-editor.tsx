import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import type { TagColor } from '../../../../shared/contracts/common.ts';
import type { Tag, TagGroup } from '../../../../shared/contracts/tags.ts';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { ColorRow } from './color-row.tsx';

export interface TagValues {
  name: string;
  groupId: number | null;
  /** null = the colour of the group */
  color: TagColor | null;
}

export interface TagEditorProps {
  /** null = a new tag in `groupId` */
  tag: Tag | null;
  groupId: number | null;
  groups: readonly TagGroup[];
  busy: boolean;
  onSave: (values: TagValues) => Promise<unknown>;
  onClose: () => void;
}

function GroupSelect({
  groups,
  value,
  onChange,
}: {
  groups: readonly TagGroup[];
  value: number | null;
  onChange: (id: number | null) => void;
}) {
  return (
    <select className="tag-field" aria-label="标签组" value={value ?? 0} onChange={(event) => onChange(Number(event.target.value) || null)}>
      <option value={0}>没分组</option>
      {groups.map((item) => (
        <option key={item.id} value={item.id}>
          {item.name}
        </option>
      ))}
    </select>
  );
}

/** Name, colour and group of a tag, in its own row. Enter saves, Esc leaves it as it was. */
export function TagEditor({ tag, groupId, groups, busy, onSave, onClose }: TagEditorProps) {
  const inheritedOf = (id: number | null): TagColor => groups.find((group) => group.id === id)?.color ?? 'grey';
  const [name, setName] = useState(tag?.name ?? '');
  const [group, setGroup] = useState(tag ? tag.groupId : groupId);
  const [color, setColor] = useState<TagColor | null>(tag && tag.color !== inheritedOf(tag.groupId) ? tag.color : null);
  const inherited = inheritedOf(group);
  const ready = name.trim() !== '';
  const send = useSendOnce();
  const save = () => {
    if (ready) void send(() => onSave({ name: name.trim(), groupId: group, color: color === inherited ? null : color }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };
  return (
    <form
      className="tag-editor"
      aria-label={tag ? `修改「${tag.name}」` : '新标签'}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        // an empty field for a new tag goes away as soon as she turns to something else
        if (!tag && name.trim() === '' && !event.currentTarget.contains(event.relatedTarget)) onClose();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <input
        className="tag-field"
        aria-label="标签名"
        // biome-ignore lint/a11y/noAutofocus: the row became an editor because she asked for it
        autoFocus
        maxLength={30}
        value={name}
        placeholder="标签名"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
      />
      <ColorRow name={`tag-color-${tag?.id ?? 'new'}`} value={color ?? inherited} onChange={setColor} />
      {groups.length > 0 && <GroupSelect groups={groups} value={group} onChange={setGroup} />}
      <div className="tag-editor-foot">
        <Button size="small" onClick={onClose}>
          取消
        </Button>
        <Button size="small" type="primary" htmlType="submit" disabled={!ready} loading={busy}>
          {tag ? '保存' : '新建'}
        </Button>
      </div>
    </form>
  );
}
