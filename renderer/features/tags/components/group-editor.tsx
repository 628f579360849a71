import { Button } from 'antd';
import { useState } from 'react';
import type { TagColor } from '../../../../shared/contracts/common.ts';
import type { TagGroup } from '../../../../shared/contracts/tags.ts';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { ColorRow } from './color-row.tsx';

export interface GroupEditorProps {
  /** null = a new group */
  group: TagGroup | null;
  busy: boolean;
  onSave: (values: { name: string; color: TagColor }) => Promise<unknown>;
  onClose: () => void;
}

/** Name and colour of a group, in its own head. */
export function GroupEditor({ group, busy, onSave, onClose }: GroupEditorProps) {
  const [name, setName] = useState(group?.name ?? '');
  const [color, setColor] = useState<TagColor>(group?.color ?? 'teal');
  const ready = name.trim() !== '';
  const send = useSendOnce();
  return (
    <form
      className="tag-editor"
      aria-label={group ? `修改标签组「${group.name}」` : '新标签组'}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
          event.stopPropagation();
          onClose();
        }
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) void send(() => onSave({ name: name.trim(), color }));
      }}
    >
      <input
        className="tag-field"
        aria-label="组名"
        // biome-ignore lint/a11y/noAutofocus: the head became an editor because she asked for it
        autoFocus
        maxLength={30}
        value={name}
        placeholder="组名，比如 意向、来源、肤质"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setName(event.target.value)}
      />
      <ColorRow name={`group-color-${group?.id ?? 'new'}`} value={color} onChange={setColor} />
      <div className="tag-editor-foot">
        <Button size="small" onClick={onClose}>
          取消
        </Button>
        <Button size="small" type="primary" htmlType="submit" disabled={!ready} loading={busy}>
          {group ? '保存' : '新建组'}
        </Button>
      </div>
    </form>
  );
}
