import { Input } from 'antd';
import { useState } from 'react';
import { CheckList } from '../../../ui/filter-menu.tsx';
import { LadderGlyph } from '../../../ui/level.tsx';
import { useFriendsNamed } from '../queries.ts';

interface FriendChoiceProps {
  chosen: { id: number; name: string } | null;
  onChoose: (friend: { id: number; name: string } | null) => void;
  /** Enter in the field: takes who is chosen; with nobody chosen the first of the list is */
  onEnter?: () => void;
}

/** One friend by name, pinyin or initials; without words those who were in touch last. */
export function FriendChoice({ chosen, onChoose, onEnter }: FriendChoiceProps) {
  const [text, setText] = useState('');
  const rows = useFriendsNamed(text);
  return (
    <div className="friend-choice">
      <Input
        size="small"
        autoFocus
        placeholder="名字、拼音首字母"
        aria-label="找好友"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => {
          const [first] = rows;
          if (!onEnter) return;
          if (chosen) onEnter();
          else if (first) onChoose({ id: first.id, name: first.name });
        }}
      />
      <CheckList
        label="好友"
        single
        empty={text === '' ? '还没有好友' : `没有「${text}」`}
        options={rows.map(({ id, name, trustLevel }) => ({ key: id, label: name, before: <LadderGlyph level={trustLevel} /> }))}
        chosen={chosen ? [chosen.id] : []}
        onChange={([id]) => {
          const friend = rows.find((row) => row.id === id);
          onChoose(friend ? { id: friend.id, name: friend.name } : null);
        }}
      />
    </div>
  );
}
