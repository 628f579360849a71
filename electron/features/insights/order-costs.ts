import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { Kept, stretches } from '../segments/index.ts';

/** What the goods of orders cost, by order id. */
export interface OrderCosts {
  /** 分, of the goods whose cost is known */
  fen: Float64Array;
  /** 1 = of some goods it is not known */
  partly: Uint8Array;
}

/** Goods without a number count as one. */
const costSql = (where: string) => `SELECT orders.id, round(coalesce(sum(coalesce(quantity_milli, 1000) * cost_fen), 0) / 1000.0), 
    max(order_lines.id IS NULL OR cost_fen IS NULL)
  FROM orders LEFT JOIN order_lines ON order_id = orders.id LEFT JOIN products ON products.id = product_id WHERE ${where} GROUP BY orders.id`;
type CostRow = [id: number, fen: number, partly: number];

const roomFor = (db: Database) => Math.ceil(((db.pluck('SELECT max(id) FROM orders').get() as number | null) ?? 0) * 1.1) + 1000;
const manyRows = 4000;
/** Up to so many changed orders are read again one by one. */
const fewOrders = 1000;

export const loadCostsCommand = defineCommand<{ rows: number }, OrderCosts>({
  name: 'insights.loadCosts',
  writes: false,
  heavy: ({ rows }) => rows > manyRows,
  thread: 'reader',
  run({ db }) {
    const room = roomFor(db);
    const costs: OrderCosts = { fen: new Float64Array(room), partly: new Uint8Array(room) };
    for (const [id, fen, partly] of stretches<CostRow>(db, costSql('orders.id > ? AND orders.id <= ?'), 'orders', 'id')) {
      costs.fen[id] = fen;
      costs.partly[id] = partly;
    }
    return costs;
  },
});

export const costsCommands: AnyCommand[] = [loadCostsCommand];

/** Reads some orders again. @returns false when they do not fit in any more */
function patchCosts({ db }: ServiceContext, costs: OrderCosts, ids: readonly number[]): boolean {
  if (ids.length > fewOrders || ids.some((id) => id >= costs.fen.length)) return false;
  const read = db.arrays(costSql('orders.id = ?'));
  for (const id of ids) {
    const row = read.get(id) as CostRow | undefined;
    costs.fen[id] = row?.[1] ?? 0;
    costs.partly[id] = row?.[2] ?? 0;
  }
  return true;
}

const stores = new WeakMap<HostContext, Kept<OrderCosts>>();

/** What the goods of every order cost, by the cards of goods as they are now. */
export function orderCosts(ctx: HostContext): Promise<OrderCosts> {
  let kept = stores.get(ctx);
  if (!kept) {
    const store = new Kept(() => ctx.execute(loadCostsCommand, { rows: ctx.db.pluck('SELECT count(*) FROM orders').get() as number }));
    stores.set(ctx, (kept = store));
    ctx.events.onChange(({ topics, hint }) => {
      const ids = hint?.orderIds;
      if (topics.includes('demo') || (topics.includes('friends') && hint?.friendIds === undefined)) store.forget();
      if (!topics.includes('orders') && !ids?.length) return;
      // a card may change what any order cost
      const { value } = store;
      const isPatched = value !== null && Array.isArray(ids) && ids.length > 0 && patchCosts(ctx, value, ids);
      if (!isPatched) store.forget();
    });
  }
  return kept.get();
}
