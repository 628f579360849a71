import { useVirtualizer } from '@tanstack/react-virtual';
import { type DragEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { FriendFilter, FriendRow } from '../../../../shared/contracts/friends.ts';
import type { Tag } from '../../../../shared/contracts/tags.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count, percent } from '../../../lib/format.ts';
import { levelMeanings, levelText, levelWords } from '../../../lib/words.ts';
import { LadderGlyph } from '../../../ui/level.tsx';
import { useColumn } from '../queries.ts';
import { type Person, trustActions, useTrustStore } from '../store.ts';
import { BoardCard, cardHeight, dragType } from './board-card.tsx';

const cardGap = 6;

function people(event: DragEvent): Person[] {
  const text = event.dataTransfer.getData(dragType);
  return text === '' ? [] : (JSON.parse(text) as Person[]);
}

export interface BoardColumnProps {
  level: number;
  /** friends of this level who match, and their share of the whole board */
  friends: number;
  share: number;
  filter: FriendFilter;
  tags: ReadonlyMap<number, Tag>;
  openId: number | null;
  onOpen: (id: number) => void;
}

/** Keeps the keyboard in the column when the card it was on has left. */
function useKeepFocus(level: number, cursor: number, total: number): void {
  const had = useRef(false);
  useEffect(() => {
    const active = document.activeElement;
    if (had.current && (active === null || active === document.body) && total > 0)
      document.querySelector<HTMLElement>(`[data-card="${level}-${Math.min(cursor, total - 1)}"]`)?.focus();
    had.current = active instanceof HTMLElement && (active.dataset.card?.startsWith(`${level}-`) ?? false);
  });
}

/** One level of the ladder with its friends; dropping people here gives them this level. */
export function BoardColumn({ level, friends, share, filter, tags, openId, onOpen }: BoardColumnProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const [cursor, setCursor] = useState(0);
  const anchor = useRef(0);
  const [range, setRange] = useState({ first: 0, last: 20 });
  const rows = useColumn(filter, level, range.first, range.last);
  const total = rows.total ?? friends;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => cardHeight + cardGap,
    overscan: 4,
    onChange: ({ range: seen }) => {
      if (seen)
        setRange((old) =>
          old.first === seen.startIndex && old.last === seen.endIndex ? old : { first: seen.startIndex, last: seen.endIndex },
        );
    },
  });
  const items = virtual.getVirtualItems();
  const reachable = items.some((item) => item.index === cursor) ? cursor : (items[0]?.index ?? 0);
  useKeepFocus(level, cursor, total);
  const onCard = (event: MouseEvent, friend: FriendRow, index: number) => {
    if (event.shiftKey) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      trustActions.add(Array.from({ length: to - from + 1 }, (_, at) => rows.rowAt(from + at)).filter((row) => row !== null));
    } else if (event.ctrlKey || event.metaKey) trustActions.toggle(friend);
    else if (useTrustStore.getState().selected.size > 0) trustActions.toggle(friend);
    else onOpen(friend.id);
    anchor.current = index;
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(dragType)) return;
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    const dropped = people(event);
    if (dropped.length === 0) return;
    event.preventDefault();
    void trustActions.move(dropped, level);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its keyboard way in the number keys and the menu of each card
    <section
      className={over ? 'trust-column over' : 'trust-column'}
      data-level={level}
      aria-label={levelText(level)}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <header title={levelMeanings[level]}>
        <h2>
          <LadderGlyph level={level} size={16} />
          <span>
            <b>{level}</b> {levelWords[level]}
          </span>
        </h2>
        <p>
          <b>{count(friends)}</b> 位 <span>占 {percent(share)}</span>
        </p>
        <div className="trust-share" aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </div>
      </header>
      <div className="trust-cards" ref={frame}>
        {rows.error !== null && (
          <p className="trust-column-none" role="alert">
            {textOfFailure(rows.error).title}
            <button type="button" className="link-button" onClick={rows.retry}>
              再试一次
            </button>
          </p>
        )}
        {rows.error === null && total === 0 && <p className="trust-column-none">{levelMeanings[level]}的人，拖到这里</p>}
        <ul style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const friend = rows.rowAt(item.index);
            if (!friend)
              return (
                <li
                  key={item.index}
                  className="trust-card loading"
                  style={{ transform: `translateY(${item.start}px)` }}
                  aria-hidden="true"
                />
              );
            return (
              <BoardCard
                key={item.index}
                friend={friend}
                index={item.index}
                top={item.start}
                tags={tags}
                reachable={item.index === reachable}
                open={friend.id === openId}
                onFocus={() => setCursor(item.index)}
                onOpen={(event) => onCard(event, friend, item.index)}
              />
            );
          })}
        </ul>
      </div>
    </section>
  );
}
