import type { PaidOrderChange } from '../../../shared/contracts/orders-payments.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';

const unpaid = orderStatuses.indexOf('unpaid');
/** What a paid order is: goods that she sent off or that arrived stay so. */
const paidPlace = ({ shippedAt, signedAt }: Pick<OrderRow, 'shippedAt' | 'signedAt'>): number =>
  orderStatuses.indexOf(signedAt !== null ? 'done' : shippedAt !== null ? 'shipped' : 'paid');

/**
 * What stands as the moment of payment where no file has told it. A file that tells no other moment of its orders knows them again by
 * this one: it stays open for the file to tell, else the same order would come in twice.
 */
export const paidMoment = (order: { orderedAt: number | null; source: string }, at: number): number | null =>
  order.orderedAt === null && order.source !== 'solitaire' ? null : at;

/** In `extra` of the payment that made its order paid: what the order was before, and the sum by which it was paid. */
const key = 'settled';
interface Settled {
  statusText: string;
  paidAt: number | null;
  paidFen: number | null;
  /** what settling wrote */
  setAt: number | null;
  sumFen: number;
}

interface OrderRow {
  accountId: number;
  friendId: number | null;
  source: string;
  orderedAt: number | null;
  status: number;
  statusText: string;
  amountFen: number;
  paidAt: number | null;
  paidFen: number | null;
  shippedAt: number | null;
  signedAt: number | null;
}

function orderOf({ db }: ServiceContext, id: number): OrderRow | undefined {
  return db
    .sql(
      `SELECT account_id AS accountId, friend_id AS friendId, source, ordered_at AS orderedAt, status, status_text AS statusText, amount_fen AS amountFen,
         paid_at AS paidAt, paid_fen AS paidFen, shipped_at AS shippedAt, signed_at AS signedAt FROM orders WHERE id = ?`,
    )
    .get(id) as OrderRow | undefined;
}

/** What its payments come to. */
const sumOf = ({ db }: ServiceContext, orderId: number): number =>
  db
    .pluck(
      'SELECT coalesce(sum(CASE direction WHEN 0 THEN amount_fen - refund_fen ELSE -amount_fen END), 0) FROM payments WHERE order_id = ?',
    )
    .get(orderId) as number;

function note({ db }: ServiceContext, record: Recorder, paymentId: number, settled: Settled | null): void {
  const { [key]: _, ...extra } = JSON.parse(db.pluck('SELECT extra FROM payments WHERE id = ?').get(paymentId) as string) as Record<
    string,
    unknown
  >;
  record.update('payments', [paymentId], { extra: JSON.stringify(settled ? { ...extra, [key]: settled } : extra) });
}

interface Paying {
  orderId: number;
  payment: { id: number; accountId: number; friendId: number | null; at: number };
  now: number;
}

/**
 * An unpaid order whose payments reach its amount is paid: the last of them remembers what the order was. One of nobody becomes the
 * payer's. @throws AppError `notFound` (order), `invalidInput` (an order of another account)
 */
export function settleOrder(ctx: ServiceContext, record: Recorder, { orderId, payment, now }: Paying): PaidOrderChange {
  const order = orderOf(ctx, orderId);
  if (!order) throw new AppError('notFound', { what: 'order' });
  if (order.accountId !== payment.accountId) throw new AppError('invalidInput', { fields: ['orderId'] });
  if (order.friendId === null && payment.friendId !== null)
    record.update('orders', [orderId], { friend_id: payment.friendId, friend_by: 'hand', updated_at: now });
  const sumFen = sumOf(ctx, orderId);
  if (order.status !== unpaid || sumFen < order.amountFen) return null;
  const setAt = order.paidAt ?? paidMoment(order, payment.at);
  // the words of a file do not say any more how it stands
  record.update('orders', [orderId], { status: paidPlace(order), status_text: '', paid_at: setAt, paid_fen: sumFen, updated_at: now });
  const { statusText, paidAt, paidFen } = order;
  note(ctx, record, payment.id, { statusText, paidAt, paidFen, setAt, sumFen });
  return 'paid';
}

/**
 * A payment was taken off its order: one that payments made paid is what it was before, unless those that are left still reach its
 * amount. What a file or the seller said of being paid stays.
 */
export function unsettleOrder(ctx: ServiceContext, record: Recorder, { orderId, payment, now }: Paying): PaidOrderChange {
  const order = orderOf(ctx, orderId);
  const settler = ctx.db
    .sql(
      `SELECT id, json_extract(extra, '$.${key}') AS settled FROM payments
       WHERE (order_id = ? OR id = ?) AND json_type(extra, '$.${key}') = 'object'`,
    )
    .get(orderId, payment.id) as { id: number; settled: string } | undefined;
  if (!order) return null;
  const isPaid = order.status === paidPlace(order);
  if (!settler) return isPaid ? 'stillPaid' : null;
  const before = JSON.parse(settler.settled) as Settled;
  const untouched = isPaid && order.statusText === '' && order.paidAt === before.setAt && order.paidFen === before.sumFen;
  const sumFen = sumOf(ctx, orderId);
  const isReached = sumFen >= order.amountFen;
  if (settler.id === payment.id || !untouched || !isReached) note(ctx, record, settler.id, null);
  if (!untouched) return isPaid ? 'stillPaid' : null;
  if (!isReached) {
    const { statusText, paidAt, paidFen } = before;
    record.update('orders', [orderId], { status: unpaid, status_text: statusText, paid_at: paidAt, paid_fen: paidFen, updated_at: now });
    return 'unpaid';
  }
  // enough is left: the newest of what is left paid it
  const last = ctx.db.sql('SELECT id, at FROM payments WHERE order_id = ? ORDER BY at DESC, id DESC LIMIT 1').get(orderId) as {
    id: number;
    at: number;
  };
  if (last.id !== settler.id) note(ctx, record, settler.id, null);
  const setAt = before.paidAt ?? paidMoment(order, last.at);
  record.update('orders', [orderId], { paid_at: setAt, paid_fen: sumFen, updated_at: now });
  note(ctx, record, last.id, { ...before, setAt, sumFen });
  return 'stillPaid';
}
