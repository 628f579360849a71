import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Conversation } from '../../../../shared/contracts/chats.ts';
import { fullTime } from '../../../lib/format.ts';
import { levelText } from '../../../lib/words.ts';
import { PeopleIcon } from '../../../ui/icons.tsx';
import { LadderGlyph } from '../../../ui/level.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useConversations } from '../queries.ts';
import { shortWhen } from '../when.ts';
import { conversationName, lastText } from '../words.ts';

const rowHeight = 60;

export interface ConversationListHandle {
  move: (step: number) => void;
  first: () => void;
  focus: () => void;
}

/** Name, newest message and time of one conversation. */
export function ConversationLine({ conversation }: { conversation: Conversation }) {
  const name = conversationName(conversation);
  const { trustLevel, kind, lastAt } = conversation;
  return (
    <>
      <span className="conversation-top">
        {kind === 'group' && (
          <span className="conversation-group" title="群聊">
            <PeopleIcon width="14" height="14" />
            <span className="sr-only">群聊</span>
          </span>
        )}
        <b>{name}</b>
        {trustLevel !== null && (
          <span className="conversation-level" title={levelText(trustLevel)}>
            <LadderGlyph level={trustLevel} />
            <span className="sr-only">{levelText(trustLevel)}</span>
          </span>
        )}
        {lastAt !== null && <time title={fullTime(lastAt)}>{shortWhen(lastAt, 'second')}</time>}
      </span>
      <span className="conversation-last">{lastText(conversation)}</span>
    </>
  );
}

interface RowProps {
  /** null = not there yet */
  row: Conversation | null;
  index: number;
  of: number;
  /** px */
  top: number;
  open: boolean;
  current: boolean;
  onClick: () => void;
}

function Row({ row, index, of, top, open, current, onClick }: RowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the page
    <div
      id={`conversation-${index}`}
      role="option"
      tabIndex={-1}
      aria-selected={open}
      aria-setsize={of}
      aria-posinset={index + 1}
      className={current ? 'conversation current' : 'conversation'}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      onClick={onClick}
    >
      {row ? <ConversationLine conversation={row} /> : <i className="conversation-blank" />}
    </div>
  );
}

interface ConversationListProps {
  kind: 'private' | 'group' | null;
  openId: number | null;
  onOpen: (id: number) => void;
  handle: RefObject<ConversationListHandle | null>;
}

/** All conversations, the one with the newest message first; only those on the screen exist. */
export function ConversationList({ kind, openId, onOpen, handle }: ConversationListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ first: 0, last: 30 });
  const { total, rowAt, error, retry } = useConversations(kind, range.first, range.last);
  const [cursor, setCursor] = useState(0);
  const virtual = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 30;
  useEffect(() => setRange((old) => (old.first === first && old.last === last ? old : { first, last })), [first, last]);
  const at = Math.min(cursor, Math.max(0, (total ?? 0) - 1));
  useImperativeHandle(handle, () => ({
    move: (step) => {
      const next = Math.max(0, Math.min((total ?? 0) - 1, at + step));
      setCursor(next);
      virtual.scrollToIndex(next);
    },
    first: () => {
      const row = rowAt(at);
      if (row) onOpen(row.id);
    },
    focus: () => scroller.current?.focus({ preventScroll: true }),
  }));
  if (error !== null && total === null) return <ErrorState error={error} onRetry={retry} />;
  if (total === null) return <LoadingSkeleton rows={8} height={rowHeight} />;
  if (total === 0) return <p className="chats-none">{kind === 'group' ? '还没有群聊。' : '还没有私聊。'}</p>;
  return (
    <div
      ref={scroller}
      className="conversations"
      role="listbox"
      aria-label="聊天列表"
      aria-activedescendant={at >= first && at <= last ? `conversation-${at}` : undefined}
      tabIndex={0}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {shown.map(({ index, start }) => {
          const row = rowAt(index);
          const onClick = () => {
            setCursor(index);
            if (row) onOpen(row.id);
          };
          const isOpen = row !== null && row.id === openId;
          return <Row key={index} row={row} index={index} of={total} top={start} open={isOpen} current={index === at} onClick={onClick} />;
        })}
      </div>
    </div>
  );
}
