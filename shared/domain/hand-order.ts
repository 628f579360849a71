import type { OrderStatus } from './order-record.ts';

/** What a product is for: 引流品 brings people in, 利润品 earns, 试用 lets them try. */
export const productKinds = ['lead', 'profit', 'trial'] as const;
export type ProductKind = (typeof productKinds)[number];

/** An order above ¥1,000,000 is a slip of the finger; files may hold one, it is shown as odd. */
export const mostFen = 100_000_000;
/** No order of hers is older. */
export const firstOrderDay = '2000-01-01';

/** Why an order by hand is refused. */
export const orderFaults = [
  /** a day that is still to come, or before firstOrderDay, or that no calendar has */
  'day',
  /** sent off before it was ordered, or received before it was sent off */
  'dayOrder',
  /** more than mostFen */
  'amount',
  /** more than was paid */
  'refund',
  /** nothing was paid that could be given back */
  'notPaid',
  /** nothing was bought */
  'noGoods',
] as const;
export type OrderFault = (typeof orderFaults)[number];

export interface OrderDays {
  orderedOn: string;
  paidOn: string | null;
  shippedOn: string | null;
  signedOn: string | null;
}

/**
 * What is wrong with an order she writes, null = nothing. Days are `YYYY-MM-DD` of her own calendar, `todayOn` as well; `goods` counts
 * the lines, money is 分. An order may be paid before it is placed (a deposit) and sent off before it is paid.
 */
export function faultOf(
  { amountFen, goods, ...days }: OrderDays & { amountFen: number; goods: number },
  todayOn: string,
): OrderFault | null {
  const { orderedOn, paidOn, shippedOn, signedOn } = days;
  for (const on of [orderedOn, paidOn, shippedOn, signedOn]) if (on !== null && (on > todayOn || on < firstOrderDay)) return 'day';
  if ((shippedOn ?? orderedOn) < orderedOn || (signedOn ?? '9') < (shippedOn ?? orderedOn)) return 'dayOrder';
  if (amountFen < 0 || amountFen > mostFen) return 'amount';
  return goods === 0 ? 'noGoods' : null;
}

/** What stands of an order: what was paid for it, what was given back, and how far it has come. Money is 分. */
export interface OrderState {
  isPaid: boolean;
  paidFen: number;
  refundFen: number;
  isShipped: boolean;
  isSigned: boolean;
}

/** The status that follows. A refund counts before delivery, and what is not paid is unpaid wherever the goods are. */
export function statusFrom({ isPaid, paidFen, refundFen, isShipped, isSigned }: OrderState): OrderStatus {
  if (!isPaid) return 'unpaid';
  if (refundFen > 0) return refundFen >= paidFen ? 'refunded' : 'partlyRefunded';
  if (isSigned) return 'done';
  return isShipped ? 'shipped' : 'paid';
}
