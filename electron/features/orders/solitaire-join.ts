import type { HandOrderBeside } from '../../../shared/contracts/orders-solitaire.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { daysAfter, daysBefore, type EntryOrder, mayBeOne } from '../../../shared/domain/solitaire-twins.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { goodsOfRows, linesOf, type OrderRecordRow } from './order-book.ts';

const dayMs = 86_400_000;
/** Beyond this many a list is asked about the newest only. */
const mostBeside = 500;

type ByHand = OrderRecordRow & { friend_id: number };
const byHand = `orders WHERE source = 'manual' AND friend_id IS NOT NULL AND status <> ${orderStatuses.indexOf('cancelled')} AND account_id = ?`;

const seen = (ctx: ServiceContext, order: ByHand): HandOrderBeside => {
  const lines = linesOf(ctx, order.id);
  return {
    ...{ orderId: order.id, friendId: order.friend_id, amountFen: order.amount_fen, at: order.at },
    ...{ products: lines.map(({ product }) => product), goods: goodsOfRows(lines), note: order.note },
  };
};

/** Orders by hand that entries of a 接龙 may be, by the days on which people joined it. */
export function handOrdersBeside(ctx: ServiceContext, accountId: number, joined: readonly number[]): HandOrderBeside[] {
  if (joined.length === 0) return [];
  const [first, last] = joined.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [joined[0]!, joined[0]!]);
  const [from, to] = [first - (daysBefore + 1) * dayMs, last + (daysAfter + 1) * dayMs];
  const orders = ctx.db
    .sql(`SELECT * FROM ${byHand} AND at BETWEEN ? AND ? ORDER BY at DESC, id DESC LIMIT ${mostBeside}`)
    .all(accountId, from, to) as ByHand[];
  return orders.map((order) => seen(ctx, order));
}

/** The order by hand that an entry is by her word; undefined = it cannot be (any more). */
export function handOrderOf(ctx: ServiceContext, accountId: number, orderId: number, entry: EntryOrder): OrderRecordRow | undefined {
  const order = ctx.db.sql(`SELECT * FROM ${byHand} AND id = ?`).get(accountId, orderId) as ByHand | undefined;
  return order && mayBeOne(entry, seen(ctx, order)) ? order : undefined;
}

/** What such an order is called from then on; what only she knows stays: the day, whether it is paid and sent off, her note. */
export const joinedValues = (hand: OrderRecordRow, groupBuyId: number, note: string, pickup: string | null) => ({
  ...{ source: 'solitaire', occurrence: 1, group_buy_id: groupBuyId },
  ...{ friend_id: hand.friend_id, friend_by: hand.friend_by, pickup: pickup ?? hand.pickup },
  seller_note: hand.note === note ? hand.seller_note : [hand.seller_note, hand.note].filter(Boolean).join('；'),
});
