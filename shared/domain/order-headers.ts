import type { BillField, OrderField } from './order-fields.ts';

/** Header words per field, normalised as by normalizeHeader. */
const orderWords: Partial<Record<OrderField, string>> = {
  orderNo: '订单号 订单编号 主订单编号 主订单号 订单id 订单流水号 orderno ordersn orderid',
  lineNo: '子订单编号 子订单号',
  groupBuyTitle: '团名 团名称 团标题 团购标题 团购名称 团购活动 活动名称 活动标题 接龙标题 接龙名称 接龙主题 所属团 跟团活动',
  sequence: '跟团号 接龙号',
  nickname: '下单人 下单人昵称 微信昵称 昵称 买家昵称 买家会员名 团员 团员昵称 跟团人 用户昵称 买家 客户昵称 接龙人 买家微信昵称',
  wxid: 'wxid 微信id 买家微信id',
  receiver: '收货人 收件人 收货人姓名 收件人姓名 收货人/提货人 提货人 姓名 收货姓名 取货人',
  phone:
    '联系电话 联系手机 手机 电话 手机号 手机号码 收货人手机号/提货人手机号 收件人手机 收件人手机号 收件人电话 收货人手机 收货人手机号 收货人电话 联系方式 收货电话 收货手机 买家手机号 买家手机 提货人手机号',
  province: '省 省份 收货人省份 收件人省份 收货省份',
  city: '市 城市 收货人城市 收件人城市 收货城市',
  district: '区 区县 区/县 收货人地区 收件人地区 收货地区',
  address: '详细地址 收货地址 收件人地址 详细收货地址/提货地址 收货人地址 地址 收件地址 详细收货地址',
  orderedAt: '下单时间 订单下单时间 订单创建时间 创建时间 订单成交时间 订单提交时间 下单日期 接龙时间 跟团时间 订单时间',
  paidAt: '支付时间 付款时间 买家付款时间 订单付款时间 支付完成时间',
  status: '订单状态 订单商品状态 状态',
  refundStatus: '售后状态 商品售后 订单退款状态 商品退款状态 退款状态',
  goods: '商品合计 全部商品名称 商品明细 商品清单 商品信息 购买商品 订单商品',
  product: '商品名称 商品标题 宝贝标题 选购商品 品名 商品名 货品名称 产品 产品名称',
  spec: '规格 商品规格 商品属性 商品型号 型号 sku 规格名称 规格型号 商品规格名称',
  quantity: '数量 商品数量 购买数量 宝贝总数量 商品数量(件) 件数 份数 购买件数 下单数量',
  price: '单价 商品单价 商品实际价格(单件) 商品价格',
  lineAmount: '商品金额 小计 金额小计 商品实际成交金额 商品实际价格(总共) 商品小计',
  lineRefund: '商品已退款金额',
  goodsAmount: '商品总价 商品金额合计 商品总价(元) 商品总金额 买家应付货款',
  freight: '运费 邮费 订单运费 邮费(元) 买家应付邮费 快递费 配送费',
  amount: '订单金额 订单总金额 应收订单金额 总金额 订单总价 应付金额 订单应付金额 合计金额 金额 订单金额(元)',
  paid: '订单实付金额 订单实际支付金额 买家实际支付金额 实付金额 用户实付金额(元) 支付金额 实付款 实际支付金额 付款金额 已付金额 用户实付金额',
  refund: '退款金额 订单退款 订单已退款金额 已退款金额 退款总金额',
  pickup: '自提点 提货点 自提地点 自提点名称 自提门店 提货地点',
  note: '团员备注 买家备注 买家留言 备注 商品留言 留言 客户备注 用户备注 订单留言',
  sellerNote: '团长备注 商家备注 商家订单备注 订单备注 卖家备注',
};

const mapOf = <Field extends string>(words: Partial<Record<Field, string>>): ReadonlyMap<string, Field> =>
  new Map(Object.entries(words).flatMap(([field, list]) => (list as string).split(' ').map((word) => [word, field as Field] as const)));

/** Normalised header → field of an order. `商品` is decided by what stands beside it. */
export const orderHeaderWords = mapOf(orderWords);

/** What part of an unknown header speaks for a field, the surest first; a suggestion only. */
export const orderHeaderHints: readonly (readonly [RegExp, OrderField])[] = [
  [/单位|成本|快递|物流|优惠|折扣|编码|服务费|佣金|积分|条码/, 'extra'],
  [/^订单.*(编号|号码|号)$/, 'orderNo'],
  [/(手机|电话)/, 'phone'],
  [/(退款|退回).*(金额|款)|已退/, 'refund'],
  [/(下单|创建|成交).*(时间|日期)/, 'orderedAt'],
  [/(付款|支付).*(时间|日期)/, 'paidAt'],
  [/(实付|实际支付|实收)/, 'paid'],
  [/(订单|合计|应付|应收).*(金额|总价)|总金额/, 'amount'],
  [/(卖家|商家|团长|客服).*备注/, 'sellerNote'],
  [/(备注|留言)/, 'note'],
  [/(收货|收件|提货).*(地址)|地址/, 'address'],
  [/(收货|收件|提货|取货)人/, 'receiver'],
  [/昵称|下单人/, 'nickname'],
  [/(自提|提货)点/, 'pickup'],
  [/(商品|产品|货品|宝贝).*(名|标题)/, 'product'],
  [/规格|款式/, 'spec'],
  [/数量|件数|份数/, 'quantity'],
  [/单价/, 'price'],
  [/状态/, 'status'],
];

interface Profile<Format extends string, Field extends string> {
  format: Format;
  tool: string;
  /** normalised headers that must all be there */
  has: readonly string[];
  /** one of each list must be there */
  any?: readonly (readonly string[])[];
  /** none of these may be there */
  not?: readonly string[];
  /** fields that differ from the general words */
  fields?: Readonly<Record<string, Field>>;
}

/** How an order file is cut into rows when its ids cannot say it. */
export type Grain = 'order' | 'goods';

export interface OrderProfile extends Profile<OrderFormatName, OrderField> {
  grain: Grain;
}

export type OrderFormatName =
  | 'ktt'
  | 'kttGoods'
  | 'kttCommunity'
  | 'wechatShop'
  | 'youzan'
  | 'youzanGoods'
  | 'qunjielong'
  | 'qunjielongDetail'
  | 'pinduoduo'
  | 'taobao'
  | 'qianniu'
  | 'qianniuLines'
  | 'douyin';

/** Platforms whose order files are known, most specific first (import notes, section 3). */
export const orderProfiles: readonly OrderProfile[] = [
  {
    format: 'kttGoods',
    tool: '快团团',
    grain: 'goods',
    has: ['跟团号', '商品', '数量'],
    any: [['规格', '商品成本价', '快递单号']],
    fields: { 商品: 'product' },
  },
  { format: 'ktt', tool: '快团团', grain: 'order', has: ['跟团号', '商品'], fields: { 商品: 'goods' } },
  { format: 'kttCommunity', tool: '快团团', grain: 'order', has: ['跟团号', '数量'], any: [['下单人', '收货人']] },
  { format: 'qunjielongDetail', tool: '群接龙', grain: 'goods', has: ['接龙号', '商品名称'], any: [['下单序号', '商品编码', '规格']] },
  { format: 'qunjielong', tool: '群接龙', grain: 'order', has: ['接龙号'], any: [['商品合计', '订单总金额', '微信昵称']] },
  {
    format: 'wechatShop',
    tool: '微信小店',
    grain: 'goods',
    has: ['订单号', '商品名称'],
    any: [['带货方式', '礼物单号', '订单实际收款金额']],
    fields: { 区: 'district' },
  },
  {
    format: 'youzanGoods',
    tool: '有赞',
    grain: 'goods',
    has: ['订单号', '商品名称'],
    any: [
      ['收货人/提货人', '收货人手机号/提货人手机号'],
      ['外部订单号', '商品实际成交金额', '订单商品状态'],
    ],
  },
  {
    format: 'youzan',
    tool: '有赞',
    grain: 'order',
    has: ['订单号'],
    any: [
      ['归属店铺', '同城送达时间/提货时间', '全部商品名称', '优惠券码名称'],
      ['收货人/提货人', '订单实付金额', '买家付款时间'],
    ],
  },
  {
    format: 'pinduoduo',
    tool: '拼多多',
    grain: 'goods',
    has: ['订单号', '商品'],
    any: [['样式id', '拼单成功时间', '订单成交时间', '商家实收金额(元)']],
    fields: { 商品: 'product', 拼单成功时间: 'paidAt' },
  },
  {
    format: 'qianniuLines',
    tool: '千牛',
    grain: 'goods',
    has: ['主订单编号', '子订单编号', '商品标题'],
    fields: { 买家应付货款: 'lineAmount' },
  },
  { format: 'douyin', tool: '抖店', grain: 'goods', has: ['主订单编号', '子订单编号', '选购商品'], fields: { 商品金额: 'lineAmount' } },
  {
    format: 'taobao',
    tool: '淘宝',
    grain: 'order',
    has: ['订单编号'],
    any: [
      ['买家会员名', '买家支付宝账号', '买家应付货款'],
      ['宝贝标题', '宝贝种类', '宝贝总数量'],
    ],
  },
  {
    format: 'qianniu',
    tool: '千牛',
    grain: 'order',
    has: ['订单编号'],
    any: [['买家会员名', '买家昵称', '买家应付货款'], ['订单状态'], ['买家实际支付金额', '总金额', '买家应付货款']],
  },
];

export type BillFormatName = 'wechatBill' | 'wechatMerchantBill' | 'alipayBill' | 'alipayWebBill' | 'jdBill' | 'otherBill';

export interface BillProfile extends Profile<BillFormatName, BillField> {
  fields: Readonly<Record<string, BillField>>;
}

/** Bills; every header of theirs that is not named here is kept beside the record. */
export const billProfiles: readonly BillProfile[] = [
  {
    format: 'wechatBill',
    tool: '微信支付账单',
    has: ['交易时间', '当前状态', '收/支'],
    any: [['商户单号', '交易单号']],
    fields: {
      交易时间: 'at',
      交易类型: 'kind',
      交易对方: 'counterparty',
      商品: 'goods',
      '收/支': 'direction',
      '金额(元)': 'amount',
      金额: 'amount',
      支付方式: 'method',
      当前状态: 'status',
      交易单号: 'transactionId',
      商户单号: 'merchantOrderNo',
      备注: 'note',
    },
  },
  {
    format: 'wechatMerchantBill',
    tool: '微信支付商户账单',
    has: ['交易时间', '公众账号id', '微信订单号'],
    fields: {
      交易时间: 'at',
      微信订单号: 'transactionId',
      商户订单号: 'merchantOrderNo',
      用户标识: 'counterpartyId',
      交易类型: 'kind',
      交易状态: 'status',
      应结订单金额: 'amount',
      总金额: 'amount',
      微信退款单号: 'refundId',
      退款金额: 'refund',
      商品名称: 'goods',
      商户数据包: 'note',
    },
  },
  {
    format: 'alipayBill',
    tool: '支付宝账单',
    has: ['交易时间', '收/支', '交易状态', '对方账号'],
    any: [['收/付款方式', '商家订单号', '交易订单号']],
    fields: {
      交易时间: 'at',
      交易分类: 'kind',
      交易对方: 'counterparty',
      对方账号: 'counterpartyId',
      商品说明: 'goods',
      '收/支': 'direction',
      金额: 'amount',
      '金额(元)': 'amount',
      '收/付款方式': 'method',
      交易状态: 'status',
      交易订单号: 'transactionId',
      商家订单号: 'merchantOrderNo',
      备注: 'note',
    },
  },
  {
    format: 'alipayWebBill',
    tool: '支付宝账单（网页）',
    has: ['交易号', '交易创建时间'],
    any: [['资金状态', '收/支', '成功退款(元)']],
    fields: {
      付款时间: 'at',
      交易创建时间: 'createdAt',
      类型: 'kind',
      交易对方: 'counterparty',
      商品名称: 'goods',
      '金额(元)': 'amount',
      '收/支': 'direction',
      交易状态: 'status',
      '成功退款(元)': 'refund',
      交易号: 'transactionId',
      商家订单号: 'merchantOrderNo',
      备注: 'note',
    },
  },
  {
    format: 'jdBill',
    tool: '京东账单',
    has: ['交易时间', '商户名称', '收/支'],
    any: [['交易说明', '交易分类', '交易订单号']],
    fields: {
      交易时间: 'at',
      商户名称: 'counterparty',
      交易说明: 'goods',
      金额: 'amount',
      '收/付款方式': 'method',
      交易状态: 'status',
      '收/支': 'direction',
      交易分类: 'kind',
      交易订单号: 'transactionId',
      商家订单号: 'merchantOrderNo',
      备注: 'note',
    },
  },
];

/** Whether a row of normalised headers is one of a profile. */
export function fitsProfile(profile: Profile<string, string>, headers: ReadonlySet<string>): boolean {
  if (!profile.has.every((word) => headers.has(word)) || profile.not?.some((word) => headers.has(word))) return false;
  return (profile.any ?? []).every((list) => list.some((word) => headers.has(word)));
}
