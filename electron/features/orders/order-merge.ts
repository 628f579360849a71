import { timePrecisions } from '../../../shared/domain/messages.ts';
import { type OrderRecord, type OrderStatus, orderStatuses } from '../../../shared/domain/order-record.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { phoneDigits } from '../friends/index.ts';
import { buyerKeyOf } from './identity.ts';
import type { OrderRecordRow } from './order-book.ts';

/** How far an order has come. What a file says never takes it back: files are brought in in any order. */
const ranks: Record<OrderStatus, number> = {
  unknown: 0,
  unpaid: 1,
  paid: 2,
  shipped: 3,
  done: 4,
  partlyRefunded: 5,
  cancelled: 6,
  refunded: 7,
};
const placeOf = (status: OrderStatus): number => orderStatuses.indexOf(status);

/** By which a phone is looked up; null = none that may be matched on. */
export const phoneKeyOf = ({ phone, phoneUsable }: OrderRecord['buyer']): string | null => (phoneUsable ? phoneDigits(phone) : null);

/** Columns of a new order that come from its record. */
export function orderValues(record: OrderRecord, now: number) {
  const { key, buyer } = record;
  return {
    order_no: key.orderNo,
    sequence: key.sequence,
    buyer_name: buyer.nickname,
    buyer_key: buyerKeyOf(buyer),
    receiver: buyer.receiver,
    phone: buyer.phone,
    phone_key: phoneKeyOf(buyer),
    address: buyer.address,
    pickup: record.pickup,
    at: record.orderedAt ?? record.paidAt ?? now,
    ordered_at: record.orderedAt,
    paid_at: record.paidAt,
    precision: timePrecisions.indexOf(record.precision),
    status: placeOf(record.status),
    status_text: record.statusText,
    amount_fen: record.amountFen,
    paid_fen: record.paidFen,
    refund_fen: record.refundFen,
    note: record.note,
    seller_note: record.sellerNote,
    extra: JSON.stringify(record.extra),
  } satisfies Partial<Record<keyof OrderRecordRow, SqlValue>>;
}

type Values = Partial<Record<keyof OrderRecordRow, SqlValue>>;

/** Words that a file may correct; empty ones in it never erase anything. */
const corrected = ['receiver', 'phone', 'address', 'pickup', 'note', 'seller_note'] as const;
/** Who bought and what tells the order apart: filled once, never replaced. */
const filled = ['buyer_name', 'buyer_key', 'ordered_at', 'paid_at', 'order_no', 'sequence'] as const;

/** Columns in which a known order becomes another through a record of it; {} = nothing new. */
export function orderChanges(there: OrderRecordRow, record: OrderRecord): Values {
  const file = orderValues(record, there.at);
  const values: Values = {};
  for (const column of corrected) if (file[column] && file[column] !== there[column]) values[column] = file[column];
  for (const column of filled) if ((there[column] ?? '') === '' && (file[column] ?? '') !== '') values[column] = file[column];
  if (values.phone !== undefined) values.phone_key = file.phone_key;
  const at = (values.ordered_at ?? there.ordered_at ?? values.paid_at ?? there.paid_at ?? there.at) as number;
  if (at !== there.at) values.at = at;
  if ((values.ordered_at ?? values.paid_at ?? null) !== null && file.precision > there.precision) values.precision = file.precision;
  const before = orderStatuses[there.status] ?? 'unknown';
  if (ranks[record.status] > ranks[before]) values.status = file.status;
  if (values.status !== undefined || (before === record.status && there.status_text === '')) {
    if (file.status_text !== '' && file.status_text !== there.status_text) values.status_text = file.status_text;
  }
  // a layout without a price says 0
  if (file.amount_fen !== 0 && file.amount_fen !== there.amount_fen) values.amount_fen = file.amount_fen;
  if (file.paid_fen !== null && file.paid_fen > (there.paid_fen ?? -1)) values.paid_fen = file.paid_fen;
  if (file.refund_fen > there.refund_fen) values.refund_fen = file.refund_fen;
  if (file.extra !== there.extra) {
    const extra = JSON.stringify({ ...(JSON.parse(there.extra) as Record<string, string>), ...record.extra });
    if (extra !== there.extra) values.extra = extra;
  }
  return values;
}
