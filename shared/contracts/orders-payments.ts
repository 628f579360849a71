/** Payments out of bills. Money is integer 分, times are ms UTC. */
import { z } from 'zod';
import { timePrecisions } from '../domain/messages.ts';
import { billDirections } from '../domain/order-record.ts';
import { changeReport, line, moment, rowId } from './common.ts';
import { buyerCandidate } from './orders-buyers.ts';

const fen = z.int();
const page = { offset: z.int().min(0), limit: z.int().min(1).max(200) };

export const paymentRow = z.object({
  id: rowId,
  accountId: rowId,
  source: z.string(),
  at: moment,
  precision: z.enum(timePrecisions),
  kindText: z.string(),
  direction: z.enum(billDirections),
  counterparty: z.string(),
  goods: z.string(),
  amountFen: fen,
  refundFen: fen,
  statusText: z.string(),
  transactionId: z.string().nullable(),
  note: z.string(),
  isCustomerPayment: z.boolean(),
  friendId: rowId.nullable(),
  friendName: z.string().nullable(),
  orderId: rowId.nullable(),
});
export type PaymentRow = z.infer<typeof paymentRow>;

export const paymentFilter = z.object({
  accountId: rowId.optional(),
  friendId: rowId.optional(),
  direction: z.enum(billDirections).optional(),
  /** only what customers paid */
  customers: z.boolean().optional(),
  linked: z.enum(['yes', 'no']).optional(),
  batchId: rowId.optional(),
  from: moment.optional(),
  to: moment.optional(),
  search: line(200).optional(),
});
export type PaymentFilter = z.infer<typeof paymentFilter>;
/** payments.list q, newest first */
export const paymentListInput = z.object({ filter: paymentFilter, ...page });
export const paymentPage = z.object({
  total: z.int(),
  sums: z.object({ inFen: fen, outFen: fen, refundFen: fen }),
  rows: z.array(paymentRow),
});
export type PaymentPage = z.infer<typeof paymentPage>;

/** payments.suggest q → for each payment who may have paid, and which orders of the same amount within a week it may be for. Never applied by itself. */
export const suggestInput = z.object({ ids: z.array(rowId).min(1).max(200) });
export const paymentSuggestion = z.object({
  id: rowId,
  friends: z.array(buyerCandidate),
  orders: z.array(
    z.object({ orderId: rowId, name: z.string(), friendId: rowId.nullable(), at: moment, amountFen: fen, unpaid: z.boolean() }),
  ),
});
export const paymentSuggestions = z.array(paymentSuggestion);
export type PaymentSuggestion = z.infer<typeof paymentSuggestion>;
/**
 * payments.link m → paymentLinked. An unpaid order whose payments reach its amount becomes paid; taken off again, it is what it was
 * before, unless a file or the seller said since that it is paid
 */
export const linkPaymentInput = z.object({ id: rowId, friendId: rowId.nullable(), orderId: rowId.nullable() });
/** what became of the order: `stillPaid` = a payment was taken off, and it is paid all the same; null = no order, or nothing of these */
export const paidOrderChange = z.enum(['paid', 'unpaid', 'stillPaid']).nullable();
export type PaidOrderChange = z.infer<typeof paidOrderChange>;
export const paymentLinked = changeReport.extend({ order: paidOrderChange });
export type PaymentLinked = z.infer<typeof paymentLinked>;
