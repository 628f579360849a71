import { useEffect } from 'react';
import type { OrderDetail } from '../../../../shared/contracts/orders.ts';
import { dateText, fullTime, money } from '../../../lib/format.ts';
import { columnTitle } from '../../../lib/words.ts';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useLinkOrder } from '../mutations.ts';
import { useOrder } from '../queries.ts';
import { amountOf, platformWords, reasonWords, statusTone, statusWords } from '../words.ts';
import { FriendPick } from './friend-pick.tsx';
import { OrderActions } from './order-actions.tsx';

export interface OrderPanelProps {
  id: number;
  width: number;
  onWidth: (width: number) => void;
  onClose: () => void;
  onFriend: (id: number) => void;
}

const Fact = ({ label, value }: { label: string; value: string | null }) =>
  value ? (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  ) : null;

function refundText({ refundFen, refundedAt }: OrderDetail): string | null {
  if (refundFen <= 0) return null;
  return refundedAt === null ? money(refundFen) : `${money(refundFen)}，${dateText(refundedAt)}`;
}

/** Everything about one order, beside the list. */
export function OrderPanel({ id, width, onWidth, onClose, onFriend }: OrderPanelProps) {
  const { data: order, error, refetch } = useOrder(id);
  const link = useLinkOrder();
  // taken back, with its import or alone, while it was looked at: there is nothing to show any more
  const isGone = order === null;
  useEffect(() => {
    if (isGone) onClose();
  });
  if (isGone) return null;
  return (
    <SidePanel
      label="订单"
      width={width}
      onWidth={onWidth}
      onClose={onClose}
      header={<h2>{order ? (order.friendName ?? (order.buyerName || '没写名字')) : '订单'}</h2>}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!order && !error && <LoadingSkeleton rows={6} />}
      {order && (
        <div className="order-detail">
          <p className="order-sum">
            <strong>{money(order.amountFen)}</strong>
            <span className={`order-status ${statusTone[order.status]}`}>{order.statusText || statusWords[order.status]}</span>
          </p>
          <OrderActions order={order} onFriend={onFriend} />
          <h3>是谁的单</h3>
          <FriendPick
            label="是谁的单"
            accountId={order.accountId}
            value={order.friendId ?? undefined}
            name={order.friendName}
            candidates={[]}
            onPick={(friendId) => link.mutate({ id, friendId })}
          />
          {order.friendBy && <p className="order-hint">依据：{reasonWords[order.friendBy]}</p>}
          <h3>商品</h3>
          <ul className="order-lines">
            {order.lines.map((line) => (
              <li key={line.id}>
                <span>
                  {line.product}
                  {line.spec && <small>{line.spec}</small>}
                </span>
                <span>{line.quantity === null ? '' : `×${amountOf(line.quantity)}${line.unit}`}</span>
                <span>{line.amountFen === null ? '' : money(line.amountFen)}</span>
              </li>
            ))}
          </ul>
          <dl className="order-facts">
            <Fact label="从哪来" value={order.groupBuyTitle ?? platformWords[order.source]} />
            <Fact label="下单" value={order.orderedAt === null ? null : fullTime(order.orderedAt)} />
            <Fact label="付款" value={order.paidAt === null ? null : fullTime(order.paidAt)} />
            <Fact label="发货" value={order.shippedAt === null ? null : fullTime(order.shippedAt)} />
            <Fact label="签收" value={order.signedAt === null ? null : fullTime(order.signedAt)} />
            <Fact label="退款" value={refundText(order)} />
            <Fact label="订单号" value={order.orderNo} />
            <Fact label="序号" value={order.sequence} />
            <Fact label="收货人" value={order.receiver} />
            <Fact label="电话" value={order.phone} />
            <Fact label="地址" value={order.address} />
            <Fact label="自提点" value={order.pickup} />
            <Fact label={order.source === 'manual' ? '备注' : '买家留言'} value={order.note} />
            <Fact label="我的备注" value={order.sellerNote} />
            {Object.entries(order.extra).map(([label, value]) => (
              <Fact key={label} label={columnTitle(label)} value={value} />
            ))}
          </dl>
          {order.payments.length > 0 && <h3>收款</h3>}
          <ul className="order-lines">
            {order.payments.map((payment) => (
              <li key={payment.id}>
                <span>
                  {payment.kindText}
                  <small>{fullTime(payment.at)}</small>
                </span>
                <span />
                <span>{money(payment.amountFen)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </SidePanel>
  );
}
