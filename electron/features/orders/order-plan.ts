import type { BuyerRow } from '../../../shared/contracts/orders-import.ts';
import type { OrderProblem, OrderRecord } from '../../../shared/domain/order-record.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { type Buyer, type BuyerMatch, matchBuyers } from './buyers.ts';
import { buyerKeyOf, isNumbered, orderIdentity, sameTime } from './identity.ts';
import { detailOfLines, detailOfRows, linesOf, type NewLine, newLine, type OrderRecordRow, sameLines } from './order-book.ts';
import { orderChanges, orderValues } from './order-merge.ts';

export type Fate = 'added' | 'changed' | 'same';

export interface PlannedOrder {
  record: OrderRecord;
  fate: Fate;
  /** null = not in the book yet */
  orderId: number | null;
  identity: string;
  occurrence: number;
  /** columns that change */
  values: Partial<Record<keyof OrderRecordRow, SqlValue>>;
  /** column → [in the book, in the file] */
  changes: Record<string, [string, string]>;
  lines: NewLine[];
  /** the goods of a known order give way to these */
  replaceLines: boolean;
  buyer: PlannedBuyer | null;
  /** whose it is in the book */
  friendId: number | null;
  friendBy: string | null;
}

export interface PlannedBuyer extends Buyer, BuyerMatch {
  receiver: string;
  phone: string;
  orders: number;
  amountFen: number;
}

export interface OrderPlan {
  kind: 'orders';
  accountId: number;
  format: string;
  orders: PlannedOrder[];
  buyers: PlannedBuyer[];
  problems: OrderProblem[];
}

/** Orders of the book that share an identity, and which of them a record of this file is already. */
interface Slot {
  there: OrderRecordRow[];
  claimed: Set<number>;
  planned: PlannedOrder[];
  next: number;
}

/**
 * What bringing the orders of a file into an account would do; writes nothing. Orders that share everything but their number are a
 * multiset: the book never holds fewer of them than a file does.
 */
export function planOrders(
  ctx: ServiceContext,
  accountId: number,
  format: string,
  records: readonly OrderRecord[],
  problems: OrderProblem[],
  tick: (done: number) => void = () => {},
): OrderPlan {
  const read = ctx.db.sql('SELECT * FROM orders WHERE account_id = ? AND identity = ? ORDER BY occurrence');
  const slots = new Map<string, Slot>();
  const buyers = new Map<string, PlannedBuyer>();
  const planned = records.map((record, done) => {
    if (done % 1000 === 0) tick(done);
    const identity = orderIdentity(format, record);
    let slot = slots.get(identity);
    if (!slot) {
      const there = read.all(accountId, identity) as OrderRecordRow[];
      slot = { there, claimed: new Set(), planned: [], next: (there.at(-1)?.occurrence ?? 0) + 1 };
      slots.set(identity, slot);
    }
    return planOne(ctx, slot, identity, record, buyerOf(buyers, record));
  });
  const list = [...buyers.values()];
  for (const [i, match] of matchBuyers(ctx, accountId, list, { asksNicknames: true }).entries()) Object.assign(list[i]!, match);
  return { kind: 'orders', accountId, format, orders: planned, buyers: list, problems };
}

function planOne(ctx: ServiceContext, slot: Slot, identity: string, record: OrderRecord, buyer: PlannedBuyer | null): PlannedOrder {
  const lines = record.lines.map(newLine);
  const none = { values: {}, changes: {}, lines, replaceLines: false, buyer, friendId: null, friendBy: null };
  const twice = isNumbered(identity) ? slot.planned[0] : undefined;
  if (twice) return { record, fate: 'same', orderId: twice.orderId, identity, occurrence: twice.occurrence, ...none };
  const there = findThere(slot, identity, record);
  if (!there) {
    const added: PlannedOrder = { record, fate: 'added', orderId: null, identity, occurrence: slot.next++, ...none };
    slot.planned.push(added);
    return added;
  }
  slot.claimed.add(there.id);
  const values = orderChanges(there, record);
  const before = linesOf(ctx, there.id);
  const replaceLines = !sameLines(before, lines) && detailOfLines(lines) >= detailOfRows(before);
  const changes = Object.fromEntries(
    Object.entries(values).map(([column, value]): [string, [string, string]] => {
      return [column, [String(there[column as keyof OrderRecordRow] ?? ''), String(value ?? '')]];
    }),
  );
  const fate = Object.keys(values).length > 0 || replaceLines ? 'changed' : 'same';
  const known: PlannedOrder = {
    ...{ record, fate, orderId: there.id, identity, occurrence: there.occurrence, values, changes, lines, replaceLines, buyer },
    friendId: there.friend_id,
    friendBy: there.friend_by,
  };
  slot.planned.push(known);
  return known;
}

/** The order of the book that a record is: the one of the same time, else one whose time does not contradict. */
function findThere({ there, claimed }: Slot, identity: string, record: OrderRecord): OrderRecordRow | undefined {
  if (isNumbered(identity)) return there[0];
  const { ordered_at, paid_at, precision } = orderValues(record, 0);
  const fits = there.filter(
    (row) =>
      !claimed.has(row.id) &&
      sameTime(
        { orderedAt: row.ordered_at, paidAt: row.paid_at, precision: row.precision },
        { orderedAt: ordered_at, paidAt: paid_at, precision },
      ),
  );
  return fits.find((row) => row.ordered_at === ordered_at && row.paid_at === paid_at) ?? fits[0];
}

function buyerOf(buyers: Map<string, PlannedBuyer>, record: OrderRecord): PlannedBuyer | null {
  const { nickname, receiver, phone, wxid } = record.buyer;
  const name = nickname || receiver.replace(/\[\d+\]$/, '');
  const { phone_key } = orderValues(record, 0);
  if (name === '' && !phone_key && !wxid) return null;
  const buyerKey = buyerKeyOf(record.buyer);
  const key = [buyerKey, phone_key ?? '', wxid ?? ''].join('|');
  let buyer = buyers.get(key);
  if (!buyer) {
    const who = { key, name, buyerKey, phoneKey: phone_key, wxid, receiver, phone, orders: 0, amountFen: 0 };
    buyer = { ...who, match: 'none', candidates: [], nobody: false };
    buyers.set(key, buyer);
  }
  buyer.orders++;
  buyer.amountFen += record.amountFen;
  return buyer;
}

/** For the screen. */
export const toBuyerRow = ({ key, name, receiver, phone, orders, amountFen, match, candidates }: PlannedBuyer): BuyerRow => ({
  ...{ key, name, receiver, phone, orders, amountFen, match, candidates },
});

/** Whom an order is given to: her answer, else who is certain. undefined = leave it as it is. */
export function friendFor(
  buyer: PlannedBuyer | null,
  answers: Readonly<Record<string, number | null>>,
): { id: number | null; by: string } | undefined {
  if (!buyer) return undefined;
  const answer = answers[buyer.key];
  if (answer !== undefined) return { id: answer, by: 'hand' };
  const [first] = buyer.candidates;
  return buyer.match === 'certain' && first ? { id: first.friendId, by: first.by } : undefined;
}
