import type { BuyerRow } from '../../../shared/contracts/orders-import.ts';
import { timePrecisions } from '../../../shared/domain/messages.ts';
import type { OrderProblem, OrderRecord, OrderWarning } from '../../../shared/domain/order-record.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { type Buyer, type BuyerMatch, matchBuyers } from './buyers.ts';
import { buyerKeyOf, isNumbered, orderIdentity, sameTime } from './identity.ts';
import {
  detailOfLines,
  detailOfRows,
  goodsOfRows,
  goodsText,
  type LineRow,
  type NewLine,
  newLine,
  type OrderRecordRow,
  readKnown,
  sameLines,
} from './order-book.ts';
import { orderChanges, phoneKeyOf } from './order-merge.ts';
import { orderStore } from './order-pack.ts';
import { RecordStore } from './record-store.ts';

export type Fate = 'added' | 'changed' | 'same';
/** buyer → friend, as she says; null = nobody */
export type Answers = Readonly<Record<string, number | null>>;

export interface PlannedOrder {
  /** of it among the records of the plan */
  place: number;
  fate: Fate;
  /** null = not in the book yet */
  orderId: number | null;
  identity: string;
  occurrence: number;
  /** columns that change */
  values: Partial<Record<keyof OrderRecordRow, SqlValue>>;
  /** column, or goods → [in the book, in the file] */
  changes: Record<string, [string, string]>;
  /** the goods of a known order give way to those of the record */
  replaceLines: boolean;
  buyer: PlannedBuyer | null;
  /** it is an order by hand, by her word: the token of that one */
  hand?: string;
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
  /** as they were read, in the order of `orders` */
  records: RecordStore<OrderRecord>;
  orders: PlannedOrder[];
  buyers: PlannedBuyer[];
  problems: OrderProblem[];
  totals: PlanTotals;
  /** goods that the records name, and their lists with the time of the first order, each once */
  products: string[];
  groupBuys: { title: string; at: number | null }[];
}

/** Over all records of a plan. */
export interface PlanTotals {
  lines: number;
  amountFen: number;
  paidFen: number;
  refundFen: number;
  /** of those that are new */
  addedFen: number;
  addedLines: number;
  warnings: Partial<Record<OrderWarning, number>>;
}

/** Goods of an order as they are written into the book. */
export const newLinesOf = (plan: OrderPlan, { place }: PlannedOrder): NewLine[] => plan.records.get(place).lines.map(newLine);

/** Orders of the book that share an identity, and which of them a record of this file is already. */
interface Slot {
  /** those that no record of this file was yet; let go of one by one: a file may hold all orders of a book */
  there: { order: OrderRecordRow; lines: LineRow[] }[];
  /** what the first record of this identity became */
  first: PlannedOrder | null;
  next: number;
}

/** Orders that are looked up with one question. */
const atOnce = 1000;

/**
 * What bringing the orders of a file into an account would do; writes nothing. Orders that share everything but their number are a
 * multiset: the book never holds fewer of them than a file does.
 */
export function planOrders(
  ctx: ServiceContext,
  accountId: number,
  format: string,
  read: RecordStore<OrderRecord> | readonly OrderRecord[],
  problems: OrderProblem[],
  tick: (done: number) => void = () => {},
): OrderPlan {
  const records = read instanceof RecordStore ? read : orderStore(read);
  const slots = new Map<string, Slot>();
  const buyers = new Map<string, PlannedBuyer>();
  const orders: PlannedOrder[] = [];
  const survey = new Survey();
  for (let from = 0; from < records.length; from += atOnce) {
    tick(from);
    const some = Array.from({ length: Math.min(atOnce, records.length - from) }, (_, i) => records.get(from + i));
    const identities = some.map((record) => orderIdentity(format, record));
    openSlots(ctx, accountId, slots, identities);
    for (const [i, record] of some.entries()) {
      const identity = identities[i]!;
      const planned = planOne(slots.get(identity)!, identity, { record, place: from + i }, buyerOf(buyers, record));
      orders.push(planned);
      survey.add(record, planned.fate);
    }
  }
  const list = [...buyers.values()];
  for (const [i, match] of matchBuyers(ctx, accountId, list, { asksNicknames: true }).entries()) Object.assign(list[i]!, match);
  return { kind: 'orders', accountId, format, records, orders, buyers: list, problems, ...survey.result() };
}

/** Adds up what the records say while they are at hand. */
class Survey {
  readonly #totals: PlanTotals = { lines: 0, amountFen: 0, paidFen: 0, refundFen: 0, addedFen: 0, addedLines: 0, warnings: {} };
  readonly #products = new Set<string>();
  readonly #groupBuys = new Map<string, { title: string; at: number | null }>();

  add(record: OrderRecord, fate: Fate): void {
    const totals = this.#totals;
    totals.lines += record.lines.length;
    totals.amountFen += record.amountFen;
    totals.paidFen += record.paidFen ?? 0;
    totals.refundFen += record.refundFen;
    if (fate === 'added') {
      totals.addedFen += record.amountFen;
      totals.addedLines += record.lines.length;
    }
    for (const warning of record.warnings) totals.warnings[warning] = (totals.warnings[warning] ?? 0) + 1;
    for (const { product } of record.lines) this.#products.add(product);
    const title = record.key.groupBuyTitle?.trim();
    if (title && !this.#groupBuys.has(title)) this.#groupBuys.set(title, { title, at: record.orderedAt ?? record.paidAt });
  }

  result(): Pick<OrderPlan, 'totals' | 'products' | 'groupBuys'> {
    return { totals: this.#totals, products: [...this.#products], groupBuys: [...this.#groupBuys.values()] };
  }
}

/** Looks for what the book has of identities that were not met before. */
function openSlots(ctx: ServiceContext, accountId: number, slots: Map<string, Slot>, identities: readonly string[]): void {
  const fresh = [...new Set(identities)].filter((identity) => !slots.has(identity));
  const { orders, lines } = readKnown(ctx, accountId, fresh);
  for (const identity of fresh) slots.set(identity, { there: [], first: null, next: 1 });
  for (const order of orders) {
    const slot = slots.get(order.identity)!;
    slot.there.push({ order, lines: lines.get(order.id)! });
    slot.next = order.occurrence + 1;
  }
}

const nothing = {};

function planOne(
  slot: Slot,
  identity: string,
  { record, place }: { record: OrderRecord; place: number },
  buyer: PlannedBuyer | null,
): PlannedOrder {
  const none = { place, values: nothing, changes: nothing, replaceLines: false, buyer, friendId: null, friendBy: null };
  const twice = isNumbered(identity) ? slot.first : null;
  if (twice) return { fate: 'same', orderId: twice.orderId, identity, occurrence: twice.occurrence, ...none };
  const found = findThere(slot, identity, record);
  if (!found) {
    const added: PlannedOrder = { fate: 'added', orderId: null, identity, occurrence: slot.next++, ...none };
    slot.first ??= added;
    return added;
  }
  slot.there = isNumbered(identity) ? [] : slot.there.filter((one) => one !== found);
  const { order: there, lines: before } = found;
  const lines = record.lines.map(newLine);
  const values = orderChanges(there, record);
  const replaceLines = !sameLines(before, lines) && detailOfLines(lines) >= detailOfRows(before);
  const changes: Record<string, [string, string]> = Object.fromEntries(
    Object.entries(values).map(([column, value]): [string, [string, string]] => {
      return [column, [String(there[column as keyof OrderRecordRow] ?? ''), String(value ?? '')]];
    }),
  );
  if (replaceLines) changes.goods = [goodsOfRows(before), goodsText(record.lines.map((line) => ({ ...line, unit: '' })))];
  const fate = Object.keys(values).length > 0 || replaceLines ? 'changed' : 'same';
  const known: PlannedOrder = {
    ...{ place, fate, orderId: there.id, identity, occurrence: there.occurrence, replaceLines, buyer },
    ...(fate === 'same' ? { values: nothing, changes: nothing } : { values, changes }),
    friendId: there.friend_id,
    friendBy: there.friend_by,
  };
  slot.first ??= known;
  return known;
}

/** The order of the book that a record is: the one of the same time, else one whose time does not contradict. */
function findThere({ there }: Slot, identity: string, record: OrderRecord): Slot['there'][number] | undefined {
  if (isNumbered(identity)) return there[0];
  const { orderedAt, paidAt } = record;
  const precision = timePrecisions.indexOf(record.precision);
  const fits = there.filter(({ order }) =>
    sameTime({ orderedAt: order.ordered_at, paidAt: order.paid_at, precision: order.precision }, { orderedAt, paidAt, precision }),
  );
  return fits.find(({ order }) => order.ordered_at === orderedAt && order.paid_at === paidAt) ?? fits[0];
}

function buyerOf(buyers: Map<string, PlannedBuyer>, record: OrderRecord): PlannedBuyer | null {
  const { nickname, receiver, phone, wxid } = record.buyer;
  const name = nickname || receiver.replace(/\[\d+\]$/, '');
  const phoneKey = phoneKeyOf(record.buyer);
  if (name === '' && !phoneKey && !wxid) return null;
  const buyerKey = buyerKeyOf(record.buyer);
  const key = [buyerKey, phoneKey ?? '', wxid ?? ''].join('|');
  let buyer = buyers.get(key);
  if (!buyer) {
    const who = { key, name, buyerKey, phoneKey, wxid, receiver, phone, orders: 0, amountFen: 0 };
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
export function friendFor(buyer: PlannedBuyer | null, answers: Answers): { id: number | null; by: string } | undefined {
  if (!buyer) return undefined;
  const answer = answers[buyer.key];
  if (answer !== undefined) return { id: answer, by: 'hand' };
  const [first] = buyer.candidates;
  return buyer.match === 'certain' && first ? { id: first.friendId, by: first.by } : undefined;
}
