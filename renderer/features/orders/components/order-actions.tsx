import { Button } from 'antd';
import { useState } from 'react';
import type { OrderDetail } from '../../../../shared/contracts/orders.ts';
import type { OrderMark } from '../../../../shared/contracts/orders-by-hand.ts';
import { useMarkOrders, useSetPaid } from '../mutations.ts';
import { OrderForm } from './order-form.tsx';
import { RefundDialog } from './refund-dialog.tsx';

/** What can be done with one order, by where it stands. */
export function OrderActions({ order, onFriend }: { order: OrderDetail; onFriend: (id: number) => void }) {
  const setPaid = useSetPaid();
  const mark = useMarkOrders();
  const [open, setOpen] = useState<'edit' | 'refund' | null>(null);
  const { id, status, source, shippedAt, signedAt } = order;
  const isOwed = status === 'unpaid';
  const isPaid = ['paid', 'shipped', 'done', 'partlyRefunded'].includes(status);
  const isByHand = source === 'manual';
  const isGone = status === 'cancelled' || status === 'refunded';
  const button = (what: OrderMark, label: string, key: string) => (
    <Button loading={mark.isPending} title={key} onClick={() => mark.mutate({ ids: [id], mark: what, on: null })}>
      {label}
    </Button>
  );
  return (
    <div className="order-actions">
      {isOwed && (
        <Button type="primary" title="P" loading={setPaid.isPending} onClick={() => setPaid.mutate({ ids: [id], paid: true })}>
          记为已付
        </Button>
      )}
      {!isGone && shippedAt === null && signedAt === null && !['shipped', 'done'].includes(status) && button('shipped', '记为已发货', 'F')}
      {!isGone && signedAt === null && status !== 'done' && button('signed', '记为已签收', 'S')}
      {((status === 'paid' && source === 'solitaire') || (isByHand && isPaid && status !== 'partlyRefunded')) && (
        <Button loading={setPaid.isPending} onClick={() => setPaid.mutate({ ids: [id], paid: false })}>
          改回没付
        </Button>
      )}
      {(isPaid || status === 'refunded') && <Button onClick={() => setOpen('refund')}>{order.refundFen > 0 ? '改退款' : '退款'}</Button>}
      {isByHand && (
        <Button title="E" onClick={() => setOpen('edit')}>
          改这一单
        </Button>
      )}
      {isByHand && isOwed && button('cancelled', '取消这一单', '')}
      {order.friendId !== null && <Button onClick={() => onFriend(order.friendId!)}>看这位好友</Button>}
      {open === 'refund' && <RefundDialog order={order} onClose={() => setOpen(null)} />}
      {open === 'edit' && <OrderForm order={order} onClose={() => setOpen(null)} />}
    </div>
  );
}
