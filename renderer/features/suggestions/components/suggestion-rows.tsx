import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import type { Suggestion } from '../../../../shared/contracts/suggestions.ts';
import { count, spokenDay } from '../../../lib/format.ts';
import { LevelPill } from '../../../ui/level.tsx';
import type { SuggestionList } from '../use-suggestion-list.ts';
import { reasonText } from '../words.ts';

interface RowProps {
  one: Suggestion;
  isCurrent: boolean;
  isChosen: boolean;
  onGo: () => void;
  onToggle: () => void;
  onFriend: () => void;
}

function Row({ one, isCurrent, isChosen, onGo, onToggle, onFriend }: RowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isCurrent) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <tr ref={row} aria-current={isCurrent || undefined} className={isChosen ? 'chosen' : undefined} onClick={onGo}>
      <td className="w-pick">
        <input type="checkbox" aria-label={`选中 ${one.name}`} checked={isChosen} onChange={onToggle} />
      </td>
      <td className="w-name">
        <button type="button" className="suggestion-name" title={one.name} onClick={onFriend}>
          {one.name}
        </button>
      </td>
      <td className="w-levels">
        <LevelPill level={one.fromLevel} short />
        <span aria-hidden="true">→</span>
        <LevelPill level={one.toLevel} />
      </td>
      <td className="suggestion-why">
        {reasonText(one)}
        {one.isDisputed && <small className="suggestion-disputed">升降都有理由</small>}
      </td>
      <td className="w-day">{spokenDay(Date.parse(`${one.on}T00:00:00`))}</td>
    </tr>
  );
}

/** The suggestions, with the place of the cursor and the selection. */
export function SuggestionRows({ list, onFriend }: { list: SuggestionList; onFriend: (id: number) => void }) {
  return (
    <div className="suggestion-rows">
      <table aria-label="升降级建议">
        <thead>
          <tr>
            <th scope="col" className="w-pick">
              <input type="checkbox" aria-label="选中全部" checked={list.total > 0 && list.many === list.total} onChange={list.chooseAll} />
            </th>
            <th scope="col" className="w-name">
              好友
            </th>
            <th scope="col" className="w-levels">
              建议
            </th>
            <th scope="col">理由</th>
            <th scope="col" className="w-day">
              最近的依据
            </th>
          </tr>
        </thead>
        <tbody>
          {list.rows.map((one, at) => (
            <Row
              key={one.friendId}
              one={one}
              isCurrent={at === list.cursor}
              isChosen={list.isChosen(one)}
              onGo={() => list.go(at)}
              onToggle={() => list.toggle(one)}
              onFriend={() => onFriend(one.friendId)}
            />
          ))}
        </tbody>
      </table>
      {list.total > list.rows.length && (
        <p className="suggestion-more">
          列出 {count(list.rows.length)} 位，共 {count(list.total)} 位。
          {list.more && (
            <Button size="small" onClick={list.more}>
              再列一些
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
