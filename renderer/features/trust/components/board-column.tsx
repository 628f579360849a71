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

/** The card that takes the focus when one has left: the next in its column, else one of the nearest column that has any. */
function cardNear(level: number, index: number): HTMLElement | null {
  const own = document.querySelector<HTMLElement>(`[data-card="${level}-${index}"]`);
  if (own) return own;
  const distance = (card: HTMLElement) => Math.abs(Number.parseInt(card.dataset.card ?? '', 10) - level);
  return [...document.querySelectorAll<HTMLElement>('[data-card]')].sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** Keeps the keyboard on the board when the card it was on has left. */
function useKeepFocus(level: number, cursor: number, total: number): void {
  const had = useRef(false);
  useEffect(() => {
    const active = document.activeElement;
    if (had.current && (active === null || active === document.body)) {
      const card = cardNear(level, Math.max(0, Math.min(cursor, total - 1)));
      card?.focus();
      // the cards may still be on their way from the store: the next drawing looks again
      if (!card) return;
    }
    const now = document.activeElement;
    had.current = now instanceof HTMLElement && (now.dataset.card?.startsWith(`${level}-`) ?? false);
  });
}

/** Name, number and share of a level. */
function ColumnHead({ level, friends, share }: Pick<BoardColumnProps, 'level' | 'friends' | 'share'>) {
  return (
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
        {share > 0 && <i style={{ width: `${share * 100}%` }} />}
      </div>
    </header>
  );
}

/** People dropped here get this level. */
function useDrop(level: number) {
  const [over, setOver] = useState(false);
  return {
    over,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(dragType)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const dropped = people(event);
      if (dropped.length === 0) return;
      event.preventDefault();
      void trustActions.move(dropped, level);
    },
  };
}

/** A click opens; with Ctrl, with Shift, or while others are selected it selects. */
function useClick(rowAt: (index: number) => FriendRow | null, onOpen: (id: number) => void) {
  const anchor = useRef(0);
  return (event: MouseEvent, friend: FriendRow, index: number) => {
    if (event.shiftKey) {
      const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      trustActions.add(Array.from({ length: to - from + 1 }, (_, at) => rowAt(from + at)).filter((row) => row !== null));
    } else if (event.ctrlKey || event.metaKey || useTrustStore.getState().selected.size > 0) trustActions.toggle(friend);
    else onOpen(friend.id);
    anchor.current = index;
  };
}

/** The friends of a column, drawn only where they can be seen. */
function Cards({ level, friends, filter, tags, openId, onOpen }: Omit<BoardColumnProps, 'share'>) {
  const frame = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const [range, setRange] = useState({ first: 0, last: 20 });
  const rows = useColumn(filter, level, range.first, range.last);
  const total = rows.total ?? friends;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => cardHeight + cardGap,
    overscan: 4,
    onChange: ({ range: seen }) => {
      if (!seen) return;
      const { startIndex: first, endIndex: last } = seen;
      setRange((old) => (old.first === first && old.last === last ? old : { first, last }));
    },
  });
  const items = virtual.getVirtualItems();
  const reachable = items.some((item) => item.index === cursor) ? cursor : (items[0]?.index ?? 0);
  useKeepFocus(level, cursor, total);
  const onCard = useClick(rows.rowAt, onOpen);
  return (
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
        {items.map(({ index, start }) => {
          const friend = rows.rowAt(index);
          if (!friend)
            return <li key={index} className="trust-card loading" style={{ transform: `translateY(${start}px)` }} aria-hidden="true" />;
          return (
            <BoardCard
              key={index}
              friend={friend}
              index={index}
              top={start}
              tags={tags}
              reachable={index === reachable}
              open={friend.id === openId}
              onFocus={() => setCursor(index)}
              onOpen={(event) => onCard(event, friend, index)}
            />
          );
        })}
      </ul>
    </div>
  );
}

/** One level of the ladder with its friends; dropping people here gives them this level. */
export function BoardColumn({ level, friends, share, ...cards }: BoardColumnProps) {
  const { over, ...drop } = useDrop(level);
  return (
    <section className={over ? 'trust-column over' : 'trust-column'} data-level={level} aria-label={levelText(level)} {...drop}>
      <ColumnHead level={level} friends={friends} share={share} />
      <Cards level={level} friends={friends} {...cards} />
    </section>
  );
}
