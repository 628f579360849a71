import type { ChangeReport } from '../../../shared/contracts/common.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { checkAnswers, remember, updateAlike } from './order-commit.ts';
import { exportSheetCommand } from './sheet-export.ts';
import { readFoundCommand, readSolitaireCommand, saveFoundCommand, saveSolitaireCommand } from './solitaire.service.ts';
import { foundSolitairesCommand } from './solitaire-found.ts';

const topics = ['orders' as const, 'friends' as const];
const unpaid = orderStatuses.indexOf('unpaid');
const paid = orderStatuses.indexOf('paid');

/** Gives an order and all orders of the same buyer name that she did not decide on to a friend. @throws AppError `notFound` */
export const linkOrderCommand = defineCommand<{ id: number; friendId: number | null }, ChangeReport>({
  name: 'orders.link',
  writes: true,
  heavy: () => false,
  run(ctx, { id, friendId }) {
    const { value, undoId } = act(ctx, { kind: 'orders.link', topics }, (record, details) => {
      const order = ctx.db.sql('SELECT account_id AS accountId, buyer_key AS buyerKey FROM orders WHERE id = ?').get(id) as
        | { accountId: number; buyerKey: string }
        | undefined;
      if (!order) throw new AppError('notFound', { what: 'order' });
      checkAnswers(ctx, order.accountId, { order: friendId });
      const alike = ctx.db
        .pluck("SELECT id FROM orders WHERE account_id = ? AND buyer_key = ? AND buyer_key <> '' AND friend_by IS NOT 'hand'")
        .all(order.accountId, order.buyerKey) as number[];
      const ids = [...new Set([id, ...alike])];
      const values = { friend_id: friendId, friend_by: 'hand', updated_at: ctx.clock.now() };
      const changed = record.update('orders', ids, values, ['friend_id', 'friend_by']).length;
      remember(ctx, record, order.accountId, [{ key: 'order', buyerKey: order.buyerKey }], { order: friendId }, ctx.clock.now());
      details.changed = changed;
      return { changed, unchanged: ids.length - changed };
    });
    return { ...value, undoId };
  },
});

/** Marks unpaid orders as paid now, or paid ones as unpaid; others stay as they are. */
export const setPaidCommand = defineCommand<{ ids: number[]; paid: boolean }, ChangeReport>({
  name: 'orders.setPaid',
  writes: true,
  heavy: ({ ids }) => ids.length > 2000,
  run(ctx, { ids, paid: isPaid }) {
    const { value, undoId } = act(ctx, { kind: isPaid ? 'orders.setPaid' : 'orders.setUnpaid', topics }, (record, details) => {
      const now = ctx.clock.now();
      const read = ctx.db.sql('SELECT status, amount_fen AS amountFen FROM orders WHERE id = ?');
      const rows = [...new Set(ids)].flatMap((id) => {
        const order = read.get(id) as { status: number; amountFen: number } | undefined;
        if (order?.status !== (isPaid ? unpaid : paid)) return [];
        const values = isPaid
          ? { status: paid, paid_at: now, paid_fen: order.amountFen, updated_at: now }
          : { status: unpaid, paid_at: null, paid_fen: null, updated_at: now };
        return [{ id, values }];
      });
      updateAlike(record, 'orders', rows);
      const changed = rows.length;
      details.changed = changed;
      return { changed, unchanged: ids.length - changed };
    });
    return { ...value, undoId };
  },
});

/** Says whose a payment is and what it is for. @throws AppError `notFound`, `invalidInput` (order of another account) */
export const linkPaymentCommand = defineCommand<{ id: number; friendId: number | null; orderId: number | null }, ChangeReport>({
  name: 'payments.link',
  writes: true,
  heavy: () => false,
  run(ctx, { id, friendId, orderId }) {
    const { value, undoId } = act(ctx, { kind: 'payments.link', topics }, (record) => {
      const payment = ctx.db.sql('SELECT account_id AS accountId, buyer_key AS buyerKey, at FROM payments WHERE id = ?').get(id) as
        | { accountId: number; buyerKey: string; at: number }
        | undefined;
      if (!payment) throw new AppError('notFound', { what: 'payment' });
      checkAnswers(ctx, payment.accountId, { payment: friendId });
      const now = ctx.clock.now();
      const values = { friend_id: friendId, friend_by: 'hand', order_id: orderId, updated_at: now };
      const changed = record.update('payments', [id], values, ['friend_id', 'friend_by', 'order_id']).length;
      remember(ctx, record, payment.accountId, [{ key: 'payment', buyerKey: payment.buyerKey }], { payment: friendId }, now);
      if (orderId !== null) settleOrder(ctx, record, { orderId, accountId: payment.accountId, friendId, at: payment.at, now });
      return { changed, unchanged: 1 - changed };
    });
    return { ...value, undoId };
  },
});

/** An unpaid order whose payments reach its amount is paid; one of nobody becomes the payer's. */
function settleOrder(
  { db }: ServiceContext,
  record: Recorder,
  { orderId, accountId, friendId, at, now }: { orderId: number; accountId: number; friendId: number | null; at: number; now: number },
): void {
  const order = db
    .sql('SELECT account_id AS accountId, friend_id AS friendId, status, amount_fen AS amountFen FROM orders WHERE id = ?')
    .get(orderId) as { accountId: number; friendId: number | null; status: number; amountFen: number } | undefined;
  if (!order) throw new AppError('notFound', { what: 'order' });
  if (order.accountId !== accountId) throw new AppError('invalidInput', { fields: ['orderId'] });
  const sum = db
    .pluck(
      'SELECT coalesce(sum(CASE direction WHEN 0 THEN amount_fen - refund_fen ELSE -amount_fen END), 0) FROM payments WHERE order_id = ?',
    )
    .get(orderId) as number;
  if (order.status === unpaid && sum >= order.amountFen)
    record.update('orders', [orderId], { status: paid, paid_at: at, paid_fen: sum, updated_at: now });
  if (order.friendId === null && friendId !== null)
    record.update('orders', [orderId], { friend_id: friendId, friend_by: 'hand', updated_at: now });
}

export const ordersCommands: AnyCommand[] = [
  linkOrderCommand,
  setPaidCommand,
  linkPaymentCommand,
  readSolitaireCommand,
  saveSolitaireCommand,
  foundSolitairesCommand,
  readFoundCommand,
  saveFoundCommand,
  exportSheetCommand,
];
