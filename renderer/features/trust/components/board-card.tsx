import type { DragEvent, MouseEvent } from 'react';
import type { FriendRow } from '../../../../shared/contracts/friends.ts';
import type { Tag } from '../../../../shared/contracts/tags.ts';
import { spokenAgo } from '../../../lib/format.ts';
import { levels, levelText } from '../../../lib/words.ts';
import { MoreIcon } from '../../../ui/icons.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { TagDot } from '../../../ui/tag-chip.tsx';
import { chosenWith, trustActions, useTrustStore } from '../store.ts';

export const dragType = 'application/x-tiefen-friends';
export const cardHeight = 56;

/** A small sign under the pointer while several are dragged. */
function dragSign(event: DragEvent, many: number): void {
  const sign = document.createElement('div');
  sign.className = 'trust-drag-sign';
  sign.textContent = `${many} 位好友`;
  document.body.append(sign);
  event.dataTransfer.setDragImage(sign, 12, 12);
  setTimeout(() => sign.remove());
}

export interface BoardCardProps {
  friend: FriendRow;
  index: number;
  top: number;
  tags: ReadonlyMap<number, Tag>;
  /** the card of its column that Tab reaches */
  reachable: boolean;
  open: boolean;
  onFocus: () => void;
  onOpen: (event: MouseEvent) => void;
}

/** One friend on the board: drag her, press a number, or open her. */
export function BoardCard({ friend, index, top, tags, reachable, open, onFocus, onOpen }: BoardCardProps) {
  const selected = useTrustStore((state) => state.selected.has(friend.id));
  const leaving = useTrustStore((state) => state.leaving.has(friend.id));
  const person = { id: friend.id, name: friend.name };
  const onDragStart = (event: DragEvent) => {
    const people = chosenWith(person);
    event.dataTransfer.setData(dragType, JSON.stringify(people));
    event.dataTransfer.effectAllowed = 'move';
    if (people.length > 1) dragSign(event, people.length);
  };
  const items = levels
    .filter((level) => level !== friend.trustLevel)
    .map((level) => ({ key: String(level), label: `移到 ${levelText(level)}` }))
    .reverse();
  const colors = friend.tagIds.slice(0, 4).flatMap((id) => tags.get(id)?.color ?? []);
  const contact = friend.lastContactAt === null ? '还没联系过' : `${spokenAgo(friend.lastContactAt)}联系过`;
  const state = [selected ? 'selected' : '', leaving ? 'leaving' : '', open ? 'open' : ''].filter(Boolean).join(' ');
  return (
    <li className={`trust-card ${state}`} style={{ transform: `translateY(${top}px)` }} draggable onDragStart={onDragStart}>
      <button
        type="button"
        className="trust-card-main"
        data-card={`${friend.trustLevel}-${index}`}
        data-id={friend.id}
        data-name={friend.name}
        aria-pressed={selected}
        tabIndex={reachable ? 0 : -1}
        title={friend.name}
        onFocus={onFocus}
        onClick={onOpen}
      >
        <span className="trust-card-name">{friend.name}</span>
        <span className="trust-card-line">
          <span>{contact}</span>
          {colors.map((color, at) => (
            <TagDot key={at} color={color} />
          ))}
        </span>
      </button>
      <Menu sections={[items]} onChoose={(key) => void trustActions.move(chosenWith(person), Number(key))}>
        {(button) => (
          <button {...button} type="button" className="icon-button" aria-label={`把${friend.name}移到…`} title="移到…" tabIndex={-1}>
            <MoreIcon width="14" height="14" />
          </button>
        )}
      </Menu>
    </li>
  );
}
