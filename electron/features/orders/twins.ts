import type { OrderTwins } from '../../../shared/contracts/orders-import.ts';
import type { OrderRecord } from '../../../shared/domain/order-record.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { detailOfLines, detailOfRows, goodsOfRows, goodsText, linesOf, newLine, type OrderRecordRow, sameLines } from './order-book.ts';
import { orderChanges, orderValues } from './order-merge.ts';
import { type Answers, friendFor, type OrderPlan, type PlannedOrder } from './order-plan.ts';
import { friendNameSql } from './orders.queries.ts';

/** A new order of a file, and one by hand of the same friend, amount and day. Whether they are one only she can say. */
interface Twin {
  planned: PlannedOrder;
  record: OrderRecord;
  hand: OrderRecordRow;
}

const keyOf = (friendId: number, amountFen: number, at: number): string => `${friendId} ${amountFen} ${localDay(at)}`;

/** Each order by hand stands beside one of the file at most; where several fit, beside the one with its goods. */
function findTwins(ctx: ServiceContext, plan: OrderPlan, answers: Answers): Twin[] {
  const byHand = ctx.db
    .sql("SELECT * FROM orders WHERE account_id = ? AND source = 'manual' AND friend_id IS NOT NULL AND status <> ? ORDER BY at, id")
    .all(plan.accountId, orderStatuses.indexOf('cancelled')) as (OrderRecordRow & { friend_id: number })[];
  const free = Map.groupBy(byHand, ({ friend_id, amount_fen, at }) => keyOf(friend_id, amount_fen, at));
  const friends = new Set(byHand.map(({ friend_id }) => friend_id));
  const twins: Twin[] = [];
  // most books have no order by hand, and a file may hold very many
  for (const planned of friends.size === 0 ? [] : plan.orders) {
    const friendId = planned.fate === 'added' ? friendFor(planned.buyer, answers)?.id : null;
    if (friendId === null || friendId === undefined || !friends.has(friendId)) continue;
    const record = plan.records.get(planned.place);
    const at = record.orderedAt ?? record.paidAt;
    const fitting = at === null ? undefined : free.get(keyOf(friendId, record.amountFen, at));
    const hand = fitting?.find((one) => hasGoods(ctx, one, record)) ?? fitting?.[0];
    if (!hand) continue;
    fitting!.splice(fitting!.indexOf(hand as (typeof byHand)[number]), 1);
    twins.push({ planned, record, hand });
  }
  return twins;
}

function hasGoods(ctx: ServiceContext, { id }: OrderRecordRow, { lines }: OrderRecord): boolean {
  const named = new Set(linesOf(ctx, id).map(({ product }) => foldName(product)));
  return lines.some(({ product }) => named.has(foldName(product)));
}

const shownTwins = 200;

/** For the screen: the first of them. */
export function twinsOf(ctx: ServiceContext, plan: OrderPlan, answers: Answers): OrderTwins {
  const twins = findTwins(ctx, plan, answers);
  const nameOf = ctx.db.pluck(`SELECT ${friendNameSql} FROM friends WHERE id = ?`);
  const rows = twins.slice(0, shownTwins).map(({ planned: { place }, record, hand }) => ({
    ...{ place, orderId: hand.id, friendName: nameOf.get(hand.friend_id) as string, amountFen: record.amountFen },
    ...{ fileAt: (record.orderedAt ?? record.paidAt)!, fileGoods: goodsText(record.lines.map((line) => ({ ...line, unit: '' }))) },
    ...{ handGoods: goodsOfRows(linesOf(ctx, hand.id)), handNote: hand.note },
  }));
  return { total: twins.length, rows };
}

/**
 * The plan with new orders of the file turned into changes of orders by hand, where she said that they are one (`sameAs`, by place).
 * Such an order goes on as the file's: it is found by the file's number next time, and becomes what it was when the import is taken back.
 */
export function joinTwins(
  ctx: ServiceContext,
  plan: OrderPlan,
  answers: Answers,
  sameAs: Readonly<Record<string, number>>,
): { plan: OrderPlan; joined: number } {
  if (Object.keys(sameAs).length === 0) return { plan, joined: 0 };
  const twins = findTwins(ctx, plan, answers).filter(({ planned, hand }) => sameAs[planned.place] === hand.id);
  const orders = [...plan.orders];
  const totals = { ...plan.totals };
  for (const { planned, record, hand } of twins) {
    orders[planned.place] = joined(ctx, planned, record, hand);
    totals.addedFen -= record.amountFen;
    totals.addedLines -= record.lines.length;
  }
  return { plan: { ...plan, orders, totals }, joined: twins.length };
}

function joined(ctx: ServiceContext, planned: PlannedOrder, record: OrderRecord, hand: OrderRecordRow): PlannedOrder {
  const file = orderValues(record, hand.at);
  const before = linesOf(ctx, hand.id);
  const lines = record.lines.map(newLine);
  const note =
    file.note === '' || file.note === hand.note
      ? {}
      : { note: file.note, seller_note: [file.seller_note, hand.note].filter(Boolean).join('；') };
  return {
    ...planned,
    fate: 'changed',
    orderId: hand.id,
    hand: hand.identity,
    friendId: hand.friend_id,
    friendBy: hand.friend_by,
    values: {
      ...orderChanges(hand, record),
      ...{ buyer_name: file.buyer_name || hand.buyer_name, buyer_key: file.buyer_key || hand.buyer_key },
      // its day was only to the day, and the list is sorted by what the file says
      ...{ at: file.at, ordered_at: file.ordered_at, paid_at: file.paid_at ?? hand.paid_at, precision: file.precision },
      ...note,
    },
    replaceLines: !sameLines(before, lines) && detailOfLines(lines) >= detailOfRows(before),
  };
}
