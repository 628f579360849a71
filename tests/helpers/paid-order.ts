import type { HandOrder } from '../../shared/contracts/orders-by-hand.ts';
import { localDay } from '../../shared/domain/wall-time.ts';

/** An order written by hand, of one thing, paid for on its day. @param now ms @param daysAgo local days */
export function paidOrder(
  now: number,
  friendId: number | null,
  amountFen: number,
  daysAgo: number,
  more: Partial<HandOrder> = {},
): HandOrder {
  const on = localDay(now, -daysAgo);
  return {
    ...{ friendId, accountId: 1, buyerName: '', amountFen, orderedOn: on, paidOn: on, shippedOn: null, signedOn: null, note: '' },
    lines: [{ product: '脐橙', quantity: 1, unit: '箱', priceFen: amountFen }],
    ...more,
  };
}
