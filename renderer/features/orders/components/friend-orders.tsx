import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../../../lib/api.ts';
import { count, fullTime, money, spokenDay } from '../../../lib/format.ts';
import { oddText, statusTone, statusWords } from '../words.ts';
import './friend-orders.css';

const few = 3;
const many = 100;

/** What one friend bought, for her panel: how much in all, and the last orders. */
export function FriendOrders({ friendId, onOpen, onWrite }: { friendId: number; onOpen: (orderId: number) => void; onWrite: () => void }) {
  const [limit, setLimit] = useState(few);
  const { data } = useQuery(trpc.orders.ofFriend.queryOptions({ friendId, offset: 0, limit }));
  if (!data) return null;
  const { sums, rows, total } = data;
  return (
    <section aria-label="订单">
      <div className="panel-section-head">
        <h3>订单</h3>
        <button type="button" className="link-button" title="记一单（O）" onClick={onWrite}>
          记一单
        </button>
      </div>
      {total === 0 ? (
        <p className="panel-none">还没买过。</p>
      ) : (
        <>
          <p className="friend-orders-sums">
            <b>{count(total)}</b> 单，收到 {money(sums.paidFen - sums.refundFen)}
            {sums.unpaidOrders > 0 && <span className="order-status warn">，还有 {money(sums.unpaidFen)} 没付</span>}
            {oddText(sums)}
          </p>
          <ul className="friend-orders">
            {rows.map((order) => (
              <li key={order.id}>
                <button type="button" onClick={() => onOpen(order.id)} title={order.goods}>
                  {order.goods || '没写商品'}
                </button>
                <span className={`order-status ${statusTone[order.status]}`}>{statusWords[order.status]}</span>
                <b>{money(order.amountFen)}</b>
                <time title={fullTime(order.at)}>{spokenDay(order.at)}</time>
              </li>
            ))}
          </ul>
          {total > rows.length && rows.length < many && (
            <button type="button" className="link-button" onClick={() => setLimit(many)}>
              看更早的
            </button>
          )}
        </>
      )}
    </section>
  );
}
