import type { OrderProblemKind } from './order-record.ts';

/** Why a row of an order file or a bill could not be read, as a seller reads it. */
export const orderProblemWords: Record<OrderProblemKind, string> = {
  brokenQuotes: '引号不成对',
  tooFewCells: '这一行比表头短',
  tooManyCells: '这一行比表头长',
  cellTooLong: '有一格太长',
  badCharacters: '有乱码',
  formulaCell: '有一格是公式',
  damagedId: '订单号被 Excel 改坏了，分不清哪几行是一单',
  noOrder: '看不出是哪一单',
  orderMissing: '找不到它属于哪一单',
  noTime: '没有时间',
  noAmount: '没有金额',
  badTime: '时间看不懂',
  timeOutOfRange: '时间不对（太早，或者在将来）',
};
