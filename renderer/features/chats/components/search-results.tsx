import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import type { MessageHit } from '../../../../shared/contracts/search.ts';
import { count, dateText, percent } from '../../../lib/format.ts';
import { PeopleIcon } from '../../../ui/icons.tsx';
import { LevelPill } from '../../../ui/level.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { cutTo, placesOf } from '../mark.ts';
import type { ResultItem, Search } from '../use-search.ts';
import { messageMoment, shortWhen } from '../when.ts';
import { conversationName, kindWords } from '../words.ts';
import { Marked } from './marked.tsx';

const sizes: Record<ResultItem['kind'], number> = { heading: 30, friend: 40, conversation: 40, message: 60 };
/** signs of an excerpt before what was found: more would push it off the line */
const leadSigns = 10;
/** hits beyond the screen are asked for when so many are left below it */
const ahead = 15;

function HitLine({ hit }: { hit: MessageHit }) {
  const name = hit.group ? hit.conversationName : (hit.friendName ?? hit.conversationName);
  const excerpt = cutTo(hit.excerpt, hit.ranges, leadSigns);
  const who = hit.direction === 'out' ? '我' : hit.group ? hit.talkerName : null;
  return (
    <>
      <span className="conversation-top">
        {hit.group && (
          <span className="conversation-group" title="群聊">
            <PeopleIcon width="14" height="14" />
            <span className="sr-only">群聊</span>
          </span>
        )}
        <b>{name}</b>
        <time title={messageMoment(hit.at, hit.precision)}>{shortWhen(hit.at, hit.precision)}</time>
      </span>
      <span className="conversation-last">
        {who !== null && `${who}：`}
        {hit.kind !== 'text' && hit.kind !== 'quote' && hit.direction !== 'system' && `[${kindWords[hit.kind]}] `}
        <Marked text={excerpt.text} places={excerpt.places} />
      </span>
    </>
  );
}

function Line({ item, wanted }: { item: Exclude<ResultItem, { kind: 'heading' }>; wanted: string }): ReactNode {
  if (item.kind === 'message') return <HitLine hit={item.hit} />;
  if (item.kind === 'friend')
    return (
      <span className="conversation-top">
        <b>
          <Marked text={item.friend.name} places={placesOf(item.friend.name, wanted.trim())} />
        </b>
        <LevelPill level={item.friend.trustLevel} />
      </span>
    );
  const name = conversationName(item.conversation);
  return (
    <span className="conversation-top">
      {item.conversation.kind === 'group' && (
        <span className="conversation-group" title="群聊">
          <PeopleIcon width="14" height="14" />
          <span className="sr-only">群聊</span>
        </span>
      )}
      <b>
        <Marked text={name} places={placesOf(name, wanted.trim())} />
      </b>
      <small>{count(item.conversation.messageCount)} 条</small>
    </span>
  );
}

/** How far the search has come, and the way on; pressing it leaves the keys with the field. */
function Foot({ search }: { search: Search }) {
  const { hitCount, hasMore, searchedTo, busy, indexing, more } = search;
  return (
    <div className="search-foot" role="status">
      {indexing && indexing.total > 0 && (
        <p title="没编好的消息也会被搜到，只是慢一点">
          正在给聊天记录编目录：{percent(indexing.done / indexing.total)}（{count(indexing.done)} / {count(indexing.total)} 条）
        </p>
      )}
      <p>
        {hitCount > 0 && `${hasMore ? '先找到' : '共'} ${count(hitCount)} 条消息`}
        {hitCount === 0 && (busy ? '正在找…' : hasMore ? '还没找到' : '消息里没有')}
        {searchedTo !== null && (hitCount > 0 || !busy) && '，'}
        {searchedTo !== null && `已往前翻到 ${dateText(searchedTo)}`}
        {hasMore && (
          <button type="button" className="link-button" disabled={busy} onMouseDown={(event) => event.preventDefault()} onClick={more}>
            {busy && hitCount > 0 ? '正在找…' : '再往前找'}
          </button>
        )}
      </p>
    </div>
  );
}

interface SearchResultsProps {
  search: Search;
  /** place of the item the keyboard is on */
  current: number;
  /** the message that is open beside */
  openMessageId: number | null;
  narrowed: boolean;
  onWiden: () => void;
  onChoose: (index: number) => void;
}

function Nothing({ wanted, narrowed, onWiden }: { wanted: string; narrowed: boolean; onWiden: () => void }) {
  return (
    <div className="chats-none" role="status">
      <p>没有找到「{wanted}」。</p>
      {narrowed ? (
        <button type="button" className="link-button" onClick={onWiden}>
          去掉筛选再找
        </button>
      ) : (
        <p>换短一点的词试试，一个字也行。</p>
      )}
    </div>
  );
}

/** The part of what was found that is on the screen; it follows the keyboard, begins at the top for other words, and sends for more. */
function useShownResults({ items, wanted, busy, hasMore, searchedTo, more }: Search, current: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizes[items[index]?.kind ?? 'message'],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current);
  }, [current, virtual]);
  const nearEnd = hasMore && searchedTo === null && items.length > 0 && last >= items.length - ahead;
  useEffect(() => {
    if (nearEnd && !busy) more();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words begin at the top again
  useEffect(() => virtual.scrollToOffset(0), [wanted, virtual]);
  return { scroller, shown, height: virtual.getTotalSize() };
}

/** What was found, best to read from the top: friends, conversations, messages from the newest. */
export function SearchResults({ search, current, openMessageId, narrowed, onWiden, onChoose }: SearchResultsProps) {
  const { items, wanted, busy, error, hasMore } = search;
  const { scroller, shown, height } = useShownResults(search, current);
  const nothing = items.length === 0 && !busy && !hasMore && error === null;
  return (
    <>
      {error !== null && <ErrorState error={error} onRetry={search.retry} />}
      {nothing && <Nothing wanted={wanted} narrowed={narrowed} onWiden={onWiden} />}
      <div
        ref={scroller}
        id="chat-results"
        className={items.length === 0 ? 'conversations empty' : 'conversations'}
        role="listbox"
        aria-label="搜索结果"
        aria-busy={busy}
        tabIndex={-1}
      >
        <div role="presentation" style={{ height, position: 'relative' }}>
          {shown.map(({ index, start, key }) => {
            const item = items[index];
            if (!item) return null;
            const style = { transform: `translateY(${start}px)`, height: sizes[item.kind] };
            if (item.kind === 'heading')
              return (
                <div key={key} role="presentation" className="result-heading" style={style}>
                  {item.text}
                </div>
              );
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field that owns the list
              <div
                key={key}
                id={`chat-result-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={item.kind === 'message' && item.hit.messageId === openMessageId}
                className={index === current ? 'conversation current' : 'conversation'}
                style={style}
                onClick={() => onChoose(index)}
              >
                <Line item={item} wanted={wanted} />
              </div>
            );
          })}
        </div>
      </div>
      {!nothing && error === null && <Foot search={search} />}
    </>
  );
}
