import { foldName } from '../../../shared/domain/solitaire-text.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';
import type { NewLine } from './order-book.ts';
import { ensureProducts, insertLines } from './order-commit.ts';

/** Another book of hers, in the form of this version: a backup. */
export interface OtherBook {
  db: Database;
  /** the account of this book that stands for one of the other */
  accountOf: (id: number) => { id: number };
}

type Table = 'orders' | 'payments';
/** The row of this book that a row hangs on: the list of an order, the order of a payment. */
const links = { orders: 'group_buy_id', payments: 'order_id' } as const;

interface Row {
  id: number;
  account_id: number;
  identity: string;
  occurrence: number;
  [column: string]: SqlValue;
}
interface Here {
  id: number;
  friendId: number | null;
  link: number | null;
}
interface Lacking {
  row: Row;
  /** the same one here, which is nobody's; null = it is not here */
  here: Here | null;
}

function findHere({ db }: ServiceContext, table: Table, accountId: number, row: Row): Here | null {
  const find = `SELECT id, friend_id AS friendId, ${links[table]} AS link FROM ${table} WHERE account_id = ? AND`;
  const here = db.sql(`${find} identity = ? AND occurrence = ?`).get(accountId, row.identity, row.occurrence);
  const hand = table === 'orders' ? ownToken(row) : null;
  // one by hand may go by a file's name in one of the books
  const joined = hand && !here ? db.sql(`${find} (identity = ? OR joined_as ->> 0 = ?) LIMIT 1`).get(accountId, hand, hand) : undefined;
  return ((here ?? joined) as Here | undefined) ?? null;
}

/** The token of an order by hand, by whatever name it goes. */
function ownToken({ identity, joined_as: joined }: Row): string | null {
  if (identity.startsWith('h\u001f')) return identity;
  return typeof joined === 'string' ? (JSON.parse(joined) as [string])[0] : null;
}

/** What belongs to nobody here may have lost its friend, but not while the friend is here: then it was taken away on purpose. */
function lacking(ctx: ServiceContext, { db, accountOf }: OtherBook, table: Table, from: number, isGone: boolean): Lacking[] {
  const rows = db.sql(`SELECT * FROM ${table} WHERE friend_id = ? ORDER BY at, id`).all(from) as Row[];
  const all = rows.map((row) => ({ row, here: findHere(ctx, table, accountOf(row.account_id).id, row) }));
  return all.filter(({ here }) => !here || (isGone && here.friendId === null));
}

/** How many orders and payments of a friend of another book this one would gain. `isGone`: the friend is not in this one. */
export const lackingMoney = (
  ctx: ServiceContext,
  other: OtherBook,
  from: number,
  isGone: boolean,
): { orders: number; payments: number } => ({
  orders: lacking(ctx, other, 'orders', from, isGone).length,
  payments: lacking(ctx, other, 'payments', from, isGone).length,
});

/** Brings them in, for the friend `to` of this book; what is here already is never there twice. */
export function bringMoney(ctx: ServiceContext, record: Recorder, other: OtherBook, from: number, to: number, isGone: boolean): void {
  const now = ctx.clock.now();
  const take = (table: Table, linkOf: (id: SqlValue, accountId: number) => number | null): void => {
    const made = lacking(ctx, other, table, from, isGone).flatMap(({ row, here }) => {
      const accountId = other.accountOf(row.account_id).id;
      const link = linkOf(row[links[table]] ?? null, accountId);
      const own = { friend_id: to, friend_by: row['friend_by'] ?? null, updated_at: now, [links[table]]: here?.link ?? link };
      if (here) {
        record.update(table, [here.id], own);
        return [];
      }
      const { id, ...kept } = row;
      const hereNow = insert(ctx, table, { ...kept, ...own, account_id: accountId, import_batch_id: null, created_at: now });
      if (table === 'orders') insertLines(ctx, [{ orderId: hereNow, lines: linesOf(other.db, id) }], productsOf(ctx, other.db, id, now));
      return [hereNow];
    });
    record.inserted(table, made);
  };
  // their goods go with them when this is taken back
  take('orders', (id, accountId) => groupBuyHere(ctx, other.db, id, accountId));
  take('payments', (id) => orderHere(ctx, other, id));
}

function insert({ db }: ServiceContext, table: Table, values: Record<string, SqlValue>): number {
  const columns = Object.keys(values);
  const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return Number(db.sql(text).run(...Object.values(values)).lastInsertRowid);
}

const linesOf = (db: Database, orderId: number): NewLine[] =>
  db
    .sql(
      `SELECT product, spec, quantity_milli AS quantityMilli, unit, price_fen AS priceFen, amount_fen AS amountFen, refund_fen AS refundFen
       FROM order_lines WHERE order_id = ? ORDER BY position`,
    )
    .all(orderId) as NewLine[];

/** Goods under the products they counted for. */
function productsOf(ctx: ServiceContext, db: Database, orderId: number, now: number) {
  const names = db.pluck('SELECT product FROM order_lines WHERE order_id = ? AND product_id IS NOT NULL').all(orderId) as string[];
  return ensureProducts(
    ctx,
    names.filter((name) => foldName(name) !== ''),
    now,
  );
}

/** The list an order stands in, where this book has it. */
function groupBuyHere(ctx: ServiceContext, db: Database, id: SqlValue, accountId: number): number | null {
  const list = db.sql('SELECT title_key, day, source FROM group_buys WHERE id = ?').get(id) as Record<string, SqlValue> | undefined;
  if (!list) return null;
  const found = ctx.db
    .pluck('SELECT id FROM group_buys WHERE account_id = ? AND title_key = ? AND day IS ? AND source = ? ORDER BY id DESC LIMIT 1')
    .get(accountId, list['title_key'], list['day'], list['source']);
  return (found as number | undefined) ?? null;
}

function orderHere(ctx: ServiceContext, { db, accountOf }: OtherBook, id: SqlValue): number | null {
  const row = db.sql('SELECT * FROM orders WHERE id = ?').get(id) as Row | undefined;
  return row ? (findHere(ctx, 'orders', accountOf(row.account_id).id, row)?.id ?? null) : null;
}
