import {
  mostUnpaid,
  type OrderDetail,
  type OrderFilter,
  type OrderLineRow,
  type OrderPage,
  type OrderRow,
  type OrderSums,
  type UnpaidList,
} from '../../../shared/contracts/orders.ts';
import { mostFen } from '../../../shared/domain/hand-order.ts';
import { timePrecisions } from '../../../shared/domain/messages.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { goodsText, type LineRow, linesOf, type OrderRecordRow } from './order-book.ts';
import { paymentsOfOrder } from './payments.queries.ts';

interface Page {
  offset: number;
  limit: number;
}

export const friendNameSql = "CASE friends.remark WHEN '' THEN friends.nickname ELSE friends.remark END";
const place = (status: (typeof orderStatuses)[number]): number => orderStatuses.indexOf(status);
const among = (...statuses: (typeof orderStatuses)[number][]): string => `(${statuses.map(place).join(', ')})`;

/** Conditions over `orders`, in SQL. Statuses are stored by place. */
export const statesSql = {
  unpaid: `orders.status = ${place('unpaid')}`,
  paid: `orders.status IN ${among('paid', 'shipped', 'done')}`,
  refunded: `orders.status IN ${among('partlyRefunded', 'refunded')}`,
  /** some of its money stayed */
  bought: `orders.status IN ${among('paid', 'shipped', 'done', 'partlyRefunded')}`,
  cancelled: `orders.status = ${place('cancelled')}`,
  toShip: `orders.status = ${place('paid')} AND orders.shipped_at IS NULL AND orders.signed_at IS NULL`,
};

/** Money that cannot be: more given back than was paid, below 0 or absurd. Most orders gave nothing back: asked first, that saves a third. */
export const oddMoneySql = `(orders.amount_fen < 0 OR orders.amount_fen > ${mostFen} OR (orders.refund_fen <> 0
  AND (orders.refund_fen < 0 OR orders.refund_fen > max(orders.amount_fen, coalesce(orders.paid_fen, 0)))))`;
/** Orders that cannot be as they stand, told by a moment (ms): such money, or a time to come. */
export const oddSql = `(${oddMoneySql} OR orders.at > ?)`;

/** What an unpaid order still wants. A 接龙 that grew after it was paid wants the difference; files say in too many ways what was paid. */
export const outstandingSql = "(orders.amount_fen - CASE orders.source WHEN 'solitaire' THEN coalesce(orders.paid_fen, 0) ELSE 0 END)";

export const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

function where(filter: OrderFilter, now: number): { sql: string; params: SqlValue[] } {
  const parts = ['1'];
  const params: SqlValue[] = [];
  const add = (condition: string, ...values: SqlValue[]) => {
    parts.push(condition);
    params.push(...values);
  };
  if (filter.accountId !== undefined) add('orders.account_id = ?', filter.accountId);
  if (filter.friendId !== undefined) add('friend_id = ?', filter.friendId);
  if (filter.linked) add(filter.linked === 'yes' ? 'friend_id IS NOT NULL' : 'friend_id IS NULL');
  if (filter.state === 'odd') add(oddSql, now);
  else if (filter.state) add(statesSql[filter.state]);
  if (filter.source !== undefined) add('orders.source = ?', filter.source);
  if (filter.groupBuyId !== undefined) add('group_buy_id = ?', filter.groupBuyId);
  if (filter.productId !== undefined) add('orders.id IN (SELECT order_id FROM order_lines WHERE product_id = ?)', filter.productId);
  if (filter.batchId !== undefined) add('orders.id IN (SELECT order_id FROM order_claims WHERE batch_id = ?)', filter.batchId);
  if (filter.from !== undefined) add('at >= ?', filter.from);
  if (filter.to !== undefined) add('at < ?', filter.to);
  if (filter.search) {
    const text = like(filter.search);
    const own = ['buyer_name', 'receiver', 'order_no', 'orders.note', 'phone'].map((column) => `${column} LIKE ? ESCAPE '\\'`);
    add(
      `(${own.join(' OR ')} OR EXISTS (SELECT 1 FROM order_lines WHERE order_id = orders.id AND product LIKE ? ESCAPE '\\')
         OR friend_id IN (SELECT id FROM friends WHERE ${friendNameSql} LIKE ? ESCAPE '\\'))`,
      ...own.map(() => text),
      text,
      text,
    );
  }
  return { sql: parts.join(' AND '), params };
}

/** Orders that are to be asked for money: also one whose day is still to come, which may be that of a file. */
export const owedSql = `(${statesSql.unpaid} AND NOT ${oddMoneySql})`;

const paidFen = `CASE WHEN ${statesSql.paid} OR ${statesSql.refunded} THEN coalesce(paid_fen, amount_fen)
  WHEN orders.source = 'solitaire' AND ${statesSql.unpaid} THEN coalesce(paid_fen, 0) ELSE 0 END`;
const unpaidColumns = `coalesce(sum(${statesSql.unpaid}), 0) AS unpaidOrders,
  coalesce(sum(CASE WHEN ${statesSql.unpaid} THEN ${outstandingSql} ELSE 0 END), 0) AS unpaidFen`;
const sumColumns = `count(*) AS orders, coalesce(sum(CASE WHEN ${statesSql.cancelled} THEN 0 ELSE amount_fen END), 0) AS amountFen,
  coalesce(sum(${paidFen}), 0) AS paidFen, coalesce(sum(CASE WHEN ${statesSql.cancelled} THEN 0 ELSE refund_fen END), 0) AS refundFen`;

/** Sums over a filter. Orders that cannot be are few, mostly none: looked for in the same walk, and taken off again where there are any. */
export function sumOrders({ db, clock }: ServiceContext, filter: OrderFilter): OrderSums {
  const now = clock.now();
  const { sql, params } = where(filter, now);
  const told = `SELECT coalesce(sum(${oddSql}), 0) AS odd, ${sumColumns}, ${unpaidColumns} FROM orders WHERE ${sql}`;
  const all = db.sql(told).get(now, ...params) as OrderSums;
  if (all.odd === 0) return all;
  const odd = db.sql(`SELECT ${sumColumns} FROM orders WHERE ${oddSql} AND ${sql}`).get(now, ...params) as OrderSums;
  const owed = db.sql(`SELECT ${unpaidColumns} FROM orders WHERE ${oddMoneySql} AND ${sql}`).get(...params) as OrderSums;
  return {
    ...{ orders: all.orders, odd: all.odd, amountFen: all.amountFen - odd.amountFen },
    ...{ paidFen: all.paidFen - odd.paidFen, refundFen: all.refundFen - odd.refundFen },
    ...{ unpaidOrders: all.unpaidOrders - owed.unpaidOrders, unpaidFen: all.unpaidFen - owed.unpaidFen },
  };
}

/** Sums by filter, true as long as nothing was committed since. */
interface KeptSums {
  version: number;
  byFilter: Map<string, OrderSums>;
}
const kept = new WeakMap<Database, KeptSums>();

/** As sumOrders. Where a connection only reads they are kept until anything is written, so that a further page does not add up everything again. */
function sumsOf(ctx: ServiceContext, filter: OrderFilter): OrderSums {
  const { db } = ctx;
  // what a connection writes itself does not change its version
  if (!db.raw.readonly) return sumOrders(ctx, filter);
  const version = db.raw.pragma('data_version', { simple: true }) as number;
  let own = kept.get(db);
  if (own?.version !== version) kept.set(db, (own = { version, byFilter: new Map() }));
  const key = JSON.stringify(filter);
  const known = own.byFilter.get(key);
  if (known) return known;
  const sums = sumOrders(ctx, filter);
  // a day to come, which is odd, comes without anything written
  if (sums.odd === 0) own.byFilter.set(key, sums);
  return sums;
}

/** One page, newest first. */
export function listOrders(ctx: ServiceContext, filter: OrderFilter, { offset, limit }: Page): OrderPage {
  const { sql, params } = where(filter, ctx.clock.now());
  const ids = ctx.db
    .pluck(`SELECT id FROM orders WHERE ${sql} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`)
    .all(...params, limit, offset) as number[];
  const sums = sumsOf(ctx, filter);
  return { total: sums.orders, sums, rows: ids.map((id) => readRow(ctx, id)!) };
}

type NamedRow = OrderRecordRow & { friendName: string | null; groupBuyTitle: string | null };

function readNamed({ db }: ServiceContext, id: number): NamedRow | undefined {
  return db
    .sql(
      `SELECT orders.*, ${friendNameSql} AS friendName, group_buys.title AS groupBuyTitle FROM orders
       LEFT JOIN friends ON friends.id = friend_id LEFT JOIN group_buys ON group_buys.id = group_buy_id WHERE orders.id = ?`,
    )
    .get(id) as NamedRow | undefined;
}

function readRow(ctx: ServiceContext, id: number): OrderRow | null {
  const row = readNamed(ctx, id);
  return row ? toRow(row, linesOf(ctx, id)) : null;
}

const quantityOf = (line: LineRow): number | null => (line.quantity_milli === null ? null : line.quantity_milli / 1000);

function toRow(row: NamedRow, lines: readonly LineRow[]): OrderRow {
  return {
    id: row.id,
    accountId: row.account_id,
    friendId: row.friend_id,
    friendName: row.friend_id === null ? null : row.friendName,
    friendBy: row.friend_by as OrderRow['friendBy'],
    source: row.source as OrderRow['source'],
    orderNo: row.order_no,
    groupBuyId: row.group_buy_id,
    groupBuyTitle: row.groupBuyTitle,
    sequence: row.sequence,
    buyerName: row.buyer_name,
    receiver: row.receiver,
    pickup: row.pickup,
    at: row.at,
    orderedAt: row.ordered_at,
    paidAt: row.paid_at,
    shippedAt: row.shipped_at,
    signedAt: row.signed_at,
    refundedAt: row.refunded_at,
    precision: timePrecisions[row.precision] ?? 'second',
    status: orderStatuses[row.status] ?? 'unknown',
    statusText: row.status_text,
    amountFen: row.amount_fen,
    paidFen: row.paid_fen,
    refundFen: row.refund_fen,
    goods: goodsText(lines.map((line) => ({ ...line, quantity: quantityOf(line) }))),
    note: row.note,
  };
}

/** Everything about one order; null = it is gone. */
export function readOrder(ctx: ServiceContext, id: number): OrderDetail | null {
  const row = readNamed(ctx, id);
  if (!row) return null;
  const lines = linesOf(ctx, id);
  return {
    ...toRow(row, lines),
    phone: row.phone,
    address: row.address,
    sellerNote: row.seller_note,
    extra: JSON.parse(row.extra) as Record<string, string>,
    lines: lines.map(
      (line): OrderLineRow => ({
        id: line.id,
        productId: line.product_id,
        product: line.product,
        spec: line.spec,
        quantity: quantityOf(line),
        unit: line.unit,
        priceFen: line.price_fen,
        amountFen: line.amount_fen,
        refundFen: line.refund_fen,
      }),
    ),
    payments: paymentsOfOrder(ctx, id),
  };
}

/** What one friend's unpaid orders still want together, 分. */
export const unpaidFenOf = ({ db }: ServiceContext, friendId: number): number =>
  db.pluck(`SELECT coalesce(sum(${outstandingSql}), 0) FROM orders WHERE friend_id = ? AND ${owedSql}`).get(friendId) as number;

export interface UnpaidAsked {
  /** null = all */
  accountId: number | null;
  groupBuyId: number | null;
}

/** Who owes what, most first. */
export function readUnpaid({ db }: ServiceContext, { accountId, groupBuyId }: UnpaidAsked): UnpaidList {
  const rows = db
    .sql(
      `SELECT orders.id AS id, friend_id AS friendId, coalesce(${friendNameSql}, '') AS friendName, buyer_name AS buyerName, receiver,
         orders.account_id AS accountId, buyer_key AS buyerKey, at, ${outstandingSql} AS amountFen
       FROM orders LEFT JOIN friends ON friends.id = friend_id
       WHERE ${owedSql} AND (? IS NULL OR orders.account_id = ?) AND (? IS NULL OR group_buy_id = ?) ORDER BY at`,
    )
    .all(accountId, accountId, groupBuyId, groupBuyId) as {
    id: number;
    friendId: number | null;
    friendName: string;
    buyerName: string;
    receiver: string;
    accountId: number;
    buyerKey: string;
    at: number;
    amountFen: number;
  }[];
  const people = new Map<string, UnpaidList['people'][number]>();
  for (const row of rows) {
    const key = row.friendId === null ? `${row.accountId}:${row.buyerKey}` : String(row.friendId);
    const name = row.friendId === null ? row.buyerName || row.receiver || '没有名字' : row.friendName;
    const person = people.get(key) ?? { friendId: row.friendId, name, orders: 0, amountFen: 0, oldestAt: row.at, orderIds: [] };
    person.orders++;
    person.amountFen += row.amountFen;
    person.orderIds.push(row.id);
    people.set(key, person);
  }
  const list = [...people.values()].sort((a, b) => b.amountFen - a.amountFen || a.oldestAt - b.oldestAt);
  const amountFen = rows.reduce((sum, one) => sum + one.amountFen, 0);
  return { people: list.slice(0, mostUnpaid), total: list.length, orders: rows.length, amountFen };
}
