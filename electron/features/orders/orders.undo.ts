import type { Database } from '../../platform/db/database.ts';
import type { ChangeHint } from '../../platform/events.ts';
import { fillChosen, type UndoTable } from '../../platform/undo/recorder.ts';
import { settleJoined } from './joined.ts';

type Rows = { table: string; ids: number[] }[];
/** Products and lists that only these orders name, and nobody worked on. */
function namedOnlyBy(db: Database, orderIds: ArrayLike<number>): Rows {
  fillChosen(db, orderIds);
  const products = db
    .pluck(
      `SELECT id FROM products WHERE updated_at = created_at
         AND id IN (SELECT product_id FROM order_lines WHERE order_id IN (SELECT id FROM temp.chosen))
         AND NOT EXISTS (SELECT 1 FROM order_lines WHERE product_id = products.id AND order_id NOT IN (SELECT id FROM temp.chosen))`,
    )
    .all() as number[];
  const groupBuys = db
    .pluck(
      `SELECT id FROM group_buys WHERE updated_at = created_at AND source <> 'solitaire'
         AND id IN (SELECT group_buy_id FROM orders WHERE id IN (SELECT id FROM temp.chosen))
         AND NOT EXISTS (SELECT 1 FROM orders WHERE group_buy_id = group_buys.id AND id NOT IN (SELECT id FROM temp.chosen))`,
    )
    .all() as number[];
  return [
    { table: 'products', ids: products },
    { table: 'group_buys', ids: groupBuys },
  ];
}

/** Of these, what an import brought and no other import contained. */
function claimedOnlyBy(db: Database, what: 'order' | 'payment', ids: ArrayLike<number>, batchId: number): number[] {
  fillChosen(db, ids);
  return db
    .pluck(
      `SELECT id FROM ${what}s WHERE id IN (SELECT id FROM temp.chosen) AND import_batch_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM ${what}_claims WHERE ${what}_id = ${what}s.id AND batch_id <> ?)`,
    )
    .all(batchId) as number[];
}

/** Up to so many orders are named to the caches. */
const fewOrders = 300;
const ordersHint = (ids: ArrayLike<number>): ChangeHint => ({ orderIds: ids.length > fewOrders ? 'many' : Array.from(ids) });

const whoseItIs = ['friend_id', 'friend_by'];
const when = ['at', 'ordered_at', 'precision'];

/**
 * An order lives as long as an import that contained it: taking an import back takes its claims, and the orders that nobody else
 * claims go with them, in whatever order imports are taken back.
 */
export const ordersUndoTables: UndoTable[] = [
  { name: 'products', key: 'id', together: [['name', 'name_key']], staysInUse: 'row' },
  { name: 'group_buys', key: 'id', together: [['title', 'title_key']] },
  { name: 'solitaire_versions', key: 'id' },
  {
    name: 'orders',
    key: 'id',
    about: 'friend_id',
    hint: ordersHint,
    orphans: namedOnlyBy,
    together: [
      whoseItIs,
      ['source', 'identity', 'occurrence'],
      ['status', 'status_text', 'paid_at', 'paid_fen', 'shipped_at', 'signed_at'],
      ['refund_fen', 'refunded_at'],
      ['buyer_name', 'buyer_key'],
      ['phone', 'phone_key'],
      when,
    ],
  },
  { name: 'order_lines', key: 'id' },
  { name: 'payments', key: 'id', together: [whoseItIs, when] },
  {
    name: 'order_claims',
    key: 'order_id',
    // what an import brought is known by its claims
    hint: ordersHint,
    fixed: ['batch_id'],
    orphans(db, ids, { batch_id }) {
      const orders = claimedOnlyBy(db, 'order', ids, Number(batch_id));
      return [{ table: 'orders', ids: orders }, ...namedOnlyBy(db, orders)];
    },
    reckon(db, steps) {
      settleJoined(
        db,
        steps.flatMap(({ ids }) => [...(ids ?? [])]),
      );
      return 0;
    },
  },
  {
    name: 'payment_claims',
    key: 'payment_id',
    fixed: ['batch_id'],
    orphans: (db, ids, { batch_id }) => [{ table: 'payments', ids: claimedOnlyBy(db, 'payment', ids, Number(batch_id)) }],
  },
  { name: 'buyer_aliases', key: 'id' },
];
