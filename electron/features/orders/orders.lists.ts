import type { OrderFilter, OrderPage, UnpaidList } from '../../../shared/contracts/orders.ts';
import type { PaymentFilter, PaymentPage, PaymentSuggestion } from '../../../shared/contracts/orders-payments.ts';
import type { GroupBuyPage, PickupSheet } from '../../../shared/contracts/orders-solitaire.ts';
import type { ProductPage } from '../../../shared/contracts/products.ts';
import { asOf, type ServiceContext } from '../../platform/context.ts';
import { atOneMoment } from '../../platform/db/one-moment.ts';
import { type AnyCommand, type Command, defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import { type GroupBuysAsked, listGroupBuys, readSheet } from './group-buys.queries.ts';
import { listOrders, readUnpaid, type UnpaidAsked } from './orders.queries.ts';
import { listPayments, suggestForPayments } from './payments.queries.ts';
import { listProducts, type ProductsAsked } from './products.queries.ts';

/*
 * Lists and sums walk over every row of a filter. Where there may be many they are read in the second worker, a few at once on the host's
 * thread; both say the same.
 */

interface Asked<I> {
  input: I;
  /** so many may have to be walked over */
  rows: number;
  /** ms */
  now: number;
}
type ListCommand<I, O> = Command<Asked<I>, O>;

const listCommand = <I, O>(name: string, read: (ctx: ServiceContext, input: I) => O): ListCommand<I, O> =>
  defineCommand({
    name,
    writes: false,
    heavy: ({ rows }) => rows > heavyRows,
    thread: 'reader',
    run: (ctx, { input, now }) => atOneMoment([ctx.db], () => read(asOf(ctx, now), input)),
  });

interface Page<Filter> {
  filter: Filter;
  offset: number;
  limit: number;
}
export const listOrdersCommand = listCommand<Page<OrderFilter>, OrderPage>('orders.list', (ctx, page) =>
  listOrders(ctx, page.filter, page),
);
export const readUnpaidCommand = listCommand<UnpaidAsked, UnpaidList>('orders.unpaid', readUnpaid);
export const listProductsCommand = listCommand<ProductsAsked, ProductPage>('products.list', listProducts);
export const listGroupBuysCommand = listCommand<GroupBuysAsked, GroupBuyPage>('groupBuys.list', listGroupBuys);
export const readSheetCommand = listCommand<number, PickupSheet>('solitaire.sheet', readSheet);
export const listPaymentsCommand = listCommand<Page<PaymentFilter>, PaymentPage>('payments.list', (ctx, page) =>
  listPayments(ctx, page.filter, page),
);
export const suggestForPaymentsCommand = listCommand<number[], PaymentSuggestion[]>('payments.suggest', suggestForPayments);

/** What to ask a list that walks over a table. */
export function asked<I>({ db, clock }: ServiceContext, table: 'orders' | 'order_lines' | 'payments' | 'friends', input: I): Asked<I> {
  const rows = (db.pluck(`SELECT max(id) FROM ${table}`).get() as number | null) ?? 0;
  return { input, rows, now: clock.now() };
}

/** The same of orders that an index finds, whatever else there is. */
export function askedOf<I>({ db, clock }: ServiceContext, column: 'friend_id' | 'group_buy_id', id: number, input: I): Asked<I> {
  const rows = db.pluck(`SELECT count(*) FROM orders WHERE ${column} = ?`).get(id) as number;
  return { input, rows, now: clock.now() };
}

export const orderListCommands: AnyCommand[] = [
  listOrdersCommand,
  readUnpaidCommand,
  listProductsCommand,
  listGroupBuysCommand,
  readSheetCommand,
  listPaymentsCommand,
  suggestForPaymentsCommand,
];
