import { foldName } from './solitaire-text.ts';
import { dayNumber, localDay } from './wall-time.ts';

/** An entry of a 接龙 as the order it becomes. */
export interface EntryOrder {
  key: string;
  friendId: number | null;
  amountFen: number;
  joinedAt: number;
  products: readonly string[];
}

/** An order that she wrote down herself. */
export interface HandOrderSeen {
  orderId: number;
  friendId: number;
  amountFen: number;
  at: number;
  products: readonly string[];
}

/** A list is pasted days after people joined it, and an order is written down when somebody pays. */
export const daysBefore = 7;
export const daysAfter = 3;

const daysApart = ({ joinedAt }: EntryOrder, { at }: HandOrderSeen): number => dayNumber(localDay(joinedAt)) - dayNumber(localDay(at));

/** Whether both may be one order: of one friend, one amount, about the same days. Only she knows. */
export function mayBeOne(entry: EntryOrder, hand: HandOrderSeen): boolean {
  const days = daysApart(entry, hand);
  return (
    entry.friendId === hand.friendId &&
    entry.amountFen > 0 &&
    entry.amountFen === hand.amountFen &&
    days <= daysBefore &&
    -days <= daysAfter
  );
}

/** Entry by key → the order by hand that it may be: each stands beside one entry at most; the same goods first, then the nearest day. */
export function solitaireTwins<Hand extends HandOrderSeen>(entries: readonly EntryOrder[], hands: readonly Hand[]): Map<string, Hand> {
  const free = new Set(hands);
  const twins = new Map<string, Hand>();
  for (const entry of entries) {
    const goods = new Set(entry.products.map(foldName));
    const hasGoods = ({ products }: Hand): number => +products.some((product) => goods.has(foldName(product)));
    const [best] = [...free]
      .filter((hand) => mayBeOne(entry, hand))
      .sort((a, b) => hasGoods(b) - hasGoods(a) || Math.abs(daysApart(entry, a)) - Math.abs(daysApart(entry, b)));
    if (!best) continue;
    free.delete(best);
    twins.set(entry.key, best);
  }
  return twins;
}
