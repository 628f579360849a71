import type { OrderLine } from '../../../shared/domain/order-record.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';

/** A row of `orders` as SQLite gives it. */
export interface OrderRecordRow {
  id: number;
  account_id: number;
  friend_id: number | null;
  friend_by: string | null;
  source: string;
  identity: string;
  occurrence: number;
  order_no: string | null;
  group_buy_id: number | null;
  sequence: string | null;
  buyer_name: string;
  buyer_key: string;
  receiver: string;
  phone: string;
  phone_key: string | null;
  address: string;
  pickup: string | null;
  at: number;
  ordered_at: number | null;
  paid_at: number | null;
  shipped_at: number | null;
  signed_at: number | null;
  refunded_at: number | null;
  precision: number;
  status: number;
  status_text: string;
  amount_fen: number;
  paid_fen: number | null;
  refund_fen: number;
  note: string;
  seller_note: string;
  extra: string;
  import_batch_id: number | null;
  created_at: number;
  updated_at: number;
  joined_as: string | null;
}

export interface LineRow {
  id: number;
  order_id: number;
  position: number;
  product_id: number | null;
  product: string;
  spec: string;
  quantity_milli: number | null;
  unit: string;
  price_fen: number | null;
  amount_fen: number | null;
  refund_fen: number | null;
}

/** A line on its way into the book. */
export interface NewLine extends Pick<OrderLine, 'product' | 'spec' | 'priceFen' | 'amountFen' | 'refundFen'> {
  quantityMilli: number | null;
  unit: string;
}

/** Quantities are kept as whole thousandths. */
export const milli = (quantity: number | null): number | null => (quantity === null ? null : Math.round(quantity * 1000));

export const newLine = ({ product, spec, quantity, priceFen, amountFen, refundFen }: OrderLine): NewLine => ({
  product,
  spec,
  quantityMilli: milli(quantity),
  unit: '',
  priceFen,
  amountFen,
  refundFen,
});

const orderColumns = [
  ...['id', 'account_id', 'friend_id', 'friend_by', 'source', 'identity', 'occurrence', 'order_no', 'group_buy_id', 'sequence'],
  ...['buyer_name', 'buyer_key', 'receiver', 'phone', 'phone_key', 'address', 'pickup', 'at', 'ordered_at', 'paid_at', 'precision'],
  ...['shipped_at', 'signed_at', 'refunded_at'],
  ...['status', 'status_text', 'amount_fen', 'paid_fen', 'refund_fen', 'note', 'seller_note', 'extra', 'import_batch_id'],
  ...['created_at', 'updated_at'],
];
const lineColumns = [
  ...['id', 'order_id', 'position', 'product_id', 'product', 'spec', 'quantity_milli', 'unit', 'price_fen', 'amount_fen', 'refund_fen'],
];

/**
 * Many rows as objects. better-sqlite3 compiles the shape of its objects anew with each question, which costs ten times the question;
 * raw rows do not.
 */
export function readRows<Row>(db: Database, columns: readonly string[], tail: string, ...params: (string | number)[]): Row[] {
  const rows = db.arrays(`SELECT ${columns.join(', ')} ${tail}`).all(...params) as SqlValue[][];
  return rows.map((values) => {
    const row: Record<string, SqlValue> = {};
    for (let i = 0; i < columns.length; i++) row[columns[i]!] = values[i]!;
    return row as Row;
  });
}

/** Orders of an account by their identities, and their goods by order: one question for many. */
export function readKnown(
  { db }: ServiceContext,
  accountId: number,
  identities: readonly string[],
): { orders: OrderRecordRow[]; lines: Map<number, LineRow[]> } {
  const orders = readRows<OrderRecordRow>(
    db,
    orderColumns,
    'FROM orders WHERE account_id = ? AND identity IN (SELECT value FROM json_each(?)) ORDER BY identity, occurrence',
    accountId,
    JSON.stringify(identities),
  );
  const lines = new Map<number, LineRow[]>(orders.map(({ id }) => [id, []]));
  if (orders.length > 0) {
    const tail = 'FROM order_lines WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY order_id, position';
    const rows = readRows<LineRow>(db, lineColumns, tail, JSON.stringify([...lines.keys()]));
    for (const row of rows) lines.get(row.order_id)!.push(row);
  }
  return { orders, lines };
}

export const linesOf = ({ db }: ServiceContext, orderId: number): LineRow[] =>
  db.sql('SELECT * FROM order_lines WHERE order_id = ? ORDER BY position').all(orderId) as LineRow[];

const words = (line: NewLine) =>
  [line.product, line.spec, line.quantityMilli, line.unit, line.priceFen, line.amountFen, line.refundFen].join('\u001f');

export const sameLines = (there: readonly LineRow[], lines: readonly NewLine[]): boolean =>
  there.length === lines.length &&
  there.every((row, i) => {
    const { product, spec, quantity_milli, unit, price_fen, amount_fen, refund_fen } = row;
    const before = {
      product,
      spec,
      quantityMilli: quantity_milli,
      unit,
      priceFen: price_fen,
      amountFen: amount_fen,
      refundFen: refund_fen,
    };
    return words(before) === words(lines[i]!);
  });

/** How much a list of goods tells: a poorer layout of the same order must not wipe out a richer one. */
export function detailOf(lines: readonly { quantity: boolean; price: boolean; amount: boolean; refund: boolean }[]): number {
  return lines.reduce((sum, { quantity, price, amount, refund }) => sum + 1 + +quantity + +price + +amount + +refund, 0);
}

export const detailOfRows = (rows: readonly LineRow[]): number =>
  detailOf(
    rows.map((row) => ({
      quantity: row.quantity_milli !== null,
      price: row.price_fen !== null,
      amount: row.amount_fen !== null,
      refund: row.refund_fen !== null,
    })),
  );

export const detailOfLines = (lines: readonly NewLine[]): number =>
  detailOf(
    lines.map((line) => ({
      quantity: line.quantityMilli !== null,
      price: line.priceFen !== null,
      amount: line.amountFen !== null,
      refund: line.refundFen !== null,
    })),
  );

/** '脐橙(10斤装) ×2、苹果 ×1箱' */
export const goodsText = (lines: readonly { product: string; spec: string; quantity: number | null; unit: string }[]): string =>
  lines
    .map(
      ({ product, spec, quantity, unit }) =>
        `${product || '商品'}${spec ? `(${spec})` : ''}${quantity === null ? '' : ` ×${quantity}${unit}`}`,
    )
    .join('、');

/** The goods of an order of the book as words. */
export const goodsOfRows = (rows: readonly LineRow[]): string =>
  goodsText(rows.map((row) => ({ ...row, quantity: row.quantity_milli === null ? null : row.quantity_milli / 1000 })));
