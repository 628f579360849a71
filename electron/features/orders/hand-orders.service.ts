import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { HandOrder, OrderMark } from '../../../shared/contracts/orders-by-hand.ts';
import { faultOf, firstOrderDay, statusFrom } from '../../../shared/domain/hand-order.ts';
import { timePrecisions } from '../../../shared/domain/messages.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';
import { wallTime } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { nextId } from '../../platform/db/bulk-insert.ts';
import { defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { linesOf, milli, type NewLine, type OrderRecordRow, sameLines } from './order-book.ts';
import { ensureProducts, insertLines, replaceLines } from './order-commit.ts';
import { marked, stateOf, updateMarked } from './order-marks.ts';
import { friendNameSql } from './orders.queries.ts';

const topics = ['orders' as const, 'friends' as const];
const place = (status: (typeof orderStatuses)[number]): number => orderStatuses.indexOf(status);
const [second, byDay] = [timePrecisions.indexOf('second'), timePrecisions.indexOf('day')];

const unfit = (why: string): AppError => new AppError('orderUnfit', { why });

/** The moment of a day she names: as it was kept, now when it is today, else the day's midnight. `on` null = none. */
function momentOn(on: string | null, before: number | null, now: number): number | null {
  if (on === null) return null;
  if (before !== null && localDay(before) === on) return before;
  return on === localDay(now) ? now : wallTime(on, 0);
}

interface Buyer {
  accountId: number;
  friendId: number | null;
  name: string;
}

/** @throws AppError `notFound` */
function buyerOf({ db }: ServiceContext, { friendId, accountId, buyerName }: HandOrder): Buyer {
  if (friendId !== null) {
    const friend = db.sql(`SELECT account_id AS accountId, ${friendNameSql} AS name FROM friends WHERE id = ?`).get(friendId) as
      | { accountId: number; name: string }
      | undefined;
    if (!friend) throw new AppError('notFound', { what: 'friend' });
    return { ...friend, friendId };
  }
  if (accountId === null || db.pluck('SELECT 1 FROM accounts WHERE id = ?').get(accountId) === undefined)
    throw new AppError('notFound', { what: 'account' });
  return { accountId, friendId: null, name: buyerName };
}

const newLines = (order: HandOrder): NewLine[] =>
  order.lines.map(({ product, quantity, unit, priceFen }) => {
    const quantityMilli = milli(quantity);
    const amountFen = priceFen === null || quantityMilli === null ? null : Math.round((quantityMilli * priceFen) / 1000);
    return { product, spec: '', quantityMilli, unit, priceFen, amountFen, refundFen: null };
  });

/** What an order says in its row; `before` = as it stood, null = a new one. */
function valuesOf(order: HandOrder, { accountId, friendId, name }: Buyer, before: OrderRecordRow | null, now: number) {
  const orderedAt = momentOn(order.orderedOn, before?.ordered_at ?? null, now)!;
  const isKept = before !== null && orderedAt === before.ordered_at;
  const [shippedAt, signedAt] = [
    momentOn(order.shippedOn, before?.shipped_at ?? null, now),
    momentOn(order.signedOn, before?.signed_at ?? null, now),
  ];
  const refundFen = before?.refund_fen ?? 0;
  const state = { paidFen: order.amountFen, refundFen, isShipped: shippedAt !== null, isSigned: signedAt !== null };
  const isPaid = order.paidOn !== null;
  return {
    account_id: accountId,
    friend_id: friendId,
    friend_by: friendId === null ? null : 'hand',
    buyer_name: name,
    buyer_key: foldName(name),
    at: orderedAt,
    ordered_at: orderedAt,
    paid_at: momentOn(order.paidOn, before?.paid_at ?? null, now),
    shipped_at: shippedAt,
    signed_at: signedAt,
    precision: isKept ? before.precision : orderedAt === now ? second : byDay,
    status: place(statusFrom({ ...state, isPaid })),
    amount_fen: order.amountFen,
    paid_fen: isPaid ? order.amountFen : null,
    note: order.note,
  } satisfies Record<string, SqlValue>;
}

/** Products of the lines; new ones go with the action that made them. */
function productsFor(ctx: ServiceContext, record: Recorder, lines: readonly NewLine[], now: number): ReturnType<typeof ensureProducts> {
  const first = nextId(ctx.db, 'products');
  const names = lines.map(({ product }) => product);
  const products = ensureProducts(ctx, names, now);
  record.inserted(
    'products',
    [...products.ids.values()].filter((id) => id >= first),
  );
  return products;
}

/** @throws AppError `orderUnfit` */
function check(order: HandOrder, refundFen: number, now: number): void {
  const fault = faultOf({ ...order, goods: order.lines.length }, localDay(now));
  if (fault) throw unfit(fault);
  if (refundFen > 0 && (order.paidOn === null || refundFen > order.amountFen)) throw unfit('refund');
}

/**
 * Writes an order down, with products for goods that have none yet. What tells it from others is a token of its own: no file
 * ever meets it unless she says so (twins.ts), and neither does another order in a book that went another way since a backup. @throws AppError `orderUnfit` {why}, `notFound` (friend, account)
 */
export const createOrderCommand = defineCommand<HandOrder, Saved>({
  name: 'orders.create',
  writes: true,
  heavy: () => false,
  run(ctx, order) {
    const now = ctx.clock.now();
    check(order, 0, now);
    const { value: id, undoId } = act(ctx, { kind: 'orders.create', topics }, (record, details) => {
      const buyer = buyerOf(ctx, order);
      const lines = newLines(order);
      const products = productsFor(ctx, record, lines, now);
      const orderId = nextId(ctx.db, 'orders');
      const row: Record<string, SqlValue> = {
        id: orderId,
        ...valuesOf(order, buyer, null, now),
        ...{ source: 'manual', identity: `h\u001f${ctx.ids.token('order')}`, occurrence: 1 },
        ...{ receiver: '', phone: '', address: '', status_text: '', refund_fen: 0, seller_note: '', extra: '{}' },
        ...{ created_at: now, updated_at: now },
      };
      const columns = Object.keys(row);
      ctx.db.sql(`INSERT INTO orders (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`).run(...Object.values(row));
      record.inserted('orders', [orderId]);
      record.inserted('order_lines', insertLines(ctx, [{ orderId, lines }], products));
      details.name = buyer.name;
      return orderId;
    });
    return { id, undoId };
  },
});

function orderNumbered({ db }: ServiceContext, id: number): OrderRecordRow {
  const order = db.sql('SELECT * FROM orders WHERE id = ?').get(id) as OrderRecordRow | undefined;
  if (!order) throw new AppError('notFound', { what: 'order' });
  return order;
}

/** Puts an order by hand right; those of files are put right in their files. @throws AppError `orderUnfit` {why}, `notFound`, `invalidInput` (not by hand) */
export const updateOrderCommand = defineCommand<{ id: number; order: HandOrder }, Saved>({
  name: 'orders.update',
  writes: true,
  heavy: () => false,
  run(ctx, { id, order }) {
    const now = ctx.clock.now();
    const before = orderNumbered(ctx, id);
    if (before.source !== 'manual') throw new AppError('invalidInput', { fields: ['id'] });
    check(order, before.refund_fen, now);
    const { undoId } = act(ctx, { kind: 'orders.update', topics }, (record, details) => {
      const buyer = buyerOf(ctx, order);
      const values = valuesOf(order, buyer, before, now);
      record.update('orders', [id], { ...values, updated_at: now }, Object.keys(values));
      const lines = newLines(order);
      const products = productsFor(ctx, record, lines, now);
      if (!sameLines(linesOf(ctx, id), lines)) replaceLines(ctx, record, [{ orderId: id, lines }], products);
      details.name = buyer.name;
    });
    return { id, undoId };
  },
});

/** Marks orders as paid, sent off, received or cancelled, many at once. @throws AppError `orderUnfit` {why: day} */
export const markOrdersCommand = defineCommand<{ ids: number[]; mark: OrderMark; on: string | null }, ChangeReport>({
  name: 'orders.mark',
  writes: true,
  heavy: ({ ids }) => ids.length > heavyRows,
  run(ctx, { ids, mark, on }) {
    const now = ctx.clock.now();
    if (on !== null && (on > localDay(now) || on < firstOrderDay)) throw unfit('day');
    const at = momentOn(on, null, now) ?? now;
    const { value, undoId } = act(ctx, { kind: 'orders.mark', topics, details: { mark } }, (record, details) => {
      const changed = updateMarked(ctx, record, ids, (order) => marked(order, mark, at));
      details.changed = changed;
      return { changed, unchanged: ids.length - changed };
    });
    return { ...value, undoId };
  },
});

/**
 * Notes how much of an order was given back so far; 0 takes that back. Never more than was paid.
 * @throws AppError `orderUnfit` {why: refund | notPaid | day}, `notFound`
 */
export const refundOrderCommand = defineCommand<{ id: number; refundFen: number; on: string }, Saved>({
  name: 'orders.refund',
  writes: true,
  heavy: () => false,
  run(ctx, { id, refundFen, on }) {
    const now = ctx.clock.now();
    const order = orderNumbered(ctx, id);
    const state = stateOf(order);
    if (!state.isPaid) throw unfit('notPaid');
    if (refundFen > state.paidFen) throw unfit('refund');
    if (on > localDay(now) || on < firstOrderDay) throw unfit('day');
    const { undoId } = act(ctx, { kind: 'orders.refund', topics, details: { refundFen } }, (record) => {
      const refundedAt = refundFen === 0 ? null : momentOn(on, order.refunded_at, now);
      const status = place(statusFrom({ ...state, refundFen }));
      const values = { refund_fen: refundFen, refunded_at: refundedAt, status, status_text: '', updated_at: now };
      record.update('orders', [id], values, ['refund_fen', 'refunded_at']);
    });
    return { id, undoId };
  },
});
