import type { GroupBuy, GroupBuyPage, PickupSheet } from '../../../shared/contracts/orders-solitaire.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { titleKey } from './identity.ts';
import { goodsOfRows, goodsText, type LineRow } from './order-book.ts';
import { friendNameSql, oddMoneySql, outstandingSql, owedSql, statesSql, sumOrders } from './orders.queries.ts';

const columns = `group_buys.id AS id, group_buys.account_id AS accountId, title, day AS "on", conversation_id AS conversationId,
  (SELECT count(*) FROM solitaire_versions WHERE group_buy_id = group_buys.id) AS versions,
  coalesce(sum(NOT ${statesSql.cancelled}), 0) AS orders, coalesce(sum(CASE WHEN NOT ${statesSql.cancelled} AND NOT ${oddMoneySql} THEN amount_fen END), 0) AS amountFen,
  coalesce(sum(${owedSql}), 0) AS unpaidOrders, coalesce(sum(CASE WHEN ${owedSql} THEN ${outstandingSql} END), 0) AS unpaidFen,
  coalesce(max(at), group_buys.created_at) AS lastAt`;

export interface GroupBuysAsked {
  /** null = all */
  accountId: number | null;
  search: string;
  offset: number;
  limit: number;
}

/** Newest first. */
export function listGroupBuys({ db }: ServiceContext, { accountId, search, offset, limit }: GroupBuysAsked): GroupBuyPage {
  const where = "(? IS NULL OR group_buys.account_id = ?) AND title_key LIKE ? ESCAPE '\\'";
  const params = [accountId, accountId, `%${titleKey(search).replace(/[\\%_]/g, '\\$&')}%`];
  const total = db.pluck(`SELECT count(*) FROM group_buys WHERE ${where}`).get(...params) as number;
  const rows = db
    .sql(
      `SELECT ${columns} FROM group_buys LEFT JOIN orders ON group_buy_id = group_buys.id WHERE ${where}
       GROUP BY group_buys.id ORDER BY lastAt DESC, group_buys.id DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, limit, offset) as GroupBuy[];
  return { total, rows };
}

type Section = PickupSheet['sections'][number];
type Total = PickupSheet['totals'][number];

function addUp(lines: readonly LineRow[]): Total[] {
  const totals = new Map<string, { total: Total; milli: number }>();
  for (const { product, spec, unit, quantity_milli } of lines) {
    const key = [product, spec, unit].join('\u0000');
    const one = totals.get(key) ?? { total: { product, spec, unit, quantity: 0 }, milli: 0 };
    // a line without a quantity is one of it
    one.milli += quantity_milli ?? 1000;
    totals.set(key, one);
  }
  return [...totals.values()].map(({ total, milli }) => ({ ...total, quantity: milli / 1000 }));
}

/** What to hand out where; cancelled and refunded orders left out. @throws AppError `notFound` */
export function readSheet(ctx: ServiceContext, groupBuyId: number): PickupSheet {
  const { db } = ctx;
  const groupBuy = db
    .sql(
      `SELECT ${columns} FROM group_buys LEFT JOIN orders ON group_buy_id = group_buys.id WHERE group_buys.id = ? GROUP BY group_buys.id`,
    )
    .get(groupBuyId) as GroupBuy | undefined;
  if (!groupBuy) throw new AppError('notFound', { what: 'groupBuy' });
  const orders = db
    .sql(
      `SELECT orders.id AS id, sequence, buyer_name AS buyerName, receiver, ${friendNameSql} AS friendName, friend_id AS friendId, orders.phone AS phone,
         pickup, amount_fen AS amountFen, orders.status AS status, note
       FROM orders LEFT JOIN friends ON friends.id = friend_id
       WHERE group_buy_id = ? AND NOT ${statesSql.cancelled} AND orders.status <> ? ORDER BY CAST(sequence AS INTEGER), orders.id`,
    )
    .all(groupBuyId, orderStatuses.indexOf('refunded')) as {
    id: number;
    sequence: string | null;
    buyerName: string;
    receiver: string;
    friendName: string | null;
    friendId: number | null;
    phone: string;
    pickup: string | null;
    amountFen: number;
    status: number;
    note: string;
  }[];
  const lines = db.sql('SELECT * FROM order_lines WHERE order_id = ? ORDER BY position');
  const places = new Map<string, { rows: Section['rows']; lines: LineRow[] }>();
  for (const order of orders) {
    const own = lines.all(order.id) as LineRow[];
    const place = places.get(order.pickup ?? '') ?? { rows: [], lines: [] };
    place.lines.push(...own);
    place.rows.push({
      orderId: order.id,
      sequence: order.sequence ?? '',
      name: order.buyerName || order.receiver || order.friendName || '',
      friendId: order.friendId,
      phone: order.phone,
      goods: goodsOfRows(own),
      amountFen: order.amountFen,
      paid: orderStatuses[order.status] !== 'unpaid',
      note: order.note,
    });
    places.set(order.pickup ?? '', place);
  }
  const byPlace = new Intl.Collator('zh-CN', { numeric: true });
  const sorted = [...places].sort(([a], [b]) => +(a === '') - +(b === '') || byPlace.compare(a, b));
  const sections = sorted.map(([place, { rows, lines: own }]): Section => ({ place, rows, totals: addUp(own) }));
  const sheet = { groupBuy, sections, totals: addUp(sorted.flatMap(([, { lines: own }]) => own)), sums: sumOrders(ctx, { groupBuyId }) };
  return { ...sheet, text: sheetText(sheet) };
}

const totalText = (totals: readonly Total[]): string => goodsText(totals);
const yuan = (fen: number): string => (fen / 100).toFixed(2).replace(/\.00$/, '');

function sheetText({ groupBuy, sections, totals, sums }: Omit<PickupSheet, 'text'>): string {
  const lines = [`【${groupBuy.title || '接龙'}】提货单`];
  for (const { place, rows, totals: own } of sections) {
    lines.push('', `${place || '没写地点'}（${rows.length} 单）：${totalText(own)}`);
    for (const { sequence, name, goods, paid, note } of rows)
      lines.push(`${sequence === '' ? '' : `${sequence}. `}${name} ${goods}${note === '' ? '' : `（${note}）`}${paid ? '' : ' 未付'}`);
  }
  lines.push('', `合计：${totalText(totals)}`);
  if (sums.unpaidOrders > 0) lines.push(`未付 ${sums.unpaidOrders} 单，${yuan(sums.unpaidFen)} 元`);
  return lines.join('\n');
}
