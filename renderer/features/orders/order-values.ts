import type { OrderDetail } from '../../../shared/contracts/orders.ts';
import type { HandOrder } from '../../../shared/contracts/orders-by-hand.ts';
import { dayText } from '../../lib/format.ts';
import { fenText, readFen, readQuantity } from './money-text.ts';
import { amountOf } from './words.ts';

export interface LineValues {
  /** tells lines apart on the screen */
  key: number;
  product: string;
  quantity: string;
  unit: string;
  price: string;
}

/** An order while it is written. */
export interface OrderValues {
  /** undefined = not said yet */
  friend: { id: number; name: string; accountId: number | null } | null | undefined;
  buyerName: string;
  accountId: number | null;
  lines: LineValues[];
  /** what she wrote over the sum of the lines; null = their sum */
  total: string | null;
  isPaid: boolean;
  orderedOn: string;
  /** null = the day it was ordered */
  paidOn: string | null;
  shippedOn: string | null;
  signedOn: string | null;
  note: string;
}

let lastKey = 0;
export const blankLine = (): LineValues => ({ key: ++lastKey, product: '', quantity: '1', unit: '', price: '' });

export const blankOrder = (friend: OrderValues['friend'], now: number): OrderValues => ({
  ...{ friend, buyerName: '', accountId: null, lines: [blankLine()], total: null, isPaid: true },
  ...{ orderedOn: dayText(now), paidOn: null, shippedOn: null, signedOn: null, note: '' },
});

const dayOf = (at: number | null): string | null => (at === null ? null : dayText(at));

/** An order by hand as it is written again. */
export function valuesOf(order: OrderDetail): OrderValues {
  const orderedOn = dayText(order.orderedAt ?? order.at);
  const lines = order.lines.map(({ product, quantity, unit, priceFen }) => ({
    ...{ ...blankLine(), product, unit, price: fenText(priceFen), quantity: amountOf(quantity ?? 1) },
  }));
  const values: OrderValues = {
    friend: order.friendId === null ? null : { id: order.friendId, name: order.friendName ?? '', accountId: order.accountId },
    ...{ buyerName: order.buyerName, accountId: order.accountId, lines, total: null, note: order.note, orderedOn },
    isPaid: order.status !== 'unpaid' && order.status !== 'cancelled',
    ...{ paidOn: dayOf(order.paidAt), shippedOn: dayOf(order.shippedAt), signedOn: dayOf(order.signedAt) },
  };
  return sumFen(lines) === order.amountFen ? values : { ...values, total: fenText(order.amountFen) };
}

/** What the lines come to; a line without a price adds nothing. */
export const sumFen = (lines: readonly LineValues[]): number =>
  lines.reduce((sum, { quantity, price }) => sum + Math.round((readQuantity(quantity) ?? 0) * (readFen(price) ?? 0)), 0);

/** What is still wrong with it, as a sentence; null = it can be kept. What costs nothing is said to: a price left out is a slip. */
export function problemOf({ friend, lines, total }: OrderValues): string | null {
  if (friend === undefined) return '先选是谁买的；不是好友，就选「不是好友」';
  const written = lines.filter(({ product }) => product.trim() !== '');
  if (written.length === 0) return '还没写买了什么';
  for (const { product, quantity, price } of written) {
    if (readQuantity(quantity) === null) return `「${product.trim()}」的数量要写大于 0 的数`;
    if (price.trim() === '' ? total === null : readFen(price) === null) return `「${product.trim()}」的单价要写数字；不收钱就写 0`;
  }
  return total !== null && readFen(total) === null ? '「一共」要写数字' : null;
}

/** For the back end; empty lines are left out. */
export function inputOf(values: OrderValues, usualAccountId: number | null): HandOrder {
  const { friend, buyerName, accountId, lines, total, isPaid, orderedOn, paidOn, shippedOn, signedOn, note } = values;
  const written = lines.filter(({ product }) => product.trim() !== '');
  return {
    friendId: friend?.id ?? null,
    accountId: friend ? null : (accountId ?? usualAccountId),
    buyerName: buyerName.trim(),
    lines: written.map(({ product, quantity, unit, price }) => ({
      ...{ product: product.trim(), quantity: readQuantity(quantity) ?? 1, unit: unit.trim(), priceFen: readFen(price) },
    })),
    amountFen: (total === null ? null : readFen(total)) ?? sumFen(written),
    ...{ orderedOn, paidOn: isPaid ? (paidOn ?? orderedOn) : null, shippedOn, signedOn, note: note.trim() },
  };
}
