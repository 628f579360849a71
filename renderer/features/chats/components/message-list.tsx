import { type RefObject, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { Message } from '../../../../shared/contracts/chats.ts';
import { bridge } from '../../../lib/bridge.ts';
import { count } from '../../../lib/format.ts';
import { ArrowDownIcon } from '../../../ui/icons.tsx';
import { notify } from '../../../ui/toast.tsx';
import { itemsOf, type MessageItem, placeOf } from '../message-items.ts';
import { type MessageScroll, useMessageScroll } from '../use-message-scroll.ts';
import type { MessageWindow } from '../use-message-window.ts';
import { previewText } from '../words.ts';
import type { Stranger } from './chat-changes.tsx';
import { MessageRow } from './message-row.tsx';
import './messages.css';

/** messages kept beyond the screen at both ends */
const ahead = 60;

/** What the keys of the page may do to the list. */
export interface MessageListHandle {
  move: (step: number) => void;
  page: (direction: 1 | -1) => void;
  copy: () => void;
  erase: () => void;
  /** at once when the message is there; false = it is not */
  goTo: (id: number) => boolean;
  /** the newest of what is there comes into view */
  toEnd: () => void;
  focus: () => void;
}

interface MessageListProps {
  messages: MessageWindow;
  group: boolean;
  peer: string;
  name: string;
  /** put into the middle and shown as found */
  hitId: number | null;
  /** at first the beginning of what is there is shown, not its end */
  fromBeginning: boolean;
  wanted: string;
  friendOf: ReadonlyMap<number, number>;
  onErase: (message: Message) => void;
  onFriend: (friendId: number) => void;
  onStranger: (stranger: Stranger) => void;
  onNewest: () => void;
  handle: RefObject<MessageListHandle | null>;
}

function copyMessage({ kind, text }: Message): void {
  if (text === '') return;
  bridge()
    .copyText(text)
    .then(() => notify.done(`剪贴板：这条消息，${count([...text].length)} 字（${previewText(kind, text).slice(0, 16)}）`))
    .catch(notify.failed);
}

/** The message that the keys act on: at first the one that was found, or the first where reading begins there. */
function useCursor(rows: readonly Message[], { hitId, fromBeginning }: MessageListProps, centre: (id: number) => void) {
  const [cursor, setCursor] = useState<number | null>(hitId);
  useEffect(() => {
    if (hitId === null) return;
    setCursor(hitId);
    centre(hitId);
  }, [hitId, centre]);
  const firstId = rows[0]?.id;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || firstId === undefined || !fromBeginning) return;
    begun.current = true;
    centre(firstId);
    setCursor(firstId);
  }, [firstId, fromBeginning, centre]);
  return { cursor, setCursor };
}

/** More messages are sent for before she comes to the end of those that are there. */
function useMoreInTime({ hasOlder, hasNewer, busy, older, newer }: MessageWindow, length: number, first: number, last: number): void {
  const nearTop = first < ahead && hasOlder;
  const nearEnd = last > length - 1 - ahead && hasNewer;
  useEffect(() => {
    if (busy || length === 0) return;
    if (nearTop) older();
    else if (nearEnd) newer();
  });
}

/** The list as it was drawn last. */
interface Drawn {
  items: readonly MessageItem[];
  cursor: number | null;
  scroll: MessageScroll;
}

/** Where a step of the keys leads. */
function stepFrom({ items, cursor, scroll: { top, onScreen } }: Drawn, step: number): number {
  const at = cursor === null ? -1 : placeOf(items, cursor);
  // a cursor that was scrolled away does not call back: the keys go on from what is on the screen
  const seen = at >= top - 1 && at <= top + onScreen;
  const next = seen ? at + step : step > 0 ? top : top + onScreen - 1;
  return Math.max(0, Math.min(items.length - 1, next));
}

/** What is done to one message, by its id: the same functions however often the list is drawn, or every row would be drawn with it. */
function useMessageActions(latest: RefObject<Drawn>, ask: (message: Message) => void) {
  const find = useCallback((id: number) => latest.current.items.find(({ message }) => message.id === id)?.message, [latest]);
  const onCopy = useCallback(
    (id: number) => {
      const message = find(id);
      if (message) copyMessage(message);
    },
    [find],
  );
  const onErase = useCallback(
    (id: number) => {
      const message = find(id);
      if (message) ask(message);
    },
    [find, ask],
  );
  return { onCopy, onErase };
}

interface Parts {
  latest: RefObject<Drawn>;
  scroller: RefObject<HTMLDivElement | null>;
  setCursor: (id: number | null) => void;
  actions: ReturnType<typeof useMessageActions>;
}

/** Gives the page its handle on the list. */
function useHandle({ handle }: MessageListProps, { centre, toEnd, reveal }: MessageScroll, parts: Parts): void {
  const { latest, scroller, setCursor, actions } = parts;
  const { onCopy, onErase } = actions;
  useImperativeHandle(
    handle,
    () => ({
      move: (step) => {
        const { items } = latest.current;
        if (items.length === 0) return;
        const index = stepFrom(latest.current, step);
        setCursor(items[index]?.message.id ?? null);
        reveal(index);
      },
      page: (direction) => {
        const element = scroller.current;
        if (element) element.scrollTop += direction * element.clientHeight * 0.9;
      },
      copy: () => {
        if (latest.current.cursor !== null) onCopy(latest.current.cursor);
      },
      erase: () => {
        if (latest.current.cursor !== null) onErase(latest.current.cursor);
      },
      goTo: (id) => {
        const { items } = latest.current;
        if (items[placeOf(items, id)]?.message.id !== id) return false;
        setCursor(id);
        centre(id);
        return true;
      },
      toEnd: () => {
        setCursor(latest.current.items.at(-1)?.message.id ?? null);
        toEnd();
      },
      focus: () => scroller.current?.focus({ preventScroll: true }),
    }),
    [latest, scroller, setCursor, reveal, centre, toEnd, onCopy, onErase],
  );
}

/** The messages of one conversation, newest at the bottom; only those on the screen and around it exist. */
export function MessageList(props: MessageListProps) {
  const { messages, hitId, name } = props;
  const { rows, hasOlder, hasNewer, busy } = messages;
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => itemsOf(rows, hasOlder), [rows, hasOlder]);
  const scroll = useMessageScroll(items, hasNewer, scroller);
  const { first, last } = scroll;
  const { cursor, setCursor } = useCursor(rows, props, scroll.centre);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const onUnfold = useCallback((id: number) => setUnfolded((old) => new Set(old).add(id)), []);
  useMoreInTime(messages, items.length, first, last);
  const latest = useRef<Drawn>({ items, cursor, scroll });
  useEffect(() => {
    latest.current = { items, cursor, scroll };
  });
  const actions = useMessageActions(latest, props.onErase);
  useHandle(props, scroll, { latest, scroller, setCursor, actions });
  return (
    <div className="messages">
      {/* biome-ignore lint/a11y/useSemanticElements: only a part of the list is drawn */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by Tab */}
      <div ref={scroller} className="messages-scroll" role="list" aria-label={`和 ${name} 的消息`} aria-busy={busy} tabIndex={0}>
        <div style={{ height: scroll.before }} role="presentation" />
        {items.slice(first, last + 1).map((item) => (
          <MessageRow
            key={item.message.id}
            item={item}
            group={props.group}
            peer={props.peer}
            wanted={props.wanted}
            current={item.message.id === cursor}
            hit={item.message.id === hitId}
            unfolded={unfolded.has(item.message.id)}
            friendId={item.message.talkerId === null ? null : (props.friendOf.get(item.message.talkerId) ?? null)}
            onPoint={setCursor}
            onUnfold={onUnfold}
            onCopy={actions.onCopy}
            onErase={actions.onErase}
            onFriend={props.onFriend}
            onStranger={props.onStranger}
          />
        ))}
        <div style={{ height: scroll.after }} role="presentation" />
      </div>
      {(!scroll.atEnd || hasNewer) && items.length > 0 && (
        <button type="button" className="messages-newest" title="到最新的一条（End）" onClick={props.onNewest}>
          <ArrowDownIcon width="14" height="14" />
          最新
        </button>
      )}
    </div>
  );
}
