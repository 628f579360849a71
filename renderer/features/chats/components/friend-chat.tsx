import { useState } from 'react';
import type { Conversation, FriendChatStats } from '../../../../shared/contracts/chats.ts';
import type { KeywordHits } from '../../../../shared/contracts/search.ts';
import { count, fullTime, spokenAgo } from '../../../lib/format.ts';
import { PeopleIcon } from '../../../ui/icons.tsx';
import { useFriendConversations, useFriendHours, useFriendStats, useKeywordHits } from '../queries.ts';
import { conversationName } from '../words.ts';
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

function Facts({ stats }: { stats: NonNullable<FriendChatStats> }) {
  return (
    <dl className="friend-chat-facts">
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

function Asked({ asked, onOpen }: { asked: KeywordHits; onOpen: FriendChatProps['onOpen'] }) {
  const [all, setAll] = useState(false);
  const told = (['price', 'product'] as const).filter((about) => asked[about].total > 0);
  if (told.length === 0) return null;
  const shown = all ? asked.hits : asked.hits.slice(0, fewHits);
  return (
    <>
      <p className="friend-chat-told">{told.map((about) => `${aboutWords[about]} ${count(asked[about].total)} 次`).join('，')}</p>
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
          看全部 {count(asked.hits.length)} 句
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
      {talked && <Facts stats={stats} />}
      {asked && <Asked asked={asked} onOpen={onOpen} />}
      {hours && <HourMap hours={hours} />}
    </div>
  );
}
