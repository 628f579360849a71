import type { OrderMark } from '../../../shared/contracts/orders-by-hand.ts';
import { type OrderState, statusFrom } from '../../../shared/domain/hand-order.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';
import type { OrderRecordRow } from './order-book.ts';
import { updateAlike } from './order-commit.ts';
import { paidMoment } from './payment-settle.ts';

/** Columns that a mark changes; null = it is there already, or cannot get there. The words of a file do not say any more how it stands. */
type Marked = Record<string, SqlValue> | null;

const place = (status: (typeof orderStatuses)[number]): number => orderStatuses.indexOf(status);
const nameOf = (order: OrderRecordRow) => orderStatuses[order.status] ?? 'unknown';
const wasPaid = (order: OrderRecordRow): boolean => !['unpaid', 'cancelled', 'unknown'].includes(nameOf(order));

/** What stands of an order, as files and marks tell it. */
export const stateOf = (order: OrderRecordRow): OrderState => ({
  isPaid: wasPaid(order),
  paidFen: order.paid_fen ?? order.amount_fen,
  refundFen: order.refund_fen,
  isShipped: order.shipped_at !== null || nameOf(order) === 'shipped',
  isSigned: order.signed_at !== null || nameOf(order) === 'done',
});

/** An unpaid order that is paid from `at` (ms) on; goods that are on their way stay so. */
export function markedPaid(order: OrderRecordRow, at: number): Marked {
  if (nameOf(order) !== 'unpaid') return null;
  const status = statusFrom({ ...stateOf(order), isPaid: true, paidFen: order.amount_fen, refundFen: 0 });
  const paidAt = order.paid_at ?? paidMoment({ orderedAt: order.ordered_at, source: order.source }, at);
  return { status: place(status), status_text: '', paid_at: paidAt, paid_fen: order.amount_fen };
}

/** A paid order that is unpaid after all; of those by hand also when it was sent off, unless money went back. */
export function markedUnpaid(order: OrderRecordRow): Marked {
  const status = nameOf(order);
  const isSent = order.source === 'manual' && (status === 'shipped' || status === 'done');
  return status === 'paid' || isSent ? { status: place('unpaid'), paid_at: null, paid_fen: null } : null;
}

/** A delivery moves on what is paid; of what is not, or what a file calls otherwise, only the day is kept. */
function delivered(order: OrderRecordRow, step: 'isShipped' | 'isSigned', values: Record<string, SqlValue>): Marked {
  const state = stateOf(order);
  if (['cancelled', 'refunded'].includes(nameOf(order)) || state.isSigned || state[step]) return null;
  const next = place(statusFrom({ ...state, [step]: true }));
  return wasPaid(order) && next !== order.status ? { ...values, status: next, status_text: '' } : values;
}

export function marked(order: OrderRecordRow, mark: OrderMark, at: number): Marked {
  if (mark === 'paid') return markedPaid(order, at);
  if (mark === 'shipped') return delivered(order, 'isShipped', { shipped_at: at });
  if (mark === 'signed') return delivered(order, 'isSigned', { signed_at: at });
  return nameOf(order) === 'unpaid' ? { status: place('cancelled'), status_text: '' } : null;
}

/** Changes orders one by one as `change` says. @returns how many changed */
export function updateMarked(
  ctx: ServiceContext,
  record: Recorder,
  ids: readonly number[],
  change: (order: OrderRecordRow) => Marked,
): number {
  const now = ctx.clock.now();
  const read = ctx.db.sql('SELECT * FROM orders WHERE id = ?');
  const rows = [...new Set(ids)].flatMap((id) => {
    const order = read.get(id) as OrderRecordRow | undefined;
    const values = order ? change(order) : null;
    return values ? [{ id, values: { ...values, updated_at: now } as Record<string, SqlValue> }] : [];
  });
  updateAlike(record, 'orders', rows);
  return rows.length;
}
