import type { ChangeReport } from '../../../shared/contracts/common.ts';
import type { PaidOrderChange, PaymentLinked } from '../../../shared/contracts/orders-payments.ts';
import { AppError } from '../../../shared/errors.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { readDueCommand } from './due.queries.ts';
import { createOrderCommand, markOrdersCommand, refundOrderCommand, updateOrderCommand } from './hand-orders.service.ts';
import { checkAnswers, remember } from './order-commit.ts';
import { markedPaid, markedUnpaid, updateMarked } from './order-marks.ts';
import { orderListCommands } from './orders.lists.ts';
import { settleOrder, unsettleOrder } from './payment-settle.ts';
import { archiveProductsCommand, createProductCommand, updateProductCommand } from './products.service.ts';
import { exportSheetCommand } from './sheet-export.ts';
import {
  readFoundCommand,
  readSavedCommand,
  readSolitaireCommand,
  saveFoundCommand,
  saveSavedCommand,
  saveSolitaireCommand,
} from './solitaire.service.ts';
import { foundSolitairesCommand } from './solitaire-found.ts';

const topics = ['orders' as const, 'friends' as const];

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
      const changed = updateMarked(ctx, record, ids, (order) => (isPaid ? markedPaid(order, now) : markedUnpaid(order)));
      details.changed = changed;
      return { changed, unchanged: ids.length - changed };
    });
    return { ...value, undoId };
  },
});

interface PaymentRow {
  id: number;
  accountId: number;
  buyerKey: string;
  at: number;
  orderId: number | null;
}

/** Says whose a payment is and what it is for. @throws AppError `notFound`, `invalidInput` (order of another account) */
export const linkPaymentCommand = defineCommand<{ id: number; friendId: number | null; orderId: number | null }, PaymentLinked>({
  name: 'payments.link',
  writes: true,
  heavy: () => false,
  run(ctx, { id, friendId, orderId }) {
    const payment = ctx.db
      .sql('SELECT id, account_id AS accountId, buyer_key AS buyerKey, at, order_id AS orderId FROM payments WHERE id = ?')
      .get(id) as PaymentRow | undefined;
    if (!payment) throw new AppError('notFound', { what: 'payment' });
    const isOff = payment.orderId !== null && orderId === null;
    const { value, undoId } = act(ctx, { kind: isOff ? 'payments.unlink' : 'payments.link', topics }, (record) => {
      checkAnswers(ctx, payment.accountId, { payment: friendId });
      const now = ctx.clock.now();
      const values = { friend_id: friendId, friend_by: 'hand', order_id: orderId, updated_at: now };
      const changed = record.update('payments', [id], values, ['friend_id', 'friend_by', 'order_id']).length;
      remember(ctx, record, payment.accountId, [{ key: 'payment', buyerKey: payment.buyerKey }], { payment: friendId }, now);
      const paying = { payment: { ...payment, friendId }, now };
      let order: PaidOrderChange = null;
      if (payment.orderId !== null && payment.orderId !== orderId)
        order = unsettleOrder(ctx, record, { ...paying, orderId: payment.orderId });
      if (orderId !== null) order = settleOrder(ctx, record, { ...paying, orderId });
      return { changed, unchanged: 1 - changed, order };
    });
    return { ...value, undoId };
  },
});

export const ordersCommands: AnyCommand[] = [
  ...orderListCommands,
  linkOrderCommand,
  createOrderCommand,
  updateOrderCommand,
  markOrdersCommand,
  refundOrderCommand,
  createProductCommand,
  updateProductCommand,
  archiveProductsCommand,
  readDueCommand,
  setPaidCommand,
  linkPaymentCommand,
  readSolitaireCommand,
  saveSolitaireCommand,
  foundSolitairesCommand,
  readFoundCommand,
  saveFoundCommand,
  readSavedCommand,
  saveSavedCommand,
  exportSheetCommand,
];
