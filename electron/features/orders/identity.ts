import type { TimePrecision } from '../../../shared/domain/messages.ts';
import { timePrecisions } from '../../../shared/domain/messages.ts';
import type { BillRecord, OrderRecord } from '../../../shared/domain/order-record.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';

/** Layouts of one platform name the same orders. */
const platforms: Record<string, string> = {
  kttGoods: 'ktt',
  kttCommunity: 'ktt',
  youzanGoods: 'youzan',
  qunjielongDetail: 'qunjielong',
  qianniu: 'taobao',
  alipayWebBill: 'alipayBill',
};

/** Where a format's orders come from; what `source` holds. */
export const platformOf = (format: string): string => platforms[format] ?? format;

/** A title as two of them are compared: blanks do not count. */
export const titleKey = (title: string): string => foldName(title).replace(/\s/g, '');

/** The name that answers about a buyer are remembered by. */
export const buyerKeyOf = ({ nickname, receiver }: OrderRecord['buyer']): string => foldName(nickname || receiver.replace(/\[\d+\]$/, ''));

const joined = (...parts: (string | number | null)[]): string =>
  parts.map((part) => String(part ?? '').replaceAll('\u001f', ' ')).join('\u001f');

/** true = the identity is a platform's own number: another row with it is the same order, whatever else it says. */
export const isNumbered = (identity: string): boolean => identity.startsWith('n');

/**
 * What tells an order from others of the account, but for its time: the order no.; else list, 跟团号 and buyer; else everything else
 * that no later export changes. Orders that share the last two are told apart by their time, then counted.
 */
export function orderIdentity(format: string, { key, buyer, lines, amountFen }: OrderRecord): string {
  const platform = platformOf(format);
  if (key.orderNo !== null) return joined('n', platform, key.orderNo);
  const title = titleKey(key.groupBuyTitle ?? '');
  if (key.sequence !== null && title !== '') return joined('s', platform, title, key.sequence, buyerKeyOf(buyer));
  const goods = lines
    .map(({ product, spec, quantity }) => `${foldName(product)}(${foldName(spec)})${quantity ?? ''}`)
    .sort()
    .join('+');
  return joined('x', platform, title, key.sequence, buyerKeyOf(buyer), buyer.phone, goods, amountFen);
}

/** As orderIdentity. One transaction may hold a payment and several refunds, so direction, kind and amount belong to it. */
export function paymentIdentity(format: string, record: BillRecord): string {
  const { transactionId, direction, amountFen, kindText, counterparty, goods } = record;
  if (transactionId !== null) return joined('t', platformOf(format), transactionId, direction, amountFen);
  return joined('x', platformOf(format), direction, amountFen, kindText, foldName(counterparty), foldName(goods));
}

export interface Moments {
  orderedAt: number | null;
  paidAt: number | null;
  /** place in timePrecisions */
  precision: number;
}

const chinaMs = 8 * 3_600_000;
const widths: Record<TimePrecision, number> = { second: 1000, minute: 60_000, day: 86_400_000 };
const beginning = (at: number, precision: TimePrecision): number => Math.floor((at + chinaMs) / widths[precision]);

/** Whether two times may be the same moment, as exactly as the coarser of them is known; a missing one contradicts nothing. */
export function sameTime(a: Moments, b: Moments): boolean {
  const precision = timePrecisions[Math.max(a.precision, b.precision)] ?? 'day';
  for (const field of ['orderedAt', 'paidAt'] as const) {
    const [one, other] = [a[field], b[field]];
    if (one !== null && other !== null) return beginning(one, precision) === beginning(other, precision);
  }
  return true;
}
