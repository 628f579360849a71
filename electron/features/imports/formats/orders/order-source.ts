import type { TextEncoding } from '../../../../../shared/contracts/imports.ts';
import type { BillField, MappedColumn, OrderField } from '../../../../../shared/domain/order-fields.ts';
import type { BillRecord, ControlFact, OrderProblem, OrderRecord } from '../../../../../shared/domain/order-record.ts';

export const orderFormats = [
  'ktt',
  'kttGoods',
  'kttCommunity',
  'wechatShop',
  'youzan',
  'youzanGoods',
  'qunjielong',
  'qunjielongDetail',
  'pinduoduo',
  'taobao',
  'qianniu',
  'douyin',
  'otherOrders',
] as const;
export type OrderFormat = (typeof orderFormats)[number];

/** `tool` of order tables of programs that are not known. */
export const otherTool = '其他订单表';

export const billFormats = ['wechatBill', 'wechatMerchantBill', 'alipayBill', 'alipayWebBill', 'jdBill', 'otherBill'] as const;
export type BillFormat = (typeof billFormats)[number];

/** What somebody told about a file. */
export interface OrderHints {
  /** null or missing = recognise */
  encoding?: TextEncoding | null;
  /** header → field; wins over everything this program knows. `ignore` leaves a column out, `extra` keeps it beside the order */
  template?: Readonly<Record<string, string>> | null;
  /** ms UTC; a time more than a day later is out of range */
  now?: number;
}

interface Source<Field extends string> {
  /** the program, as the seller knows it */
  tool: string;
  /** title of the list or owner of the bill, when file or name says */
  title: string | null;
  encoding: TextEncoding | null;
  /** sheet that the records are read from; null = a text */
  sheet: string | null;
  /** row of the header, 1 = first */
  headerLine: number;
  columns: MappedColumn<Field>[];
  /** headers that no field was found for; their cells come in `extra` */
  unknownColumns: string[];
}

export interface Batch<Row> {
  records: Row[];
  problems: OrderProblem[];
  /** rows of sums and remarks below or between the others; every filled row below the header is in a record, a problem or here */
  notes: number;
  /** bytes of the file consumed so far */
  bytesRead: number;
  /** with the last batch only: what the file says of itself, compared; [] = it says nothing */
  control?: ControlFact[];
}

/** Orders of one file. */
export interface OrderSource extends Source<OrderField> {
  kind: 'orders';
  format: OrderFormat;
  /** goods = an order takes as many rows as it has goods lines */
  grain: 'order' | 'goods';
  /**
   * All orders, in the order of their last row, some hundred at a time, read anew with each call. Content never makes it throw.
   * Throws AppError of category `file` only when the file itself breaks.
   */
  rows(): AsyncGenerator<Batch<OrderRecord>>;
}

/** Movements of money of one file. */
export interface BillSource extends Source<BillField> {
  kind: 'bill';
  format: BillFormat;
  /** as OrderSource.rows */
  rows(): AsyncGenerator<Batch<BillRecord>>;
}
