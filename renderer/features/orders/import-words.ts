import type { ImportRow, OrderImportReport, OrderScan } from '../../../shared/contracts/orders-import.ts';
import { type OrderWarning, orderStatuses } from '../../../shared/domain/order-record.ts';
import { orderStatusWords } from '../../../shared/domain/words.ts';
import { count, fullTime, money } from '../../lib/format.ts';

/** Columns of order files and bills in her words. */
export const columnWords: Readonly<Record<string, string>> = {
  orderNo: '订单号',
  lineNo: '子订单号',
  groupBuyTitle: '团的名字',
  sequence: '跟团号 / 接龙号',
  nickname: '买家昵称',
  wxid: '微信号',
  receiver: '收货人',
  phone: '电话',
  province: '省',
  city: '市',
  district: '区',
  address: '地址',
  orderedAt: '下单时间',
  paidAt: '付款时间',
  status: '状态',
  refundStatus: '售后状态',
  goods: '商品（名称和数量写在一起）',
  product: '商品名',
  spec: '规格',
  quantity: '数量',
  price: '单价',
  lineAmount: '这件商品的金额',
  lineRefund: '这件商品退的钱',
  goodsAmount: '商品合计',
  freight: '运费',
  amount: '金额',
  paid: '实付',
  refund: '退款',
  pickup: '自提点',
  note: '买家留言',
  sellerNote: '我的备注',
  extra: '照样留着',
  ignore: '不要',
  at: '时间',
  createdAt: '创建时间',
  kind: '类型',
  counterparty: '对方',
  counterpartyId: '对方账号',
  direction: '收 / 支',
  method: '支付方式',
  transactionId: '交易单号',
  merchantOrderNo: '商户单号',
  refundId: '退款单号',
  income: '收入（单独一列）',
  expense: '支出（单独一列）',
};

export const controlWords = {
  rows: '笔数',
  income: '收入',
  expense: '支出',
  neutral: '不计收支',
  orderAmount: '订单金额',
  paid: '实付',
  refund: '退款',
} as const;

export const warningWords: Record<OrderWarning, string> = {
  damagedId: '编号被 Excel 改成了 7.43E+18 这样，后几位丢了，不拿它认单',
  badTime: '时间看不懂，先空着',
  badMoney: '金额看不懂，先空着',
  badQuantity: '数量看不懂，先空着',
  lostLetters: '有的字是乱码（�），找不回来了；手上有原来的文件就导原来的',
  sumDiffers: '各件商品加起来和订单的合计不一样，请核对',
  rowsDisagree: '同一单的几行写着不同的金额，按第一行算',
  noAmount: '文件里没写金额，按 0 元记',
  refundAssumed: '只写了已退款，没写退多少，按全退算',
};

/** beyond such a part of rows with lost letters she is asked first: another export may have them */
const fewLost = 0.001;

/** Rows with lost letters, so many that she is asked about them; 0 = no question. */
export function lostRows({ warnings, counts }: Pick<OrderScan, 'warnings' | 'counts'>): number {
  const { lostLetters = 0 } = warnings;
  return lostLetters > counts.read * fewLost ? lostLetters : 0;
}

/** What a file may change of an order or a payment, in her words; what stands here not is the program's own. */
const changedWords: Readonly<Record<string, string>> = {
  goods: '商品',
  amount_fen: '金额',
  paid_fen: '实付',
  refund_fen: '退款',
  status: '状态',
  status_text: '状态',
  buyer_name: '买家昵称',
  receiver: '收货人',
  phone: '电话',
  address: '地址',
  pickup: '自提点',
  ordered_at: '下单时间',
  paid_at: '付款时间',
  order_no: '订单号',
  sequence: '跟团号 / 接龙号',
  note: '买家留言',
  seller_note: '我的备注',
  merchant_order_no: '商户单号',
};

function valueText(column: string, value: string): string {
  if (value === '') return '空着';
  if (column.endsWith('_fen')) return money(Number(value));
  if (column.endsWith('_at')) return fullTime(Number(value));
  if (column === 'status') return orderStatusWords[orderStatuses[Number(value)] ?? 'unknown'];
  return value;
}

/** 「金额 ¥58.00 → ¥116.00」, one for each thing that becomes another. */
export function changeTexts(changes: ImportRow['changes']): string[] {
  const columns = Object.keys(changedWords).filter((column) => changes[column] && !(column === 'status' && changes.status_text));
  const told = columns.map((column) => {
    const [before, after] = changes[column]!;
    return `${changedWords[column]} ${valueText(column, before)} → ${valueText(column, after)}`;
  });
  return changes.extra ? [...told, '其他几列有变化'] : told;
}

/** What is done, by the phase of the job. */
export const phaseWords: Readonly<Record<string, string>> = { read: '正在读文件', match: '正在核对哪些是新的', write: '正在写进铁粉簿' };

type Report = Pick<OrderImportReport, 'kind' | 'read' | 'added' | 'changed' | 'same' | 'problem' | 'linked' | 'newProducts' | 'joined'>;

/** What an import of orders or of a bill did, without what did not happen; the sum of all that was read comes last. */
export function reportFacts(report: Report): { label: string; value: string }[] {
  const unit = report.kind === 'bill' ? '笔' : '单';
  const facts: [label: string, number: number, unit: string][] = [
    ['新增', report.added, unit],
    ['和你自己记的并成一单', report.joined, unit],
    ['有变化，已更新', report.changed - report.joined, unit],
    ['本来就有', report.same, unit],
    ['读不了', report.problem, '行'],
    ['认出了是哪位好友的', report.linked, unit],
    ['新商品', report.newProducts, '种'],
  ];
  const happened = facts.filter(([, number]) => number > 0);
  return [...happened, ['一共读到', report.read, '条'] as const].map(([label, number, of]) => ({ label, value: `${count(number)} ${of}` }));
}
