import type { ServiceContext } from '../../platform/context.ts';

export interface LastOrder {
  /** ms UTC */
  at: number;
  amountFen: number;
  /** names of up to three goods */
  goods: string;
}

/** The newest order of a friend that is not still to come; null = none. */
export function lastOrderOf(ctx: ServiceContext, friendId: number): LastOrder | null {
  const row = ctx.db
    .sql(
      `SELECT at, amount_fen AS amountFen, coalesce((SELECT group_concat(product, '、') FROM (SELECT product FROM order_lines
         WHERE order_id = orders.id ORDER BY position LIMIT 3)), '') AS goods
       FROM orders WHERE friend_id = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1`,
    )
    .get(friendId, ctx.clock.now()) as LastOrder | undefined;
  return row ?? null;
}
