import type { TimelineItem } from '../../../shared/contracts/friends.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import type { TimelineSource } from '../friends/index.ts';
import { goodsText, linesOf } from './order-book.ts';

/** Orders placed, paid and refunded. A refund whose day no file tells stands at the time of its order. */
export const orderTimeline: TimelineSource = (ctx, friendId, limit) => {
  const rows = ctx.db
    .sql(
      `SELECT id, at, ordered_at AS orderedAt, paid_at AS paidAt, status, amount_fen AS amountFen, paid_fen AS paidFen, refund_fen AS refundFen,
         refunded_at AS refundedAt
       FROM orders WHERE friend_id = ? AND status <> ? ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(friendId, orderStatuses.indexOf('cancelled'), limit) as {
    id: number;
    at: number;
    orderedAt: number | null;
    paidAt: number | null;
    status: number;
    amountFen: number;
    paidFen: number | null;
    refundFen: number;
    refundedAt: number | null;
  }[];
  return rows.flatMap(({ id, at, orderedAt, paidAt, status, amountFen, paidFen, refundFen, refundedAt }): TimelineItem[] => {
    const lines = linesOf(ctx, id).map((line) => ({ ...line, quantity: line.quantity_milli === null ? null : line.quantity_milli / 1000 }));
    const goods = goodsText(lines);
    const state = orderStatuses[status] ?? 'unknown';
    const items: TimelineItem[] = [];
    if (orderedAt !== null || paidAt === null)
      items.push({ key: `order-${id}`, at, kind: 'orderPlaced', details: { orderId: id, amountFen, goods, status: state } });
    if (paidAt !== null)
      items.push({
        key: `order-paid-${id}`,
        at: paidAt,
        kind: 'orderPaid',
        details: { orderId: id, amountFen: paidFen ?? amountFen, goods, status: state },
      });
    if (refundFen > 0)
      items.push({
        key: `order-refund-${id}`,
        at: refundedAt ?? paidAt ?? at,
        kind: 'orderRefunded',
        details: { orderId: id, amountFen: refundFen, goods, status: state },
      });
    return items;
  });
};
