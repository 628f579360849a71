import { Input } from 'antd';
import { useState } from 'react';
import { CheckList } from '../../../ui/filter-menu.tsx';
import { LadderGlyph } from '../../../ui/level.tsx';
import { useEntered } from '../../../ui/use-entered.ts';
import { useFriendsNamed } from '../queries.ts';

interface FriendChoiceProps {
  chosen: { id: number; name: string } | null;
  onChoose: (friend: { id: number; name: string } | null) => void;
  /** Enter in the field: takes who is chosen; after typing, or with nobody chosen, the first of the list is */
  onEnter?: () => void;
}

/** One friend by name, pinyin or initials; without words those who were in touch last. */
export function FriendChoice({ chosen, onChoose, onEnter }: FriendChoiceProps) {
  const [text, setText] = useState('');
  /** what was typed when she was chosen: typing on looks for another */
  const [chosenBy, setChosenBy] = useState(text);
  const { rows, waiting } = useFriendsNamed(text);
  const chooseFirst = () => {
    const [first] = rows;
    if (!first) return;
    setChosenBy(text);
    onChoose({ id: first.id, name: first.name });
  };
  const { enter, forget } = useEntered(waiting, chooseFirst);
  return (
    <div className="friend-choice">
      <Input
        size="small"
        autoFocus
        placeholder="名字、拼音首字母"
        aria-label="找好友"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          forget();
        }}
        onPressEnter={() => {
          if (!onEnter) return;
          if (chosen && text === chosenBy) onEnter();
          else enter();
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
          setChosenBy(text);
          onChoose(friend ? { id: friend.id, name: friend.name } : null);
        }}
      />
    </div>
  );
}
