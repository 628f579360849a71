export { goodsText } from './order-book.ts';
export { type Answers, commitOrders, type ImportBatchHooks } from './order-commit.ts';
export { type OrderPlan, type PlannedBuyer, planOrders, toBuyerRow } from './order-plan.ts';
export { groupBuysRouter, ordersRouter, paymentsRouter, productsRouter, solitaireRouter } from './orders.router.ts';
export { ordersCommands } from './orders.service.ts';
export { orderTimeline } from './orders.timeline.ts';
export { ordersUndoTables } from './orders.undo.ts';
export { commitPayments } from './payment-commit.ts';
export { type PaymentPlan, planPayments } from './payment-plan.ts';
