import type { OrderStatus } from '../../../../../shared/domain/order-record.ts';

/** Words of the platforms, the surest first; a status is the first that fits. */
const words: readonly (readonly [RegExp, OrderStatus])[] = [
  [/部分退款|部分已退款/, 'partlyRefunded'],
  [/退款失败|退款关闭|退款拒绝|拒绝退款|取消退款|撤销退款|退款撤销/, 'unknown'],
  [/退款成功|已退款|全额退款|退款完成|已全退/, 'refunded'],
  [/等待买家付款|待付款|待支付|未付款|未支付|等待付款/, 'unpaid'],
  [/取消|交易关闭|已关闭|订单关闭|已作废|拼单失败|未成团/, 'cancelled'],
  [/已付款|等待卖家发货|待发货|待自提|待核销|待提货|待配送|部分发货|备货/, 'paid'],
  [/交易成功|已完成|交易完成|已收货|已签收|确认收货|已自提|已核销|已提货|已评价/, 'done'],
  [/已发货|待收货|等待买家确认|运输中|配送中|派送中|待签收/, 'shipped'],
  [/已支付|支付成功|已成团|待成团|拼单成功/, 'paid'],
];

/** The status that a platform's words stand for; `unknown` when they are empty or not known. */
export function statusOf(text: string): OrderStatus {
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
}

/** 无售后或售后取消, 退款中 and the like are no refund; 'none' = nothing was refunded by these words. */
export function refundOf(text: string): 'all' | 'part' | 'none' {
  if (/部分退款|部分已退款/.test(text)) return 'part';
  return statusOf(text) === 'refunded' ? 'all' : 'none';
}

const order: readonly OrderStatus[] = ['unpaid', 'paid', 'shipped', 'done'];

/** The status of an order whose rows say different ones: what is refunded or cancelled does not hold up the rest; then the least far. */
export function statusOfRows(statuses: readonly OrderStatus[]): OrderStatus {
  const open = statuses.filter((status) => order.includes(status));
  if (open.length > 0) return open.reduce((least, status) => (order.indexOf(status) < order.indexOf(least) ? status : least));
  const refunded = statuses.filter((status) => status === 'refunded' || status === 'partlyRefunded');
  if (refunded.length > 0) return refunded.includes('partlyRefunded') ? 'partlyRefunded' : 'refunded';
  return statuses[0] ?? 'unknown';
}
