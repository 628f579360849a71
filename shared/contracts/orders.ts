/**
 * Orders, payments and 接龙. Money is integer 分, times are ms UTC, quantities have at most three decimals.
 * Importing: `importQueue.open` names items of kind 'orders' and 'bill'; `orderImport.scan` reads one against the book (as often as the
 * mapping changes), `orderImport.buyers` asks about doubtful people, `orderImport.commit` writes. Progress events carry the queue's id.
 */
import { z } from 'zod';
import { timePrecisions } from '../domain/messages.ts';
import { billFields, orderFields } from '../domain/order-fields.ts';
import { billDirections, orderProblemKinds, orderStatuses, orderWarnings } from '../domain/order-record.ts';
import { solitaireProblems } from '../domain/solitaire.ts';
import { day, line, moment, rowId } from './common.ts';

const fen = z.int();
const page = { offset: z.int().min(0), limit: z.int().min(1).max(200) };

// ── products

/** products.list q, most ordered first */
export const productListInput = z.object({ search: line(200), ...page });
export const product = z.object({ id: rowId, name: z.string(), orderCount: z.int(), quantity: z.number(), amountFen: fen });
export type Product = z.infer<typeof product>;
export const productPage = z.object({ total: z.int(), rows: z.array(product) });
export type ProductPage = z.infer<typeof productPage>;

// ── orders

export const orderSources = [
  'ktt',
  'wechatShop',
  'youzan',
  'qunjielong',
  'pinduoduo',
  'taobao',
  'douyin',
  'weidian',
  'otherOrders',
  'solitaire',
] as const;
export type OrderPlatform = (typeof orderSources)[number];

/** Why an order or payment is somebody's. hand = she chose; remembered = she chose it before for this buyer. */
export const linkReasons = ['wxid', 'phone', 'remembered', 'hand', 'remark', 'groupName', 'nickname', 'alias', 'similar'] as const;
export type LinkReason = (typeof linkReasons)[number];

export const orderLine = z.object({
  id: rowId,
  productId: rowId.nullable(),
  product: z.string(),
  spec: z.string(),
  /** null = the file did not say */
  quantity: z.number().nullable(),
  unit: z.string(),
  priceFen: fen.nullable(),
  amountFen: fen.nullable(),
  refundFen: fen.nullable(),
});
export type OrderLineRow = z.infer<typeof orderLine>;
export const orderRow = z.object({
  id: rowId,
  accountId: rowId,
  friendId: rowId.nullable(),
  /** remark, else nickname */
  friendName: z.string().nullable(),
  friendBy: z.enum(linkReasons).nullable(),
  source: z.enum(orderSources),
  orderNo: z.string().nullable(),
  groupBuyId: rowId.nullable(),
  groupBuyTitle: z.string().nullable(),
  sequence: z.string().nullable(),
  buyerName: z.string(),
  receiver: z.string(),
  pickup: z.string().nullable(),
  /** when it was placed, else paid, else brought in; what lists are sorted by */
  at: moment,
  orderedAt: moment.nullable(),
  paidAt: moment.nullable(),
  precision: z.enum(timePrecisions),
  status: z.enum(orderStatuses),
  statusText: z.string(),
  amountFen: fen,
  paidFen: fen.nullable(),
  refundFen: fen,
  /** the goods in one line: '脐橙 ×2、苹果 ×1' */
  goods: z.string(),
  note: z.string(),
});
export type OrderRow = z.infer<typeof orderRow>;

export const orderSums = z.object({
  orders: z.int(),
  amountFen: fen,
  /** of orders that were paid: what was paid, else what they cost */
  paidFen: fen,
  refundFen: fen,
  unpaidOrders: z.int(),
  unpaidFen: fen,
});
export type OrderSums = z.infer<typeof orderSums>;

/** paid = paid, shipped or done; refunded = wholly or partly. Cancelled orders count in no sum but `orders`. */
export const orderStates = ['unpaid', 'paid', 'refunded', 'cancelled'] as const;
export const orderFilter = z.object({
  accountId: rowId.optional(),
  friendId: rowId.optional(),
  /** no = nobody of the book yet */
  linked: z.enum(['yes', 'no']).optional(),
  state: z.enum(orderStates).optional(),
  source: z.enum(orderSources).optional(),
  groupBuyId: rowId.optional(),
  /** orders that this import contained */
  batchId: rowId.optional(),
  /** [from, to), by `at` */
  from: moment.optional(),
  to: moment.optional(),
  /** part of a name, an order no., a product or a note */
  search: line(200).optional(),
});
export type OrderFilter = z.infer<typeof orderFilter>;
/** orders.list q, newest first */
export const orderListInput = z.object({ filter: orderFilter, ...page });
export const orderPage = z.object({ total: z.int(), sums: orderSums, rows: z.array(orderRow) });
export type OrderPage = z.infer<typeof orderPage>;

/** orders.ofFriend q → orderPage; orders.unpaid q → unpaidList */
export const friendOrdersInput = z.object({ friendId: rowId, ...page });
export const unpaidInput = z.object({ accountId: rowId.nullable(), groupBuyId: rowId.nullable() });
/** Who owes what, most first; orders of nobody in the book go by the buyer's name. */
export const unpaidPerson = z.object({
  friendId: rowId.nullable(),
  name: z.string(),
  orders: z.int(),
  amountFen: fen,
  oldestAt: moment,
  orderIds: z.array(rowId),
});
export const unpaidList = z.object({ people: z.array(unpaidPerson), orders: z.int(), amountFen: fen });
export type UnpaidList = z.infer<typeof unpaidList>;

export const paymentRow = z.object({
  id: rowId,
  accountId: rowId,
  source: z.string(),
  at: moment,
  precision: z.enum(timePrecisions),
  kindText: z.string(),
  direction: z.enum(billDirections),
  counterparty: z.string(),
  goods: z.string(),
  amountFen: fen,
  refundFen: fen,
  statusText: z.string(),
  transactionId: z.string().nullable(),
  note: z.string(),
  isCustomerPayment: z.boolean(),
  friendId: rowId.nullable(),
  friendName: z.string().nullable(),
  orderId: rowId.nullable(),
});
export type PaymentRow = z.infer<typeof paymentRow>;

export const orderDetail = orderRow.extend({
  phone: z.string(),
  address: z.string(),
  sellerNote: z.string(),
  extra: z.record(z.string(), z.string()),
  lines: z.array(orderLine),
  payments: z.array(paymentRow),
});
export type OrderDetail = z.infer<typeof orderDetail>;
/** orders.get q → orderDetail */
export const orderGetInput = z.object({ id: rowId });
/** orders.link m → changeReport. All orders of the same buyer name follow, unless she chose otherwise for them; remembered for the next file. */
export const linkOrderInput = z.object({ id: rowId, friendId: rowId.nullable() });
/** orders.setPaid m → changeReport */
export const setPaidInput = z.object({ ids: z.array(rowId).min(1).max(10_000), paid: z.boolean() });

// ── payments

export const paymentFilter = z.object({
  accountId: rowId.optional(),
  friendId: rowId.optional(),
  direction: z.enum(billDirections).optional(),
  /** only what customers paid */
  customers: z.boolean().optional(),
  linked: z.enum(['yes', 'no']).optional(),
  batchId: rowId.optional(),
  from: moment.optional(),
  to: moment.optional(),
  search: line(200).optional(),
});
export type PaymentFilter = z.infer<typeof paymentFilter>;
/** payments.list q, newest first */
export const paymentListInput = z.object({ filter: paymentFilter, ...page });
export const paymentPage = z.object({
  total: z.int(),
  sums: z.object({ inFen: fen, outFen: fen, refundFen: fen }),
  rows: z.array(paymentRow),
});
export type PaymentPage = z.infer<typeof paymentPage>;

export const buyerCandidate = z.object({
  friendId: rowId,
  name: z.string(),
  /** 0–1 */
  score: z.number(),
  by: z.enum(linkReasons),
  /** in her words, e.g. '备注名相同' */
  reason: z.string(),
});
export type BuyerCandidate = z.infer<typeof buyerCandidate>;
/** payments.suggest q → for each payment who may have paid, and which orders of the same amount within a week it may be for. Never applied by itself. */
export const suggestInput = z.object({ ids: z.array(rowId).min(1).max(200) });
export const paymentSuggestion = z.object({
  id: rowId,
  friends: z.array(buyerCandidate),
  orders: z.array(
    z.object({ orderId: rowId, name: z.string(), friendId: rowId.nullable(), at: moment, amountFen: fen, unpaid: z.boolean() }),
  ),
});
export const paymentSuggestions = z.array(paymentSuggestion);
export type PaymentSuggestion = z.infer<typeof paymentSuggestion>;
/** payments.link m → changeReport; an unpaid order whose payments reach its amount becomes paid */
export const linkPaymentInput = z.object({ id: rowId, friendId: rowId.nullable(), orderId: rowId.nullable() });

// ── orderImport

/** header → field; wins over what the program knows, and is remembered for files with the same header */
const mapping = z.record(z.string().max(400), z.enum([...new Set([...orderFields, ...billFields])] as [string, ...string[]]));
const item = { queueId: z.string(), itemId: z.string() };
/** scan m → orderScan. @throws `sessionGone`, `notFound`, and what the file is refused for */
export const orderScanInput = z.object({ ...item, accountId: rowId, mapping: mapping.nullable() });
export const orderScan = z.object({
  kind: z.enum(['orders', 'bill']),
  format: z.string(),
  tool: z.string(),
  title: z.string().nullable(),
  encoding: z.string().nullable(),
  sheet: z.string().nullable(),
  headerLine: z.int(),
  columns: z.array(
    z.object({
      index: z.int(),
      header: z.string(),
      field: z.string(),
      by: z.enum(['template', 'header', 'content', 'none']),
      confidence: z.number(),
      samples: z.array(z.string()),
    }),
  ),
  unknownColumns: z.array(z.string()),
  /** what a column may be */
  fields: z.array(z.string()),
  /** read = added + changed + same + problem; orders or movements of money, and rows that are none */
  counts: z.object({ read: z.int(), added: z.int(), changed: z.int(), same: z.int(), problem: z.int(), lines: z.int() }),
  /** over all that was read */
  sums: z.object({ amountFen: fen, paidFen: fen, refundFen: fen }),
  /** sums that the file prints, beside what its rows come to */
  control: z.array(
    z.object({
      what: z.enum(['rows', 'income', 'expense', 'neutral', 'orderAmount', 'paid', 'refund']),
      line: z.int(),
      count: z.int().nullable(),
      amountFen: fen.nullable(),
      countedCount: z.int(),
      countedFen: fen,
      agrees: z.boolean(),
    }),
  ),
  /** buyers, each once; of a bill those who paid her. Payments are never linked without an answer: `certain` is 0 for a bill */
  matches: z.object({ certain: z.int(), doubtful: z.int(), none: z.int() }),
  warnings: z.partialRecord(z.enum(orderWarnings), z.int()),
  /** the first 200 */
  problems: z.array(z.object({ sheet: z.string().nullable(), line: z.int(), problem: z.enum(orderProblemKinds), text: z.string() })),
});
export type OrderScan = z.infer<typeof orderScan>;

export const buyerMatches = ['certain', 'doubtful', 'none'] as const;
/** buyers q → buyerPage, most orders first; of the newest scan of the item */
export const buyersInput = z.object({ ...item, match: z.enum(buyerMatches).nullable(), ...page });
export const buyerRow = z.object({
  /** what `answers` are made by */
  key: z.string(),
  name: z.string(),
  receiver: z.string(),
  phone: z.string(),
  orders: z.int(),
  amountFen: fen,
  match: z.enum(buyerMatches),
  /** best first, at most 5; with 'certain' the first is taken unless she answers otherwise */
  candidates: z.array(buyerCandidate),
});
export type BuyerRow = z.infer<typeof buyerRow>;
export const buyerPage = z.object({ total: z.int(), rows: z.array(buyerRow) });
export type BuyerPage = z.infer<typeof buyerPage>;

export const fates = ['added', 'changed', 'same'] as const;
/** rows q → what would happen to each order or payment of the newest scan */
export const importRowsInput = z.object({ ...item, fate: z.enum(fates).nullable(), ...page });
export const importRow = z.object({
  /** row of the file */
  line: z.int(),
  fate: z.enum(fates),
  name: z.string(),
  key: z.string(),
  at: moment.nullable(),
  amountFen: fen,
  goods: z.string(),
  status: z.string(),
  warnings: z.array(z.enum(orderWarnings)),
  /** column → [in the book, in the file] */
  changes: z.record(z.string(), z.tuple([z.string(), z.string()])),
});
export const importRowPage = z.object({ total: z.int(), rows: z.array(importRow) });
export type ImportRowPage = z.infer<typeof importRowPage>;

/** commit m → orderImportReport; answers by buyer key, null = nobody. What she answers is remembered. */
export const orderCommitInput = z.object({ ...item, accountId: rowId, answers: z.record(z.string(), rowId.nullable()) });
/** read = added + changed + same + problem */
export const orderImportReport = z.object({
  batchId: rowId,
  kind: z.enum(['orders', 'bill']),
  fileName: z.string(),
  tool: z.string(),
  read: z.int(),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  problem: z.int(),
  lines: z.int(),
  /** of what was added */
  addedFen: fen,
  /** orders or payments of this file that are somebody's of the book now */
  linked: z.int(),
  newProducts: z.int(),
  problems: z.array(z.object({ sheet: z.string().nullable(), line: z.int(), problem: z.enum(orderProblemKinds), text: z.string() })),
});
export type OrderImportReport = z.infer<typeof orderImportReport>;

// ── 接龙

export const solitaireItem = z.object({ product: line(200), quantity: z.number().min(0).max(1_000_000), unit: line(20) });
export const solitaireLineMatch = z.object({ match: z.enum(buyerMatches), candidates: z.array(buyerCandidate) });
export const solitaireLine = z.object({
  /** which entry of whom: the same over all versions of one list; what `answers` are made by */
  key: z.string(),
  no: z.int(),
  raw: z.string(),
  name: z.string(),
  items: z.array(z.object({ product: z.string(), quantity: z.number(), unit: z.string() })),
  note: z.string(),
  /** building or pick-up place in its words; null = none is named */
  pickup: z.string().nullable(),
  /** false = something had to be supposed: she has to look */
  sure: z.boolean(),
  joinedAt: moment,
  /** null = it stands */
  withdrawnAt: moment.nullable(),
  changes: z.array(z.object({ at: moment, change: z.enum(['joined', 'changed', 'gone', 'said', 'rejoined']), raw: z.string() })),
  reusedNumber: z.boolean(),
  ...solitaireLineMatch.shape,
  /** the order it is already; null = none yet */
  orderId: rowId.nullable(),
});
export type SolitaireLineRow = z.infer<typeof solitaireLine>;
export const solitaireTotal = z.object({ product: z.string(), unit: z.string(), quantity: z.number(), lines: z.int(), unsure: z.int() });
export const solitaireList = z.object({
  /** place in the text, 0 = first; what `save` names it by */
  index: z.int(),
  title: z.string(),
  intro: z.array(z.string()),
  /** what it orders, with the price the text names; null = it names none. One row for each product of a line */
  products: z.array(z.object({ product: z.string(), unit: z.string(), priceFen: fen.nullable() })),
  /** the group buy it goes on with; null = a new one */
  groupBuy: z.object({ id: rowId, title: z.string(), versions: z.int(), lastAt: moment }).nullable(),
  lines: z.array(solitaireLine),
  problems: z.array(z.object({ line: z.int(), no: z.int(), raw: z.string(), problem: z.enum(solitaireProblems) })),
  /** of lines that stand */
  totals: z.array(solitaireTotal),
  /** numbered lines of the pasted text = standing + withdrawn (written behind the name) + unreadable */
  count: z.object({ numbered: z.int(), standing: z.int(), withdrawn: z.int(), unreadable: z.int(), agrees: z.boolean() }),
});
export type SolitaireList = z.infer<typeof solitaireList>;
/** solitaire.read m → solitaireReading; writes nothing. [] = no '#接龙' in it. `at` = when it stood so; null = now */
export const readSolitaireInput = z.object({
  accountId: rowId,
  text: z.string().trim().min(1).max(1_000_000),
  at: moment.nullable(),
  conversationId: rowId.nullable(),
});
export const solitaireReading = z.object({ lists: z.array(solitaireList) });
export type SolitaireReading = z.infer<typeof solitaireReading>;

export const solitaireAnswer = z.object({
  /** null = nobody of the book; missing = what is certain */
  friendId: rowId.nullable().optional(),
  /** corrected by her */
  items: z.array(solitaireItem).max(100).optional(),
  pickup: line(200).nullable().optional(),
});
/** save m → solitaireSaved */
export const saveSolitaireInput = readSolitaireInput.extend({
  index: z.int().min(0),
  on: day.nullable(),
  prices: z.array(z.object({ product: line(200), unit: line(20), priceFen: fen.min(0).max(100_000_000) })).max(500),
  answers: z.record(z.string(), solitaireAnswer),
});
export type SaveSolitaireInput = z.infer<typeof saveSolitaireInput>;
export const solitaireSaved = z.object({
  groupBuyId: rowId,
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  /** orders that were taken back */
  withdrawn: z.int(),
  /** taken back but paid already: she has to refund them; they keep their state */
  withdrawnPaid: z.int(),
  /** orders with goods that no price was given for */
  unpriced: z.int(),
  undoId: rowId.nullable(),
});
export type SolitaireSaved = z.infer<typeof solitaireSaved>;

export const groupBuy = z.object({
  id: rowId,
  accountId: rowId,
  title: z.string(),
  on: day.nullable(),
  conversationId: rowId.nullable(),
  /** of a 接龙; 0 = it came with an order file */
  versions: z.int(),
  orders: z.int(),
  amountFen: fen,
  unpaidOrders: z.int(),
  unpaidFen: fen,
  lastAt: moment,
});
export type GroupBuy = z.infer<typeof groupBuy>;
/** groupBuys.list q, newest first */
export const groupBuyListInput = z.object({ accountId: rowId.nullable(), search: line(200), ...page });
export const groupBuyPage = z.object({ total: z.int(), rows: z.array(groupBuy) });
export type GroupBuyPage = z.infer<typeof groupBuyPage>;

/** solitaire.sheet q → pick-up sheet: one section for each place, those without one last */
export const sheetInput = z.object({ groupBuyId: rowId });
export const sheetRow = z.object({
  orderId: rowId,
  sequence: z.string(),
  name: z.string(),
  friendId: rowId.nullable(),
  phone: z.string(),
  goods: z.string(),
  amountFen: fen,
  paid: z.boolean(),
  note: z.string(),
});
export const sheetTotal = z.object({ product: z.string(), spec: z.string(), unit: z.string(), quantity: z.number() });
export const pickupSheet = z.object({
  groupBuy,
  sections: z.array(z.object({ place: z.string(), rows: z.array(sheetRow), totals: z.array(sheetTotal) })),
  totals: z.array(sheetTotal),
  sums: orderSums,
  /** the whole sheet as words for a chat */
  text: z.string(),
});
export type PickupSheet = z.infer<typeof pickupSheet>;
/** solitaire.export m → exportFile */
export const exportSheetInput = sheetInput.extend({ format: z.enum(['csv', 'xlsx']) });
