import { timePrecisions } from '../../../shared/domain/messages.ts';
import { type BillRecord, billDirections, type OrderProblem } from '../../../shared/domain/order-record.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { matchBuyers } from './buyers.ts';
import { paymentIdentity, sameTime } from './identity.ts';
import { readRows } from './order-book.ts';
import type { Fate, PlannedBuyer } from './order-plan.ts';

export interface PlannedPayment {
  record: BillRecord;
  fate: Fate;
  /** of the payment; null = not in the book yet. Named as in PlannedOrder */
  orderId: number | null;
  identity: string;
  occurrence: number;
  values: Record<string, SqlValue>;
  changes: Record<string, [string, string]>;
  /** who paid her; null = no customer */
  buyer: PlannedBuyer | null;
}

export interface PaymentPlan {
  kind: 'bill';
  accountId: number;
  format: string;
  payments: PlannedPayment[];
  buyers: PlannedBuyer[];
  problems: OrderProblem[];
}

interface ThereRow {
  id: number;
  occurrence: number;
  at: number;
  precision: number;
  refund_fen: number;
  status_text: string;
  note: string;
  merchant_order_no: string | null;
}

const thereColumns = ['id', 'occurrence', 'at', 'precision', 'refund_fen', 'status_text', 'note', 'merchant_order_no'] as const;

/** Columns of a new payment. */
export const paymentValues = (record: BillRecord) => ({
  transaction_id: record.transactionId,
  merchant_order_no: record.merchantOrderNo,
  at: record.at,
  precision: timePrecisions.indexOf(record.precision),
  kind_text: record.kindText,
  direction: billDirections.indexOf(record.direction),
  counterparty: record.counterparty,
  buyer_key: foldName(record.counterparty),
  counterparty_id: record.counterpartyId,
  goods: record.goods,
  amount_fen: record.amountFen,
  refund_fen: record.refundFen,
  status_text: record.statusText,
  note: record.note,
  is_customer: record.isCustomerPayment ? 1 : 0,
  extra: JSON.stringify(record.extra),
});

/** What bringing a bill into an account would do; writes nothing. Equal movements are a multiset, as in planOrders. */
export function planPayments(
  ctx: ServiceContext,
  accountId: number,
  format: string,
  records: readonly BillRecord[],
  problems: OrderProblem[],
  tick: (done: number) => void = () => {},
): PaymentPlan {
  const slots = new Map<string, { there: ThereRow[]; claimed: Set<number>; next: number }>();
  const buyers = new Map<string, PlannedBuyer>();
  const payments = records.map((record, done): PlannedPayment => {
    if (done % 1000 === 0) tick(done);
    const identity = paymentIdentity(format, record);
    let slot = slots.get(identity);
    if (!slot) {
      const there = readRows<ThereRow>(
        ctx.db,
        thereColumns,
        'FROM payments WHERE account_id = ? AND identity = ? ORDER BY occurrence',
        accountId,
        identity,
      );
      slot = { there, claimed: new Set(), next: (there.at(-1)?.occurrence ?? 0) + 1 };
      slots.set(identity, slot);
    }
    const { there, claimed } = slot;
    const buyer = record.isCustomerPayment ? payerOf(buyers, record) : null;
    const moment = { orderedAt: record.at, paidAt: null, precision: timePrecisions.indexOf(record.precision) };
    const fits = there.filter(
      (row) => !claimed.has(row.id) && sameTime({ orderedAt: row.at, paidAt: null, precision: row.precision }, moment),
    );
    const known = fits.find(({ at }) => at === record.at) ?? fits[0];
    if (!known) return { record, fate: 'added', orderId: null, identity, occurrence: slot.next++, values: {}, changes: {}, buyer };
    claimed.add(known.id);
    const values = paymentChanges(known, record);
    const changes = Object.fromEntries(
      Object.entries(values).map(([column, value]): [string, [string, string]] => [
        column,
        [String(known[column as keyof ThereRow] ?? ''), String(value ?? '')],
      ]),
    );
    const fate = Object.keys(values).length > 0 ? 'changed' : 'same';
    return { record, fate, orderId: known.id, identity, occurrence: known.occurrence, values, changes, buyer };
  });
  const list = [...buyers.values()];
  // a name on a bill is no proof: it may be masked, or changed since
  for (const [i, match] of matchBuyers(ctx, accountId, list, { asksNicknames: true }).entries())
    Object.assign(list[i]!, { ...match, match: match.match === 'certain' ? 'doubtful' : match.match });
  return { kind: 'bill', accountId, format, payments, buyers: list, problems };
}

function paymentChanges(there: ThereRow, record: BillRecord): Record<string, SqlValue> {
  const values: Record<string, SqlValue> = {};
  const isLater = record.refundFen > there.refund_fen;
  if (isLater) values.refund_fen = record.refundFen;
  // an older bill knows less of refunds: its state is not taken
  if (isLater && record.statusText !== '' && record.statusText !== there.status_text) values.status_text = record.statusText;
  if (record.note !== '' && there.note === '') values.note = record.note;
  if (record.merchantOrderNo !== null && there.merchant_order_no === null) values.merchant_order_no = record.merchantOrderNo;
  return values;
}

function payerOf(buyers: Map<string, PlannedBuyer>, { counterparty, amountFen }: BillRecord): PlannedBuyer | null {
  // a masked name is nobody's
  if (counterparty === '' || /[*＊]/.test(counterparty)) return null;
  const buyerKey = foldName(counterparty);
  let buyer = buyers.get(buyerKey);
  if (!buyer) {
    const who = { key: buyerKey, name: counterparty, buyerKey, phoneKey: null, wxid: null, receiver: '', phone: '' };
    buyer = { ...who, orders: 0, amountFen: 0, match: 'none', candidates: [], nobody: false };
    buyers.set(buyerKey, buyer);
  }
  buyer.orders++;
  buyer.amountFen += amountFen;
  return buyer;
}
