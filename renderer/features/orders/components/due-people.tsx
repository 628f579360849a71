import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { DueFriend } from '../../../../shared/contracts/orders-by-hand.ts';
import type { RepurchaseStep } from '../../../../shared/domain/repurchase.ts';
import { trpc } from '../../../lib/api.ts';
import { count, dateText, spokenDay } from '../../../lib/format.ts';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';

const stepWords: Record<RepurchaseStep, string> = { soon7: '一周内', soon3: '三天内', due: '到了', late: '晚了' };

/** On what the day rests, in words. */
function reason({ cycleDays, ownDays, supplyDays, orderDays }: DueFriend): string {
  const days = (value: number) => `${Math.round(value * 10) / 10} 天`;
  if (ownDays !== null && supplyDays !== null) return `自己隔 ${days(ownDays)}、上次的够用 ${days(supplyDays)}，取中间 ${cycleDays} 天`;
  return ownDays === null ? `上次买的够用 ${cycleDays} 天` : `买过 ${count(orderDays)} 天，中间隔 ${days(ownDays)}`;
}

const whenOf = ({ past, on }: DueFriend): string => (past > 0 ? `过了 ${count(past)} 天` : spokenDay(Date.parse(`${on}T00:00:00`)));

/** 该复购的: who is about to buy again, longest waiting first, with what the day rests on. */
export function DuePeople({
  onFriend,
  onWrite,
}: {
  onFriend: (id: number) => void;
  onWrite: (friend: { id: number; name: string }) => void;
}) {
  const { data, error, refetch } = useQuery(trpc.orders.due.queryOptions({ accountId: null }));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingSkeleton />;
  const lost = data.lost > 0 ? `另外 ${count(data.lost)} 位过了整整一个周期也没来，不再算该复购。` : '';
  if (data.people.length === 0)
    return (
      <EmptyState
        title="这几天没有该复购的"
        hint={`买过三次以上的按自己的节奏算；商品上写了「一份用几天」或「多久回购」的，买一次就能算。${lost}`}
      />
    );
  return (
    <>
      <p className="orders-sums">
        {count(data.total)} 位快用完了或该再买了，提前 7 天列出。{lost}
        {data.total > data.people.length && `先列出 ${count(data.people.length)} 位。`}
      </p>
      <table className="orders-table" aria-label="该复购的">
        <thead>
          <tr>
            <th scope="col" className="w-name">
              好友
            </th>
            <th scope="col" className="w-due">
              哪天该买
            </th>
            <th scope="col" className="order-goods">
              上次买了
            </th>
            <th scope="col" className="order-goods">
              怎么算的
            </th>
            <th scope="col" className="w-status" aria-label="操作" />
          </tr>
        </thead>
        <tbody>
          {data.people.map((one) => (
            <tr key={one.friendId}>
              <td>
                <button type="button" className="order-open" onClick={() => onFriend(one.friendId)}>
                  {one.name}
                </button>
              </td>
              <td>
                <span className={`order-status ${one.step === 'late' || one.step === 'due' ? 'warn' : ''}`}>{stepWords[one.step]}</span>{' '}
                {whenOf(one)}
              </td>
              <td className="order-goods" title={one.goods}>
                {dateText(one.lastAt)} {one.goods}
              </td>
              <td className="order-goods order-source" title={reason(one)}>
                {reason(one)}
              </td>
              <td>
                <Button size="small" onClick={() => onWrite({ id: one.friendId, name: one.name })}>
                  记一单
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
