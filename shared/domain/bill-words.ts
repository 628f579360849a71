import type { BillField } from './order-fields.ts';
import type { BillProfile } from './order-headers.ts';

/** What bills of banks, shops and small programs call their columns, normalised as by normalizeHeader. */
const words: Partial<Record<BillField, string>> = {
  at: '交易时间 交易日期 时间 日期 付款时间 支付时间 收款时间 到账时间 入账时间 记账时间 记账日期 发生时间 交易发生时间 支付完成时间 交易完成时间',
  createdAt: '交易创建时间 创建时间',
  kind: '交易类型 类型 动帐类型 动账类型 业务类型 交易分类 收款方式 交易名称',
  counterparty: '交易对方 对方 对方户名 对方名称 对方姓名 付款人 付款方 付款人昵称 付款用户 付款账户名 顾客 客户昵称 对方账户名称',
  counterpartyId: '对方账号 对方账户 对方卡号 付款账号 用户标识',
  goods: '商品 商品名称 商品说明 摘要 交易说明 用途 收款事由 事由',
  direction: '收/支 收支 收支类型 收支方向 借贷 借贷标志 借贷方向 资金流向 收付标志',
  amount: '金额 金额(元) 交易金额 交易金额(元) 收支金额 收款金额 到账金额 实收金额 发生额 金额(人民币) 入账金额',
  income: '收入 收入金额 收入(元) 收入金额(元) 贷方金额 贷方发生额 存入金额 转入金额',
  expense: '支出 支出金额 支出(元) 支出金额(元) 借方金额 借方发生额 取出金额 转出金额',
  refund: '退款金额 已退款金额 退款',
  method: '支付方式 收/付款方式 付款方式 支付渠道',
  status: '当前状态 交易状态 状态 支付状态',
  transactionId: '交易单号 交易号 交易订单号 流水号 交易流水号 流水单号 支付单号 支付流水号 凭证号 微信订单号 支付宝交易号',
  merchantOrderNo: '商户单号 商户订单号 商家订单号',
  note: '备注 留言 附言 付款备注 收款备注 详情',
};

/** Normalised header → field, for bills of programs that are not known. */
export const billHeaderWords: ReadonlyMap<string, BillField> = new Map(
  Object.entries(words).flatMap(([field, list]) => list.split(' ').map((word) => [word, field as BillField] as const)),
);

/** A bill of a program that is not known: its columns are told by general words, and by her. */
export const otherBill: BillProfile = { format: 'otherBill', tool: '其他账单', has: [], fields: Object.fromEntries(billHeaderWords) };
