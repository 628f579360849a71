import type { TimelineItem, TimelineKind } from '../../../shared/contracts/friends.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import type { TimelineSource } from '../friends/index.ts';
import { goodsOfRows, linesOf, type OrderRecordRow } from './order-book.ts';

type Row = Pick<
  OrderRecordRow,
  'id' | 'at' | 'ordered_at' | 'paid_at' | 'shipped_at' | 'signed_at' | 'refunded_at' | 'status' | 'amount_fen' | 'paid_fen' | 'refund_fen'
>;

/** Orders placed, paid, sent off, received and refunded. A refund whose day no file tells stands at the time of its order. */
export const orderTimeline: TimelineSource = (ctx, friendId, limit) => {
  const rows = ctx.db
    .sql(
      `SELECT id, at, ordered_at, paid_at, shipped_at, signed_at, refunded_at, status, amount_fen, paid_fen, refund_fen
       FROM orders WHERE friend_id = ? AND status <> ? ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(friendId, orderStatuses.indexOf('cancelled'), limit) as Row[];
  return rows.flatMap((row) => {
    const said = { orderId: row.id, goods: goodsOfRows(linesOf(ctx, row.id)), status: orderStatuses[row.status] ?? 'unknown' };
    return happened(row).map(({ key, at, kind, amountFen }): TimelineItem => ({ key, at, kind, details: { ...said, amountFen } }));
  });
};

interface Happened extends Pick<TimelineItem, 'key' | 'at'> {
  kind: TimelineKind;
  amountFen: number;
}

function happened({ id, at, ordered_at, paid_at, shipped_at, signed_at, refunded_at, amount_fen, paid_fen, refund_fen }: Row): Happened[] {
  const items: Happened[] = [];
  const add = (what: string, when: number, kind: TimelineKind, amountFen: number) =>
    items.push({ key: `order-${what}${id}`, at: when, kind, amountFen });
  if (ordered_at !== null || paid_at === null) add('', at, 'orderPlaced', amount_fen);
  if (paid_at !== null) add('paid-', paid_at, 'orderPaid', paid_fen ?? amount_fen);
  if (shipped_at !== null) add('shipped-', shipped_at, 'orderShipped', amount_fen);
  if (signed_at !== null) add('signed-', signed_at, 'orderSigned', amount_fen);
  if (refund_fen > 0) add('refund-', refunded_at ?? paid_at ?? at, 'orderRefunded', refund_fen);
  // of one moment the later step stands above, as in the rest of the timeline
  return items.reverse();
}
