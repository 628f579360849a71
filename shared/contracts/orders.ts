/** Products and orders. Money is integer 分, times are ms UTC, quantities have at most three decimals. */
import { z } from 'zod';
import { timePrecisions } from '../domain/messages.ts';
import { orderStatuses } from '../domain/order-record.ts';
import { line, moment, rowId } from './common.ts';
import { linkReasons } from './orders-buyers.ts';
import { paymentRow } from './orders-payments.ts';

const fen = z.int();
const page = { offset: z.int().min(0), limit: z.int().min(1).max(200) };

export const orderSources = [
  'ktt',
  'wechatShop',
  'youzan',
  'qunjielong',
  'pinduoduo',
  'taobao',
  'douyin',
  'weidian',
  'otherOrders',
  'solitaire',
  /** written by hand */
  'manual',
] as const;
export type OrderPlatform = (typeof orderSources)[number];

export const orderLine = z.object({
  id: rowId,
  productId: rowId.nullable(),
  product: z.string(),
  spec: z.string(),
  /** null = the file did not say */
  quantity: z.number().nullable(),
  unit: z.string(),
  priceFen: fen.nullable(),
  amountFen: fen.nullable(),
  refundFen: fen.nullable(),
});
export type OrderLineRow = z.infer<typeof orderLine>;
export const orderRow = z.object({
  id: rowId,
  accountId: rowId,
  friendId: rowId.nullable(),
  /** remark, else nickname */
  friendName: z.string().nullable(),
  friendBy: z.enum(linkReasons).nullable(),
  source: z.enum(orderSources),
  orderNo: z.string().nullable(),
  groupBuyId: rowId.nullable(),
  groupBuyTitle: z.string().nullable(),
  sequence: z.string().nullable(),
  buyerName: z.string(),
  receiver: z.string(),
  pickup: z.string().nullable(),
  /** when it was placed, else paid, else brought in; what lists are sorted by */
  at: moment,
  orderedAt: moment.nullable(),
  paidAt: moment.nullable(),
  shippedAt: moment.nullable(),
  signedAt: moment.nullable(),
  refundedAt: moment.nullable(),
  precision: z.enum(timePrecisions),
  status: z.enum(orderStatuses),
  statusText: z.string(),
  amountFen: fen,
  paidFen: fen.nullable(),
  refundFen: fen,
  /** the goods in one line: '脐橙 ×2、苹果 ×1' */
  goods: z.string(),
  note: z.string(),
});
export type OrderRow = z.infer<typeof orderRow>;

export const orderSums = z.object({
  orders: z.int(),
  /** of these, what cannot be as it stands (state odd): in no sum of money */
  odd: z.int(),
  amountFen: fen,
  /** of orders that were paid: what was paid, else what they cost */
  paidFen: fen,
  refundFen: fen,
  unpaidOrders: z.int(),
  unpaidFen: fen,
});
export type OrderSums = z.infer<typeof orderSums>;

/**
 * paid = paid, shipped or done; toShip = paid and not sent off; refunded = wholly or partly. Cancelled orders count in no sum but
 * `orders`. odd = what cannot be as it stands: more given back than paid, a day to come, an amount below 0 or absurd.
 */
export const orderStates = ['unpaid', 'paid', 'toShip', 'refunded', 'cancelled', 'odd'] as const;
export const orderFilter = z.object({
  accountId: rowId.optional(),
  friendId: rowId.optional(),
  /** no = nobody of the book yet */
  linked: z.enum(['yes', 'no']).optional(),
  state: z.enum(orderStates).optional(),
  source: z.enum(orderSources).optional(),
  groupBuyId: rowId.optional(),
  productId: rowId.optional(),
  /** orders that this import contained */
  batchId: rowId.optional(),
  /** [from, to), by `at` */
  from: moment.optional(),
  to: moment.optional(),
  /** part of a name, an order no., a product or a note */
  search: line(200).optional(),
});
export type OrderFilter = z.infer<typeof orderFilter>;
/** orders.list q, newest first */
export const orderListInput = z.object({ filter: orderFilter, ...page });
export const orderPage = z.object({ total: z.int(), sums: orderSums, rows: z.array(orderRow) });
export type OrderPage = z.infer<typeof orderPage>;

/** orders.ofFriend q → orderPage; orders.unpaid q → unpaidList */
export const friendOrdersInput = z.object({ friendId: rowId, ...page });
export const unpaidInput = z.object({ accountId: rowId.nullable(), groupBuyId: rowId.nullable() });
/** Who owes what, most first; orders of nobody in the book go by the buyer's name. */
export const unpaidPerson = z.object({
  friendId: rowId.nullable(),
  name: z.string(),
  orders: z.int(),
  amountFen: fen,
  oldestAt: moment,
  orderIds: z.array(rowId),
});
export const unpaidList = z.object({
  /** at most `mostUnpaid` */
  people: z.array(unpaidPerson),
  /** how many owe, and of all of them */
  total: z.int(),
  orders: z.int(),
  amountFen: fen,
});
export type UnpaidList = z.infer<typeof unpaidList>;
export const mostUnpaid = 500;

export const orderDetail = orderRow.extend({
  phone: z.string(),
  address: z.string(),
  sellerNote: z.string(),
  extra: z.record(z.string(), z.string()),
  lines: z.array(orderLine),
  payments: z.array(paymentRow),
});
export type OrderDetail = z.infer<typeof orderDetail>;
/** orders.get q → orderDetail; null = it is gone, taken back with its import or alone */
export const orderGetInput = z.object({ id: rowId });
/** orders.link m → changeReport. All orders of the same buyer name follow, unless she chose otherwise for them; remembered for the next file. */
export const linkOrderInput = z.object({ id: rowId, friendId: rowId.nullable() });
/** orders.setPaid m → changeReport */
export const setPaidInput = z.object({ ids: z.array(rowId).min(1).max(10_000), paid: z.boolean() });
