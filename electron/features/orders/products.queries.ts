import type { Completion, ProductPage } from '../../../shared/contracts/products.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { like, oddSql, statesSql } from './orders.queries.ts';

export interface ProductsAsked {
  search: string;
  archived?: boolean | undefined;
  offset: number;
  limit: number;
}

/** Products with their cards, most ordered first; cancelled orders do not count, nor those that cannot be. */
export function listProducts({ db, clock }: ServiceContext, { search, archived, offset, limit }: ProductsAsked): ProductPage {
  const text = like(foldName(search));
  const which = `name_key LIKE ? ESCAPE '\\' AND archived_at IS ${archived ? 'NOT ' : ''}NULL`;
  const total = db.pluck(`SELECT count(*) FROM products WHERE ${which}`).get(text) as number;
  const rows = db
    .sql(
      `SELECT products.id AS id, name, kind, products.price_fen AS priceFen, cost_fen AS costFen, unit_days AS unitDays, cycle_days AS cycleDays,
         archived_at AS archivedAt, count(DISTINCT orders.id) AS orderCount,
         coalesce(sum(CASE WHEN orders.id IS NOT NULL THEN quantity_milli END), 0) / 1000.0 AS quantity,
         coalesce(sum(CASE WHEN orders.id IS NOT NULL THEN order_lines.amount_fen END), 0) AS amountFen
       FROM products LEFT JOIN order_lines ON product_id = products.id LEFT JOIN orders
         ON orders.id = order_id AND NOT ${statesSql.cancelled} AND NOT ${oddSql}
       WHERE ${which} GROUP BY products.id ORDER BY orderCount DESC, name_key LIMIT ? OFFSET ?`,
    )
    .all(clock.now(), text, limit, offset) as ProductPage['rows'];
  return { total, rows };
}

const mostCompletions = 8;
/** In so many of its last lines a unit and a price are looked for: most files tell no unit at all. */
const linesLookedAt = 100;

/** What she may mean by the beginning of a product, or by a part of it; the last sold first. */
export function completeProduct({ db }: ServiceContext, text: string): Completion[] {
  const key = foldName(text);
  const last = (column: string, told: string) =>
    `(SELECT ${column} FROM (SELECT id, ${column} FROM order_lines WHERE product_id = found.id ORDER BY id DESC LIMIT ${linesLookedAt})
      WHERE ${told} ORDER BY id DESC LIMIT 1)`;
  const order = 'begins DESC, lastLine DESC, name_key';
  return db
    .sql(
      `SELECT id, name, coalesce(${last('unit', "unit <> ''")}, '') AS unit, coalesce(price_fen, ${last('price_fen', 'price_fen IS NOT NULL')}) AS priceFen
       FROM (SELECT id, name, name_key, price_fen, substr(name_key, 1, ?) = ? AS begins,
           (SELECT max(id) FROM order_lines WHERE product_id = products.id) AS lastLine
         FROM products WHERE archived_at IS NULL AND name_key LIKE ? ESCAPE '\\' ORDER BY ${order} LIMIT ?) AS found ORDER BY ${order}`,
    )
    .all(key.length, key, like(key), mostCompletions) as Completion[];
}
