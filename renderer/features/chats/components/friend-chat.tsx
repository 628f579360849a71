import { useState } from 'react';
import type { Conversation, FriendChatStats } from '../../../../shared/contracts/chats.ts';
import type { KeywordHits } from '../../../../shared/contracts/search.ts';
import { count, fullTime, spokenAgo } from '../../../lib/format.ts';
import { PeopleIcon } from '../../../ui/icons.tsx';
import { contactText, firstTouchText } from '../first-touch.ts';
import { useContacts, useFriendConversations, useFriendHours, useFriendStats, useKeywordHits } from '../queries.ts';
import { messageMoment } from '../when.ts';
import { conversationName } from '../words.ts';
import { AskedWords } from './asked-words.tsx';
import { HourMap } from './hour-map.tsx';
import { Marked } from './marked.tsx';
import './friend-chat.css';

const fewHits = 3;
const aboutWords = { price: '问价格', product: '问产品' } as const;

interface FriendChatProps {
  friendId: number;
  /** opens a conversation, at a message of it when one is given */
  onOpen: (conversationId: number, messageId?: number) => void;
}

function Fact({ label, at }: { label: string; at: number | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd title={at === null ? undefined : fullTime(at)}>{at === null ? '还没有' : spokenAgo(at)}</dd>
    </div>
  );
}

function Facts({ stats, onOpen }: { stats: NonNullable<FriendChatStats>; onOpen: FriendChatProps['onOpen'] }) {
  const began = firstTouchText(stats);
  const { firstIn, firstOut } = stats;
  const first = firstIn && firstOut ? (firstIn.messageId < firstOut.messageId ? firstIn : firstOut) : (firstIn ?? firstOut);
  return (
    <dl className="friend-chat-facts">
      {began && first && (
        <div>
          <dt>第一次聊天</dt>
          <dd>
            <button
              type="button"
              className="link-button"
              title={messageMoment(first.at, first.precision)}
              onClick={() => onOpen(first.conversationId, first.messageId)}
            >
              {began}
            </button>
          </dd>
        </div>
      )}
      <Fact label="对方最近说话" at={stats.lastInAt} />
      <Fact label="我最近说话" at={stats.lastOutAt} />
      <div>
        <dt>有来有往</dt>
        <dd>{count(stats.twoWayDays)} 天</dd>
      </div>
      <div>
        <dt>消息</dt>
        <dd>
          对方 {count(stats.inCount)} 条，我 {count(stats.outCount)} 条
        </dd>
      </div>
    </dl>
  );
}

/** The log of contacts: each opens where it began. */
function Contacts({ friendId, onOpen }: FriendChatProps) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useContacts(friendId, true);
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  if (rows.length === 0) return null;
  return (
    <>
      <h4 className="friend-chat-title">联系记录</h4>
      <ul className="friend-chat-hits" aria-label="联系记录">
        {rows.map((contact) => (
          <li key={contact.messageId}>
            <button type="button" title="在聊天里看这一段" onClick={() => onOpen(contact.conversationId, contact.messageId)}>
              <span>{contactText(contact)}</span>
              <time title={messageMoment(contact.fromAt, contact.precision)}>{spokenAgo(contact.fromAt)}</time>
            </button>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="link-button" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          看更早的联系
        </button>
      )}
    </>
  );
}

function Asked({ asked, onOpen }: { asked: KeywordHits; onOpen: FriendChatProps['onOpen'] }) {
  const [all, setAll] = useState(false);
  const [editing, setEditing] = useState(false);
  const told = (['price', 'product'] as const).filter((about) => asked[about].total > 0);
  const shown = all ? asked.hits : asked.hits.slice(0, fewHits);
  return (
    <>
      <h4 className="friend-chat-title">
        {told.length === 0 ? '没问过价格和产品' : told.map((about) => `${aboutWords[about]} ${count(asked[about].total)} 次`).join('，')}
        <button type="button" className="link-button" aria-haspopup="dialog" onClick={() => setEditing(true)}>
          改关键词
        </button>
      </h4>
      {editing && <AskedWords onClose={() => setEditing(false)} />}
      <ul className="friend-chat-hits">
        {shown.map((hit) => (
          <li key={`${hit.messageId}-${hit.about}`}>
            <button type="button" title="在聊天里看这句" onClick={() => onOpen(hit.conversationId, hit.messageId)}>
              <small>{aboutWords[hit.about]}</small>
              <span>
                <Marked text={hit.excerpt} places={hit.ranges} />
              </span>
              <time title={fullTime(hit.at)}>{spokenAgo(hit.at)}</time>
            </button>
          </li>
        ))}
      </ul>
      {asked.hits.length > shown.length && (
        <button type="button" className="link-button" onClick={() => setAll(true)}>
          看最近的 {count(asked.hits.length)} 句
        </button>
      )}
    </>
  );
}

function Link({ chat, onOpen }: { chat: Conversation; onOpen: FriendChatProps['onOpen'] }) {
  return (
    <button type="button" className="friend-chat-link" onClick={() => onOpen(chat.id)}>
      {chat.kind === 'group' && <PeopleIcon width="14" height="14" />}
      <span>{chat.kind === 'group' ? conversationName(chat) : '看聊天记录'}</span>
      <small>{count(chat.messageCount)} 条</small>
    </button>
  );
}

/** What the imported chats say of one friend; nothing when there are none. */
export function FriendChat({ friendId, onOpen }: FriendChatProps) {
  const { data: chats } = useFriendConversations(friendId);
  const { data: stats } = useFriendStats(friendId);
  const talked = stats !== undefined && stats !== null;
  const { data: hours } = useFriendHours(friendId, talked);
  const { data: asked } = useKeywordHits(friendId, talked);
  if (!chats || chats.total === 0) return null;
  return (
    <div className="friend-chat">
      <div className="panel-section-head">
        <h3>聊天</h3>
      </div>
      <div className="friend-chat-links">
        {chats.rows.map((chat) => (
          <Link key={chat.id} chat={chat} onOpen={onOpen} />
        ))}
      </div>
      {talked && <Facts stats={stats} onOpen={onOpen} />}
      {talked && <Contacts friendId={friendId} onOpen={onOpen} />}
      {asked && <Asked asked={asked} onOpen={onOpen} />}
      {hours && <HourMap hours={hours} of="friend" />}
    </div>
  );
}
