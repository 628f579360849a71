import { Button } from 'antd';
import type { ReAddCard as Card } from '../../../../shared/contracts/ban-day.ts';
import { money } from '../../../lib/format.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { LevelPill } from '../../../ui/level.tsx';
import type { useReAdds } from '../use-re-adds.ts';

interface ReAddCardProps {
  card: Card;
  walk: ReturnType<typeof useReAdds>;
  /** nobody can be asked now; why */
  stopped: string | null;
  onOpenFriend: (id: number) => void;
}

/** One person: how to find them, what to say, and what came of it. */
export function ReAddCard({ card, walk, stopped, onOpenFriend }: ReAddCardProps) {
  const [phone] = card.phones;
  return (
    <article className="ban-card" aria-label={`加回${card.name}`}>
      <header>
        <button type="button" className="ban-card-name" title="看资料" onClick={() => onOpenFriend(card.friendId)}>
          {card.name}
        </button>
        <LevelPill level={card.trustLevel} />
        <span>{card.paidFen > 0 ? money(card.paidFen) : '还没买过'}</span>
      </header>
      <ol>
        <li>
          <b>在微信里搜</b>
          <span className="ban-card-copies">
            {phone && (
              <Button onClick={() => void walk.copy('phone')}>
                复制电话 {phone} <Kbd keys="p" />
              </Button>
            )}
            {card.wechatId && (
              <Button onClick={() => void walk.copy('id')}>
                复制微信号 {card.wechatId} <Kbd keys="w" />
              </Button>
            )}
            {card.groups.length > 0 && <span>也可以从群里加：{card.groups.join('、')}</span>}
            {card.emails.length > 0 && <span>邮箱 {card.emails.join('、')}</span>}
          </span>
        </li>
        <li>
          <b>申请时说</b>
          <p className="ban-card-words">{card.text}</p>
          {card.missing.length > 0 && (
            <p className="ban-amber">{card.missing.map((name) => `{${name}}`).join('、')}没有资料，先在上面的话里补上。</p>
          )}
          <Button onClick={() => void walk.copy('words')}>
            复制这段话 <Kbd keys="c" />
          </Button>
        </li>
        <li>
          <b>记一下结果</b>
          {stopped && <p className="ban-amber">{stopped}</p>}
          <span className="ban-card-copies">
            <Button type="primary" disabled={stopped !== null || walk.pending} onClick={() => walk.onCurrent('asked')}>
              已申请 <Kbd keys="a" />
            </Button>
            <Button disabled={walk.pending} onClick={() => walk.onCurrent('notFound')}>
              找不到 <Kbd keys="x" />
            </Button>
            <Button disabled={walk.pending} onClick={() => walk.onCurrent('skipped')}>
              跳过 <Kbd keys="s" />
            </Button>
          </span>
        </li>
      </ol>
    </article>
  );
}
