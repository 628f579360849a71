import { Button } from 'antd';
import type { BanDayAccount, BanDayFriend } from '../../../../shared/contracts/ban-day.ts';
import { client } from '../../../lib/api.ts';
import { count, money, percent } from '../../../lib/format.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useUnreachable } from '../queries.ts';
import { reachShare, reachText, reachTone, waysOf } from '../words.ts';

/** So many are taken over to 好友 at a time: a list that can be worked off. */
const askedAtOnce = 50;

export interface ReachCardProps {
  account: BanDayAccount;
  /** opens 好友 with these people ticked */
  onSelect: (ids: readonly number[]) => void;
  onOpenFriend: (id: number) => void;
}

function Lost({ account, onSelect, onOpenFriend }: ReachCardProps) {
  const friends = useUnreachable(account.accountId);
  const send = useSendOnce(true);
  const lost = account.reach.people - account.reach.withWay;
  const many = Math.min(lost, askedAtOnce);
  const select = async () => {
    try {
      const list = await client.banday.unreachable.query({ accountId: account.accountId, limit: askedAtOnce });
      onSelect(list.map(({ friendId }) => friendId));
    } catch (error) {
      notify.failed(error);
    }
  };
  if (lost === 0) return <p className="ban-all-good">人人都另有联系方式。</p>;
  return (
    <div className="ban-lost">
      <h3>封了就找不到的 {count(lost)} 位，最要紧的</h3>
      <ul>
        {(friends.data ?? []).map((friend: BanDayFriend) => (
          <li key={friend.friendId}>
            <button type="button" onClick={() => onOpenFriend(friend.friendId)}>
              {friend.name}
            </button>
            <LevelPill level={friend.trustLevel} short />
            <span>{friend.paidFen > 0 ? money(friend.paidFen) : '还没买过'}</span>
          </li>
        ))}
      </ul>
      <Button onClick={() => void send(select)}>
        {lost > many ? `选出最要紧的 ${count(many)} 位，去要电话` : `选出这 ${count(many)} 位，去要电话`}
      </Button>
    </div>
  );
}

/** How much would be left of an account, and who would not. */
export function ReachCard(props: ReachCardProps) {
  const { reach } = props.account;
  const share = reachShare(reach);
  return (
    <section className="ban-reach" data-tone={reachTone(reach)} aria-label="还找得到多少">
      <div className="ban-reach-sum">
        <p className="ban-reach-share">
          <b>{percent(share)}</b>
          <span>{reach.by === 'orders' ? '的生意还找得回来' : '的人情还找得回来'}</span>
        </p>
        <div className="ban-track" aria-hidden="true">
          <i style={{ width: `${share * 100}%` }} />
        </div>
        <p>{reachText(reach)}</p>
        <ul className="ban-ways" aria-label="另外的联系方式">
          {waysOf(reach).map(({ way, label, hint }) => (
            <li key={way} title={hint}>
              {label}
            </li>
          ))}
        </ul>
        {reach.ways.wechatId > 0 && <small>有了微信号也不一定加得到：对方可能关了搜索。电话最稳。</small>}
      </div>
      <Lost {...props} />
    </section>
  );
}
