import { Input } from 'antd';
import { useState } from 'react';
import { CheckList } from '../../../ui/filter-menu.tsx';
import { useGroupsNamed } from '../queries.ts';

interface GroupChoiceProps {
  onChoose: (group: { id: number; name: string }) => void;
}

/** One group by a part of its name; without words those with the newest messages. */
export function GroupChoice({ onChoose }: GroupChoiceProps) {
  const [text, setText] = useState('');
  const rows = useGroupsNamed(text);
  return (
    <div className="friend-choice">
      <Input size="small" autoFocus placeholder="群名" aria-label="找群" value={text} onChange={(event) => setText(event.target.value)} />
      <CheckList
        label="群"
        single
        empty={text === '' ? '还没有群聊' : `没有「${text}」`}
        options={rows.map(({ id, name, messageCount }) => ({ key: id, label: name, count: messageCount }))}
        chosen={[]}
        onChange={([id]) => {
          const group = rows.find((row) => row.id === id);
          if (group) onChoose({ id: group.id, name: group.name });
        }}
      />
    </div>
  );
}
