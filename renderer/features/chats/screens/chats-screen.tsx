import { Button, Segmented } from 'antd';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { client } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ChatIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { ChatSearchField } from '../components/chat-search-field.tsx';
import { ConversationList, type ConversationListHandle } from '../components/conversation-list.tsx';
import { type ConversationHandle, ConversationView } from '../components/conversation-view.tsx';
import { SearchFilters } from '../components/search-filters.tsx';
import { SearchResults } from '../components/search-results.tsx';
import { useConversation, useConversations } from '../queries.ts';
import { chatsActions, narrowedCount, useChatsStore } from '../store.ts';
import { type ChatsAddress, useChatsAddress } from '../use-chats-address.ts';
import { useSearch } from '../use-search.ts';
import { conversationName } from '../words.ts';
import './chats-screen.css';

interface ChatsScreenProps {
  /** leads to the import page; absent while there is none */
  onImport?: (() => void) | undefined;
  /** a friend's own panel, beside the conversation */
  panel: (friendId: number, onClose: () => void) => ReactNode;
}

/** The conversation with a friend, when there is one; else her panel. */
async function openFriend(id: number, address: ChatsAddress): Promise<void> {
  const { rows } = await client.conversations.list.query({
    accountId: null,
    kind: 'private',
    friendId: id,
    search: '',
    offset: 0,
    limit: 1,
  });
  const chat = rows[0];
  if (chat) address.open(chat.id);
  else {
    address.showFriend(id);
    notify.done('和这位好友还没有聊天记录');
  }
}

/** The results of the search under the field, and what the keys in the field do to them. */
function useResults(address: ChatsAddress) {
  const text = useChatsStore((state) => state.text);
  const narrowed = useChatsStore((state) => state.narrowed);
  const search = useSearch(text, narrowed);
  const { items, wanted } = search;
  const [chosen, setChosen] = useState<{ key: string; wanted: string } | null>(null);
  // the first thing found is meant until the arrows say otherwise
  const start = items.findIndex(({ kind }) => kind !== 'heading');
  const kept = chosen?.wanted === wanted ? items.findIndex(({ key }) => key === chosen.key) : -1;
  const current = kept >= 0 ? kept : start;
  const point = (index: number) => {
    const item = items[index];
    if (item) setChosen({ key: item.key, wanted });
  };
  const move = (step: number) => {
    const direction = Math.sign(step);
    let at = Math.max(0, Math.min(items.length - 1, current + step));
    while (items[at]?.kind === 'heading' && items[at + direction]) at += direction;
    if (items[at]?.kind !== 'heading') point(at);
    if (direction > 0 && at >= items.length - 1) search.more();
  };
  const choose = (index: number) => {
    const item = items[index];
    if (!item) return;
    point(index);
    if (item.kind === 'message') address.open(item.hit.conversationId, item.hit.messageId);
    else if (item.kind === 'conversation') address.open(item.conversation.id);
    else if (item.kind === 'friend') openFriend(item.friend.id, address).catch(notify.failed);
  };
  return { text, narrowed, search, current, move, choose };
}

type Results = ReturnType<typeof useResults>;

interface Handles {
  field: React.RefObject<HTMLInputElement | null>;
  list: React.RefObject<ConversationListHandle | null>;
  chat: React.RefObject<ConversationHandle | null>;
}

/** The keys of the page. In the list of chats the arrows move the list, everywhere else the messages. */
function useChatKeys({ field, list, chat }: Handles, open: boolean): void {
  const inList = () => !open || document.activeElement?.getAttribute('role') === 'listbox';
  const move = (step: number) => (inList() ? list.current?.move(step) : chat.current?.move(step));
  useShortcuts('聊天', [
    {
      keys: '/',
      label: '搜消息和好友',
      run: () => {
        field.current?.focus();
        field.current?.select();
      },
    },
    { keys: ['j', 'ArrowDown'], label: '下一条', run: () => move(1) },
    { keys: ['k', 'ArrowUp'], label: '上一条', run: () => move(-1) },
    { keys: 'PageDown', label: '往下一屏', run: () => (inList() ? list.current?.move(8) : chat.current?.page(1)) },
    { keys: 'PageUp', label: '往上一屏', run: () => (inList() ? list.current?.move(-8) : chat.current?.page(-1)) },
    { keys: 'Home', label: '最早的一条', run: () => (inList() ? list.current?.move(-1e6) : chat.current?.oldest()) },
    { keys: 'End', label: '最新的一条', run: () => (inList() ? list.current?.move(1e6) : chat.current?.newest()) },
    { keys: 'Enter', label: '打开聊天', run: () => list.current?.first() },
    { keys: 'c', label: '复制这条', enabled: open, run: () => chat.current?.copy() },
    { keys: 'Delete', label: '删掉这条', enabled: open, run: () => chat.current?.erase() },
    { keys: 'g', label: '跳到哪一天', enabled: open, run: () => chat.current?.askDate() },
    { keys: 'Escape', label: '回到列表', run: () => (list.current ? list.current.focus() : field.current?.focus()) },
  ]);
}

/** Private or group: orders the list and narrows the search. */
function KindChoice({ kind }: { kind: 'private' | 'group' | null }) {
  return (
    <Segmented<'all' | 'private' | 'group'>
      block
      size="small"
      aria-label="私聊还是群聊"
      value={kind ?? 'all'}
      onChange={(next) => chatsActions.narrow({ kind: next === 'all' ? null : next })}
      options={[
        { value: 'all', label: '全部' },
        { value: 'private', label: '私聊' },
        { value: 'group', label: '群聊' },
      ]}
    />
  );
}

interface LeftProps {
  results: Results;
  address: ChatsAddress;
  handles: Handles;
}

/** The column at the left: one field, below it all chats or what was found. */
function Left({ results, address, handles }: LeftProps) {
  const { text, narrowed, search, current, move, choose } = results;
  const { conversationId } = address;
  const { data: conversation } = useConversation(conversationId ?? 0);
  const open = conversationId !== null && conversation ? { id: conversationId, name: conversationName(conversation) } : null;
  const searching = text !== '';
  return (
    <div className="chats-left">
      <div className="chats-tools">
        <ChatSearchField
          value={text}
          onChange={chatsActions.setText}
          onMove={(step) => (searching ? move(step) : handles.list.current?.move(step))}
          onEnter={() => (searching ? choose(current) : handles.list.current?.first())}
          onLeave={() => handles.list.current?.focus()}
          field={handles.field}
          activeId={searching && current >= 0 ? `chat-result-${current}` : undefined}
        />
        <KindChoice kind={narrowed.kind} />
        {searching && <SearchFilters narrowed={narrowed} open={open} />}
      </div>
      {searching ? (
        <SearchResults
          search={search}
          current={current}
          openMessageId={address.messageId}
          narrowed={narrowed.kind !== null || narrowedCount(narrowed) > 0}
          onWiden={() => {
            chatsActions.widen();
            chatsActions.narrow({ kind: null });
          }}
          onChoose={choose}
        />
      ) : (
        <ConversationList key={narrowed.kind} kind={narrowed.kind} openId={conversationId} onOpen={address.open} handle={handles.list} />
      )}
    </div>
  );
}

function Chats({ address, panel }: { address: ChatsAddress; panel: ChatsScreenProps['panel'] }) {
  const handles: Handles = { field: useRef(null), list: useRef(null), chat: useRef(null) };
  const results = useResults(address);
  const { conversationId, messageId, friendId, find, found, showFriend, open } = address;
  useChatKeys(handles, conversationId !== null);
  const { field } = handles;
  useEffect(() => {
    if (!find) return;
    // after the page has taken the focus, as every new page does
    const frame = requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.select();
      found();
    });
    return () => cancelAnimationFrame(frame);
  }, [find, found, field]);
  const latest = useRef({ showFriend, open });
  useLayoutEffect(() => {
    latest.current = { showFriend, open };
  });
  const onFriend = useCallback((id: number) => latest.current.showFriend(id), []);
  return (
    <div className={friendId === null ? 'chats-body' : 'chats-body with-panel'}>
      <Left results={results} address={address} handles={handles} />
      <div className="chats-right">
        {conversationId === null ? (
          <EmptyState
            icon={<ChatIcon width="22" height="22" />}
            title="选一段聊天来看"
            hint="左边点一位，或按 / 搜任何一句话：搜到了按回车，就停在那一句上。"
          />
        ) : (
          <ConversationView
            key={conversationId}
            id={conversationId}
            messageId={messageId}
            wanted={results.search.wanted}
            onFriend={onFriend}
            onClose={() => open(null)}
            handle={handles.chat}
          />
        )}
      </div>
      {friendId !== null && panel(friendId, () => showFriend(null))}
    </div>
  );
}

/** 聊天: every conversation that was imported, read and searched in one place. */
export function ChatsScreen({ onImport, panel }: ChatsScreenProps) {
  const address = useChatsAddress();
  const { total, error, retry } = useConversations(null, 0, 0);
  return (
    <PageFrame title="聊过什么？" summary={total ? `${count(total)} 段聊天` : ''} scroll={false}>
      {total === null && error === null && <LoadingSkeleton rows={10} height={60} />}
      {total === null && error !== null && <ErrorState error={error} onRetry={retry} />}
      {total === 0 && (
        <EmptyState
          icon={<ChatIcon width="22" height="22" />}
          title="还没有聊天记录"
          hint="把别的工具导出的聊天文件拖进来，这里就能看、能搜，好友资料里也会出现最近联系和最佳联系时间。文件只在这台电脑上读。"
          action={
            onImport && (
              <Button type="primary" onClick={onImport}>
                导入聊天记录
              </Button>
            )
          }
        />
      )}
      {total !== null && total > 0 && <Chats address={address} panel={panel} />}
    </PageFrame>
  );
}
