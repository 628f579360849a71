export { cardsOf, hasCards } from './due.queries.ts';
export { isNumbered } from './identity.ts';
export { type LastOrder, lastOrderOf } from './last-order.ts';
export { goodsOfRows, goodsText, linesOf } from './order-book.ts';
export { commitOrders, type Decisions, type ImportBatchHooks } from './order-commit.ts';
export { orderStore } from './order-pack.ts';
export {
  type Answers,
  type OrderPlan,
  type PlannedBuyer,
  type PlannedOrder,
  type PlanTotals,
  planOrders,
  toBuyerRow,
} from './order-plan.ts';
export { lookAtOrderUndo, lookAtSolitaireUndo } from './order-undo-look.ts';
export { takeOverOrders } from './orders.merged.ts';
export { oddMoneySql, oddSql, statesSql, unpaidFenOf } from './orders.queries.ts';
export { groupBuysRouter, ordersRouter, paymentsRouter, productsRouter, solitaireRouter } from './orders.router.ts';
export { ordersCommands } from './orders.service.ts';
export { orderTimeline } from './orders.timeline.ts';
export { ordersUndoTables } from './orders.undo.ts';
export { bringMoney, lackingMoney, type OtherBook } from './other-book.ts';
export { commitPayments } from './payment-commit.ts';
export { type PaymentPlan, type PlannedPayment, planPayments } from './payment-plan.ts';
export type { RecordStore } from './record-store.ts';
export { twinsOf } from './twins.ts';
