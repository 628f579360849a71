/** 接龙, group buys and pick-up sheets. */
import { z } from 'zod';
import { solitaireProblems } from '../domain/solitaire.ts';
import { day, line, moment, rowId } from './common.ts';
import { orderSums } from './orders.ts';
import { buyerCandidate, buyerMatches } from './orders-buyers.ts';

const fen = z.int();
const page = { offset: z.int().min(0), limit: z.int().min(1).max(200) };

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
/** An order by hand of the days of a list: an entry of the same friend and amount may be it (solitaire-twins.ts). */
export const handOrderBeside = z.object({
  orderId: rowId,
  friendId: rowId,
  amountFen: fen,
  at: moment,
  products: z.array(z.string()),
  goods: z.string(),
  note: z.string(),
});
export type HandOrderBeside = z.infer<typeof handOrderBeside>;
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
  byHand: z.array(handOrderBeside),
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

/** solitaire.found q → 接龙 that stand in imported group chats, newest first; a month at a time, ending with the newest before `before` */
export const foundSolitairesInput = z.object({ accountId: rowId.nullable(), before: moment.nullable() });
/** taken = orders were made of it as it stands; grown = of an earlier version of it; new = nothing was */
export const foundStates = ['new', 'grown', 'taken'] as const;
export const foundSolitaire = z.object({
  /** of its newest version: what it is read by */
  messageId: rowId,
  conversationId: rowId,
  group: z.string(),
  accountId: rowId,
  title: z.string(),
  firstAt: moment,
  lastAt: moment,
  versions: z.int(),
  /** entries of the newest version */
  lines: z.int(),
  state: z.enum(foundStates),
  groupBuyId: rowId.nullable(),
});
export type FoundSolitaire = z.infer<typeof foundSolitaire>;
/** `older` = pass it as `before` for the month before; null = that was all */
export const foundSolitaires = z.object({ rows: z.array(foundSolitaire), older: moment.nullable() });
export type FoundSolitaires = z.infer<typeof foundSolitaires>;
/** solitaire.readFound q → solitaireReading, with all earlier versions that stand in the group. @throws `notFound` */
export const readFoundInput = z.object({ messageId: rowId });

export const solitaireAnswer = z.object({
  /** null = nobody of the book; missing = what is certain */
  friendId: rowId.nullable().optional(),
  /** corrected by her */
  items: z.array(solitaireItem).max(100).optional(),
  pickup: line(200).nullable().optional(),
  /** the order by hand that it is, which then goes on as the list's; null or missing = it is another */
  sameAs: rowId.nullable().optional(),
});
const saved = {
  index: z.int().min(0),
  on: day.nullable(),
  prices: z.array(z.object({ product: line(200), unit: line(20), priceFen: fen.min(0).max(100_000_000) })).max(500),
  answers: z.record(z.string(), solitaireAnswer),
};
/** save m → solitaireSaved */
export const saveSolitaireInput = readSolitaireInput.extend(saved);
/** saveFound m → solitaireSaved */
export const saveFoundInput = readFoundInput.extend(saved);
/** readSaved q → solitaireReading: a list that orders were made of, as it was taken in last. @throws `notFound` */
export const readSavedInput = z.object({ groupBuyId: rowId });
/** saveSaved m → solitaireSaved */
export const saveSavedInput = readSavedInput.extend(saved);
export type SaveSavedInput = z.infer<typeof saveSavedInput>;
export type SaveFoundInput = z.infer<typeof saveFoundInput>;
export type SaveSolitaireInput = z.infer<typeof saveSolitaireInput>;
export const solitaireSaved = z.object({
  groupBuyId: rowId,
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  /** orders by hand that entries are by her word */
  joined: z.int(),
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
