import type { TimePrecision } from './messages.ts';

/** Where an order stands. Stored by place; only append. `unknown` = the file says something else, see `statusText`. */
export const orderStatuses = ['unpaid', 'paid', 'shipped', 'done', 'partlyRefunded', 'refunded', 'cancelled', 'unknown'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** in = money came, out = money went, neutral = moved between the seller's own pockets, or never moved. Stored by place; only append. */
export const billDirections = ['in', 'out', 'neutral'] as const;
export type BillDirection = (typeof billDirections)[number];

/** Doubts about a record that is read all the same. */
export const orderWarnings = [
  /** the id was rounded by Excel (7.43E+18): it is left out (null) and must not be matched on */
  'damagedId',
  /** a time stands there that cannot be read, or that no order can have; it is null */
  'badTime',
  /** an amount stands there that cannot be read; it is null, or 0 where there is no null */
  'badMoney',
  /** a quantity stands there that cannot be read; it is null */
  'badQuantity',
  /** some letters came out as U+FFFD: an earlier program could not read them, and nobody can bring them back */
  'lostLetters',
  /** every line has an amount, yet they do not add up to what the order says of its goods */
  'sumDiffers',
  /** rows of the same order name different amounts for the whole order; the first one counts */
  'rowsDisagree',
  /** the file names no amount for the order (a delivery list); amountFen is 0 and says nothing */
  'noAmount',
  /** the file says that it was refunded, not how much; refundFen is all of it */
  'refundAssumed',
] as const;
export type OrderWarning = (typeof orderWarnings)[number];

/** Why a row could not be read at all. */
export const orderProblemKinds = [
  'brokenQuotes',
  'tooFewCells',
  'tooManyCells',
  'cellTooLong',
  'badCharacters',
  'formulaCell',
  /** one row per goods line, and the order no. that would hold them together is rounded (7.43E+18) */
  'damagedId',
  /** neither order no. nor number in the list, nor a buyer, nor goods */
  'noOrder',
  /** a row of goods without an order above it, or whose order stands in no other sheet */
  'orderMissing',
  'noTime',
  'noAmount',
  'badTime',
  'timeOutOfRange',
] as const;
export type OrderProblemKind = (typeof orderProblemKinds)[number];

export interface OrderProblem {
  /** sheet of a workbook; null = a text */
  sheet: string | null;
  /** line of the text or row of the sheet, 1 = first */
  line: number;
  problem: OrderProblemKind;
  /** the beginning of the row, at most 80 characters */
  text: string;
}

/**
 * What tells one order from another, as far as the file says. 跟团号 and 接龙号 (`sequence`) begin anew with every list, so they are
 * a key only together with its title.
 */
export interface OrderKey {
  /** every digit kept, as text; null = none, or damaged */
  orderNo: string | null;
  /** title of the 团 or 接龙; from a column or, failing that, from the file's name */
  groupBuyTitle: string | null;
  /** 跟团号, 接龙号 */
  sequence: string | null;
}

export interface OrderBuyer {
  /** name in WeChat or in the shop; '' = not told */
  nickname: string;
  /** '' = not told */
  receiver: string;
  /** without +86; as it stands in the file when it is not usable; '' = not told */
  phone: string;
  /** false = none, masked, virtual (with an extension) or encrypted: never to be matched on */
  phoneUsable: boolean;
  wxid: string | null;
  /** province, city, district and street, joined; '' = not told */
  address: string;
}

export interface OrderLine {
  /** row of the file, 1 = first */
  line: number;
  product: string;
  /** specification; '' = none */
  spec: string;
  /** null = the file does not say */
  quantity: number | null;
  /** price of one; null = not told */
  priceFen: number | null;
  /** price of all of them; null = not told */
  amountFen: number | null;
  /** refunded of this line; null = not told */
  refundFen: number | null;
}

/** One order, whatever number of rows it takes. Money is integer 分, times are ms UTC. */
export interface OrderRecord {
  /** first row of it, 1 = first */
  line: number;
  /** rows of the file it was made of; the rows of all records and all problems are the rows of the file */
  rowCount: number;
  key: OrderKey;
  buyer: OrderBuyer;
  orderedAt: number | null;
  paidAt: number | null;
  /** of the coarser of both times; nothing is invented: minute and day are at their first second, China time */
  precision: TimePrecision;
  status: OrderStatus;
  /** as the platform says it; '' = not told */
  statusText: string;
  lines: OrderLine[];
  /** what the order costs, once, however many rows it has */
  amountFen: number;
  /** null = not told */
  paidFen: number | null;
  /** 0 = nothing was refunded */
  refundFen: number;
  /** where the buyer picks it up; null = not told */
  pickup: string | null;
  /** by the buyer; '' = none */
  note: string;
  /** by the seller; '' = none */
  sellerNote: string;
  /** every filled column that has no place above, by its header; where its rows differ, one word below the other */
  extra: Record<string, string>;
  warnings: OrderWarning[];
}

/** One movement of money. Money is integer 分 and never negative, times are ms UTC. */
export interface BillRecord {
  line: number;
  at: number;
  precision: TimePrecision;
  /** 转账, 二维码收款, 微信红包, … as the bill says */
  kindText: string;
  direction: BillDirection;
  /** nickname or name, possibly masked; '' = not told. No key: match it as a suggestion only */
  counterparty: string;
  /** account of the other side, openid of a merchant bill; null = not told */
  counterpartyId: string | null;
  goods: string;
  amountFen: number;
  /** 0 = nothing of it went back */
  refundFen: number;
  statusText: string;
  /** null = none, or damaged by Excel */
  transactionId: string | null;
  merchantOrderNo: string | null;
  /** words of the payer or of the seller; '' = none */
  note: string;
  /** a customer paid the seller: 收入 by 转账, 二维码收款, 红包, 群收款 …, and not what the seller's own money did */
  isCustomerPayment: boolean;
  extra: Record<string, string>;
  warnings: OrderWarning[];
}

/** A sum that the file prints about itself, beside what its rows come to. */
export interface ControlFact {
  what: 'rows' | 'income' | 'expense' | 'neutral' | 'orderAmount' | 'paid' | 'refund';
  /** row that prints it, 1 = first */
  line: number;
  /** null = not printed */
  count: number | null;
  amountFen: number | null;
  /** what the rows that could be read come to */
  countedCount: number;
  countedFen: number;
  agrees: boolean;
}
