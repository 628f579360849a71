import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { type RefObject, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { Conversation, Message } from '../../../../shared/contracts/chats.ts';
import { client } from '../../../lib/api.ts';
import { useAccounts } from '../../../lib/book.ts';
import { count, dayText } from '../../../lib/format.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useConversation, useTalkerFriends } from '../queries.ts';
import { type MessageWindow, type Start, useMessageWindow } from '../use-message-window.ts';
import { spanOfDays } from '../when.ts';
import { conversationName } from '../words.ts';
import { ChatMenu, EraseMessage, LinkStranger, type Stranger } from './chat-changes.tsx';
import { MessageList, type MessageListHandle } from './message-list.tsx';

/** What the keys of the page may do to the open conversation. */
export interface ConversationHandle extends Pick<MessageListHandle, 'move' | 'page' | 'copy' | 'erase' | 'focus'> {
  oldest: () => void;
  newest: () => void;
  askDate: () => void;
}

interface ConversationViewProps {
  id: number;
  /** the message it is opened at */
  messageId: number | null;
  wanted: string;
  onFriend: (friendId: number) => void;
  onClose: () => void;
  handle: RefObject<ConversationHandle | null>;
}

interface HeadProps {
  conversation: Conversation;
  onFriend: (friendId: number) => void;
  onDay: (on: string) => void;
  onGone: () => void;
  dateField: RefObject<HTMLDivElement | null>;
}

function Head({ conversation, onFriend, onDay, onGone, dateField }: HeadProps) {
  const { byId, active } = useAccounts();
  const { firstAt, lastAt, friendId, trustLevel, kind } = conversation;
  const name = conversationName(conversation);
  const account = active.length > 1 ? byId.get(conversation.accountId)?.name : undefined;
  const span = firstAt !== null && lastAt !== null ? spanOfDays(firstAt, lastAt) : '';
  const facts = [kind === 'group' ? '群聊' : '', `${count(conversation.messageCount)} 条`, span, account].filter(Boolean).join(' · ');
  return (
    <header className="chat-head">
      <div className="chat-head-name">
        <h2 title={name}>
          {friendId === null ? (
            name
          ) : (
            <button type="button" className="chat-head-friend" title="看这位好友的资料" onClick={() => onFriend(friendId)}>
              {name}
            </button>
          )}
        </h2>
        {trustLevel !== null && <LevelPill level={trustLevel} />}
        {kind === 'private' && friendId === null && <small>还不是好友册里的人</small>}
      </div>
      <p className="chat-head-facts" title={facts}>
        {facts}
      </p>
      <div ref={dateField} className="chat-head-date">
        <DatePicker
          size="small"
          aria-label="跳到哪一天"
          placeholder="跳到哪天（G）"
          value={null as dayjs.Dayjs | null}
          format={['YYYY-M-D', 'YYYY年M月D日', 'YYYY/M/D', 'YYYYMMDD']}
          minDate={firstAt === null ? undefined : dayjs(firstAt)}
          maxDate={lastAt === null ? undefined : dayjs(lastAt)}
          {...(lastAt === null ? {} : { defaultPickerValue: dayjs(lastAt) })}
          onChange={(day) => day && onDay(dayText(day.valueOf()))}
        />
        <ChatMenu conversation={conversation} onGone={onGone} />
      </div>
    </header>
  );
}

/** Where reading begins, and how to begin elsewhere; whatever is there already is scrolled to instead. */
function useReading(id: number, messageId: number | null, list: RefObject<MessageListHandle | null>) {
  const [place, setPlace] = useState<{ start: Start; hitId: number | null; turn: number }>({
    start: messageId === null ? null : { side: 'around', id: messageId },
    hitId: messageId,
    turn: 0,
  });
  const goTo = useCallback(
    (goal: number) => {
      if (list.current?.goTo(goal)) setPlace((old) => ({ ...old, hitId: goal }));
      else setPlace((old) => ({ start: { side: 'around', id: goal }, hitId: goal, turn: old.turn + 1 }));
    },
    [list],
  );
  const asked = useRef(messageId);
  useEffect(() => {
    if (asked.current === messageId) return;
    asked.current = messageId;
    if (messageId !== null) goTo(messageId);
  }, [messageId, goTo]);
  const begin = useCallback((start: Start) => setPlace((old) => ({ start, hitId: null, turn: old.turn + 1 })), []);
  const goToDay = useCallback(
    (on: string) => {
      client.chats.jump
        .query({ conversationId: id, on })
        .then((found) => found && goTo(found.id))
        .catch(notify.failed);
    },
    [id, goTo],
  );
  return { place, begin, goToDay };
}

function Gone({ onClose }: { onClose: () => void }) {
  return (
    <EmptyState
      title="这段聊天已经不在了"
      hint="可能是删掉了，或那次导入被撤销了。其他聊天都还在。"
      action={
        <button type="button" className="link-button" onClick={onClose}>
          回到聊天列表
        </button>
      }
    />
  );
}

/** The newest and the oldest, whether they are there or must be fetched, and the handle of the page. */
function useEnds(
  handle: ConversationViewProps['handle'],
  { rows, hasNewer, hasOlder }: MessageWindow,
  { begin }: ReturnType<typeof useReading>,
  list: RefObject<MessageListHandle | null>,
  dateField: RefObject<HTMLDivElement | null>,
) {
  const newest = useCallback(() => (hasNewer ? begin(null) : list.current?.toEnd()), [hasNewer, begin, list]);
  const firstId = rows[0]?.id;
  const oldest = useCallback(() => {
    if (hasOlder) begin({ side: 'after', id: 1 });
    else if (firstId !== undefined) list.current?.goTo(firstId);
  }, [hasOlder, begin, firstId, list]);
  useImperativeHandle(
    handle,
    () => ({
      move: (step) => list.current?.move(step),
      page: (direction) => list.current?.page(direction),
      copy: () => list.current?.copy(),
      erase: () => list.current?.erase(),
      focus: () => list.current?.focus(),
      oldest,
      newest,
      askDate: () => dateField.current?.querySelector('input')?.focus(),
    }),
    [oldest, newest, list, dateField],
  );
  return { newest };
}

/** One conversation: who it is with, its messages, and the way to any day of it. */
export function ConversationView({ id, messageId, wanted, onFriend, onClose, handle }: ConversationViewProps) {
  const { data: conversation, error, refetch } = useConversation(id);
  const list = useRef<MessageListHandle>(null);
  const dateField = useRef<HTMLDivElement>(null);
  const [erasing, setErasing] = useState<Message | null>(null);
  const [stranger, setStranger] = useState<Stranger | null>(null);
  const reading = useReading(id, messageId, list);
  const { place, goToDay } = reading;
  const messages = useMessageWindow(id, place.start);
  const group = conversation?.kind === 'group';
  const friendOf = useTalkerFriends(id, group);
  const { newest } = useEnds(handle, messages, reading, list, dateField);
  const gone = error !== null && conversation === undefined;
  const name = useMemo(() => (conversation ? conversationName(conversation) : ''), [conversation]);
  if (conversation === null) return <Gone onClose={onClose} />;
  if (gone) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!conversation) return <LoadingSkeleton rows={10} height={56} />;
  return (
    <section className="chat" aria-label={`聊天：${name}`}>
      <Head
        conversation={conversation}
        onFriend={onFriend}
        onDay={(on) => {
          goToDay(on);
          list.current?.focus();
        }}
        onGone={onClose}
        dateField={dateField}
      />
      {messages.error !== null && <ErrorState error={messages.error} onRetry={messages.retry} />}
      {messages.loading && <LoadingSkeleton rows={10} height={56} />}
      {!messages.loading && messages.error === null && messages.rows.length === 0 && <Gone onClose={onClose} />}
      {messages.rows.length > 0 && (
        <MessageList
          // another place to read from is another list: nothing of the old one's heights or anchor is left
          key={place.turn}
          messages={messages}
          group={group}
          peer={name}
          name={name}
          hitId={place.hitId}
          fromBeginning={place.start?.side === 'after'}
          wanted={wanted}
          friendOf={friendOf}
          onErase={setErasing}
          onFriend={onFriend}
          onStranger={setStranger}
          onNewest={newest}
          handle={list}
        />
      )}
      {erasing && <EraseMessage conversationId={id} message={erasing} onClose={() => setErasing(null)} />}
      {stranger && <LinkStranger stranger={stranger} onClose={() => setStranger(null)} />}
    </section>
  );
}
