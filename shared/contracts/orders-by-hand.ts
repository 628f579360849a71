/** Orders that she writes herself, and what she does with any order. Money is integer 分, days are of her own calendar. */
import { z } from 'zod';
import { mostFen } from '../domain/hand-order.ts';
import { repurchaseSteps } from '../domain/repurchase.ts';
import { day, line, moment, rowId } from './common.ts';

/** beyond it no shop of one person sells of one thing at once */
const quantity = z.number().positive().max(100_000);
const fen = z.int().min(0);

export const handLine = z.object({
  product: line(200).min(1),
  quantity,
  unit: line(20),
  /** of one; null = not told */
  priceFen: fen.max(mostFen).nullable(),
});
export type HandLine = z.infer<typeof handLine>;

export const handOrder = z.object({
  /** null = nobody of the book, see buyerName */
  friendId: rowId.nullable(),
  /** asked for where there is no friend; a friend's order is of her account */
  accountId: rowId.nullable(),
  /** of somebody who is no friend */
  buyerName: line(100),
  lines: z.array(handLine).max(100),
  /** what the whole order costs; may be less or more than its lines */
  amountFen: fen,
  orderedOn: day,
  /** null = not paid yet */
  paidOn: day.nullable(),
  shippedOn: day.nullable(),
  signedOn: day.nullable(),
  note: line(2000),
});
export type HandOrder = z.infer<typeof handOrder>;
/**
 * orders.create m, orders.update m (an order by hand, whole) → saved. Goods that are not known yet become products.
 * @throws `orderUnfit` {why}, `notFound`
 */
export const updateOrderInput = z.object({ id: rowId, order: handOrder });

/** orders.mark m → changeReport. Today, unless `on` says another day; who is there already, or cannot get there, stays as it is. */
export const orderMarks = ['paid', 'shipped', 'signed', 'cancelled'] as const;
export type OrderMark = (typeof orderMarks)[number];
export const markOrdersInput = z.object({ ids: z.array(rowId).min(1).max(10_000), mark: z.enum(orderMarks), on: day.nullable() });
/** orders.refund m → saved. All that was given back of it so far, 0 = nothing. @throws `orderUnfit` {why: refund | notPaid | day} */
export const refundInput = z.object({ id: rowId, refundFen: fen, on: day });

/** orders.due q → dueList: who is about to buy again, by the day they are due; the first `most` of them. */
export const dueInput = z.object({ accountId: rowId.nullable() });
export const dueFriend = z.object({
  friendId: rowId,
  name: z.string(),
  /** the day she is due */
  on: day,
  step: z.enum(repurchaseSteps),
  /** days past that day; negative = still to come */
  past: z.int(),
  cycleDays: z.int(),
  /** what the cycle rests on: her own rhythm over so many days with an order, and how long the goods last; null = not known */
  ownDays: z.number().nullable(),
  supplyDays: z.number().nullable(),
  orderDays: z.int(),
  lastOrderId: rowId,
  lastAt: moment,
  goods: z.string(),
});
export type DueFriend = z.infer<typeof dueFriend>;
export const mostDue = 500;
export const dueList = z.object({ people: z.array(dueFriend), total: z.int(), lost: z.int() });
export type DueList = z.infer<typeof dueList>;
