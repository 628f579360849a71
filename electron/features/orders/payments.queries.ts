import type { PaymentFilter, PaymentPage, PaymentRow, PaymentSuggestion } from '../../../shared/contracts/orders-payments.ts';
import { timePrecisions } from '../../../shared/domain/messages.ts';
import { billDirections, orderStatuses } from '../../../shared/domain/order-record.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { matchBuyers } from './buyers.ts';

interface StoredPayment extends Omit<PaymentRow, 'precision' | 'direction' | 'isCustomerPayment'> {
  precision: number;
  direction: number;
  isCustomer: number;
}

const friendName = "CASE friends.remark WHEN '' THEN friends.nickname ELSE friends.remark END";
const columns = `payments.id AS id, payments.account_id AS accountId, source, at, precision, kind_text AS kindText, direction, counterparty, goods,
  amount_fen AS amountFen, refund_fen AS refundFen, status_text AS statusText, transaction_id AS transactionId, note, is_customer AS isCustomer,
  friend_id AS friendId, ${friendName} AS friendName, order_id AS orderId`;
const from = 'payments LEFT JOIN friends ON friends.id = friend_id';

const toPayment = ({ precision, direction, isCustomer, ...row }: StoredPayment): PaymentRow => ({
  ...row,
  precision: timePrecisions[precision] ?? 'second',
  direction: billDirections[direction] ?? 'neutral',
  isCustomerPayment: isCustomer === 1,
});

/** Payments of an order, oldest first. */
export function paymentsOfOrder({ db }: ServiceContext, orderId: number): PaymentRow[] {
  return (db.sql(`SELECT ${columns} FROM ${from} WHERE order_id = ? ORDER BY at, payments.id`).all(orderId) as StoredPayment[]).map(
    toPayment,
  );
}

function where(filter: PaymentFilter): { sql: string; params: SqlValue[] } {
  const parts = ['1'];
  const params: SqlValue[] = [];
  const add = (condition: string, ...values: SqlValue[]) => {
    parts.push(condition);
    params.push(...values);
  };
  if (filter.accountId !== undefined) add('payments.account_id = ?', filter.accountId);
  if (filter.friendId !== undefined) add('friend_id = ?', filter.friendId);
  if (filter.direction) add('direction = ?', billDirections.indexOf(filter.direction));
  if (filter.customers) add('is_customer = 1');
  if (filter.linked) add(filter.linked === 'yes' ? 'friend_id IS NOT NULL' : 'friend_id IS NULL');
  if (filter.batchId !== undefined) add('payments.id IN (SELECT payment_id FROM payment_claims WHERE batch_id = ?)', filter.batchId);
  if (filter.from !== undefined) add('at >= ?', filter.from);
  if (filter.to !== undefined) add('at < ?', filter.to);
  if (filter.search) {
    const text = `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`;
    const own = ['counterparty', 'goods', 'payments.note', 'transaction_id'].map((column) => `${column} LIKE ? ESCAPE '\\'`);
    add(`(${own.join(' OR ')})`, ...own.map(() => text));
  }
  return { sql: parts.join(' AND '), params };
}

/** One page, newest first. */
export function listPayments(
  { db }: ServiceContext,
  filter: PaymentFilter,
  { offset, limit }: { offset: number; limit: number },
): PaymentPage {
  const { sql, params } = where(filter);
  const place = (direction: (typeof billDirections)[number]) => billDirections.indexOf(direction);
  const { total, ...sums } = db
    .sql(
      `SELECT count(*) AS total, coalesce(sum(CASE direction WHEN ${place('in')} THEN amount_fen END), 0) AS inFen,
         coalesce(sum(CASE direction WHEN ${place('out')} THEN amount_fen END), 0) AS outFen, coalesce(sum(refund_fen), 0) AS refundFen
       FROM payments WHERE ${sql}`,
    )
    .get(...params) as PaymentPage['sums'] & { total: number };
  const rows = db
    .sql(`SELECT ${columns} FROM ${from} WHERE ${sql} ORDER BY at DESC, payments.id DESC LIMIT ? OFFSET ?`)
    .all(...params, limit, offset) as StoredPayment[];
  return { total, sums, rows: rows.map(toPayment) };
}

const weekMs = 7 * 86_400_000;

/** Who may have paid, and for what; of payments that exist. */
export function suggestForPayments(ctx: ServiceContext, ids: readonly number[]): PaymentSuggestion[] {
  const read = ctx.db.sql(
    'SELECT id, account_id AS accountId, at, amount_fen AS amountFen, counterparty AS name, buyer_key AS buyerKey, friend_id AS friendId FROM payments WHERE id = ?',
  );
  type Row = { id: number; accountId: number; at: number; amountFen: number; name: string; buyerKey: string; friendId: number | null };
  const rows = ids.flatMap((id) => (read.get(id) as Row | undefined) ?? []);
  const orders = ctx.db.sql(
    `SELECT orders.id AS orderId, coalesce(${friendName}, buyer_name) AS name, friend_id AS friendId, at, amount_fen AS amountFen, orders.status AS status
     FROM orders LEFT JOIN friends ON friends.id = friend_id
     WHERE amount_fen = ? AND at BETWEEN ? AND ? AND orders.account_id = ? AND NOT EXISTS (SELECT 1 FROM payments WHERE order_id = orders.id)
     ORDER BY orders.status, abs(at - ?) LIMIT 20`,
  );
  const matches = new Map<number, ReturnType<typeof matchBuyers>[number]>();
  for (const accountId of new Set(rows.map((row) => row.accountId))) {
    const own = rows.filter((row) => row.accountId === accountId && !/[*＊]/.test(row.name));
    const found = matchBuyers(
      ctx,
      accountId,
      own.map(({ id, name, buyerKey }) => ({ key: String(id), name, buyerKey, phoneKey: null, wxid: null })),
      { asksNicknames: true },
    );
    for (const [i, { id }] of own.entries()) matches.set(id, found[i]!);
  }
  return rows.map(({ id, accountId, at, amountFen, friendId }) => {
    const friends = matches.get(id)?.candidates ?? [];
    const likely = new Set([...(friendId === null ? [] : [friendId]), ...friends.map((one) => one.friendId)]);
    const found = orders.all(amountFen, at - weekMs, at + weekMs, accountId, at) as {
      orderId: number;
      name: string;
      friendId: number | null;
      at: number;
      amountFen: number;
      status: number;
    }[];
    const rank = (one: { friendId: number | null }) => (one.friendId !== null && likely.has(one.friendId) ? 0 : 1);
    const sorted = found.sort((a, b) => rank(a) - rank(b)).slice(0, 5);
    return { id, friends, orders: sorted.map(({ status, ...order }) => ({ ...order, unpaid: orderStatuses[status] === 'unpaid' })) };
  });
}
