/** What a column of an order file can be. Several columns may be `address`; the parts are joined. */
export const orderFields = [
  'orderNo',
  'lineNo',
  'groupBuyTitle',
  'sequence',
  'nickname',
  'wxid',
  'receiver',
  'phone',
  'province',
  'city',
  'district',
  'address',
  'orderedAt',
  'paidAt',
  'status',
  'refundStatus',
  'goods',
  'product',
  'spec',
  'quantity',
  'price',
  'lineAmount',
  'lineRefund',
  'goodsAmount',
  'freight',
  'amount',
  'paid',
  'refund',
  'pickup',
  'note',
  'sellerNote',
  'extra',
  'ignore',
] as const;
export type OrderField = (typeof orderFields)[number];

/** What a column of a bill can be. */
export const billFields = [
  'at',
  'createdAt',
  'kind',
  'counterparty',
  'counterpartyId',
  'goods',
  'direction',
  'amount',
  'refund',
  'method',
  'status',
  'transactionId',
  'merchantOrderNo',
  'note',
  'refundId',
  /** money that came and money that went, in columns of their own */
  'income',
  'expense',
  'extra',
  'ignore',
] as const;
export type BillField = (typeof billFields)[number];

/** A column of the file and what it is taken for. */
export interface MappedColumn<Field extends string> {
  /** place in the row, 0 = first */
  index: number;
  /** as the file has it, cleaned; the second of the same name is `分销员#2` */
  header: string;
  field: Field;
  /** template = told from outside; header = by its name; content = by what stands in it; none = kept in `extra` */
  by: 'template' | 'header' | 'content' | 'none';
  /** 0–1; below 0.9 somebody should look at it */
  confidence: number;
  /** some of its cells, at most 5 */
  samples: string[];
}
