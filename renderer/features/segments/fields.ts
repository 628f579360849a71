import type { SegmentField, SegmentTest } from '../../../shared/contracts/segments.ts';

/** One kind of condition as the builder offers it. */
export interface FieldEntry {
  field: SegmentField;
  label: string;
  group: '画像' | '标签与等级' | '聊天与联系' | '订单' | '内容与触达' | '其他';
  /** other words she may type to find it */
  also: string;
  /** a new one, as useful as it can be before she has chosen anything; may still be incomplete */
  blank: () => SegmentTest;
}

const lately = { kind: 'within', days: 30 } as const;
const longAgo = { kind: 'before', days: 30, orNever: false } as const;
const once = { min: 1, max: null } as const;

/** Every condition, in the order of the list. */
export const fields: readonly FieldEntry[] = [
  { field: 'tags', label: '标签', group: '标签与等级', also: 'tag 打标', blank: () => ({ field: 'tags', mode: 'any', tagIds: [] }) },
  {
    field: 'level',
    label: '信任等级',
    group: '标签与等级',
    also: '泛流量 精准 潜在 真实 忠诚 铁粉',
    blank: () => ({ field: 'level', values: [] }),
  },
  {
    field: 'levelSince',
    label: '升到现在等级',
    group: '标签与等级',
    also: '等级从 什么时候',
    blank: () => ({ field: 'levelSince', when: lately }),
  },
  {
    field: 'points',
    label: '积分',
    group: '标签与等级',
    also: '会员 分数 兑换',
    blank: () => ({ field: 'points', min: 100, max: null }),
  },
  {
    field: 'lastContact',
    label: '最近联系',
    group: '聊天与联系',
    also: '没联系 沉默',
    blank: () => ({ field: 'lastContact', when: longAgo }),
  },
  { field: 'lastIn', label: '对方最近说话', group: '聊天与联系', also: '回复 最后 收到', blank: () => ({ field: 'lastIn', when: lately }) },
  { field: 'lastOut', label: '我最近说话', group: '聊天与联系', also: '发给对方 最后', blank: () => ({ field: 'lastOut', when: longAgo }) },
  {
    field: 'firstChat',
    label: '第一次聊天',
    group: '聊天与联系',
    also: '开始 没聊过',
    blank: () => ({ field: 'firstChat', when: { kind: 'never' } }),
  },
  { field: 'inCount', label: '对方发的消息', group: '聊天与联系', also: '条数 数量', blank: () => ({ field: 'inCount', ...once }) },
  { field: 'outCount', label: '我发的消息', group: '聊天与联系', also: '条数 数量', blank: () => ({ field: 'outCount', ...once }) },
  {
    field: 'twoWayDays',
    label: '有来有往的天数',
    group: '聊天与联系',
    also: '双向 互动',
    blank: () => ({ field: 'twoWayDays', min: 3, max: null }),
  },
  {
    field: 'askedCount',
    label: '问价或问货',
    group: '聊天与联系',
    also: '多少钱 询价 问过',
    blank: () => ({ field: 'askedCount', ...once }),
  },
  {
    field: 'lastAsked',
    label: '最近一次问价',
    group: '聊天与联系',
    also: '问货 什么时候',
    blank: () => ({ field: 'lastAsked', when: lately }),
  },
  {
    field: 'boughtCount',
    label: '买过的次数',
    group: '订单',
    also: '成交 复购 付款',
    blank: () => ({ field: 'boughtCount', ...once, withinDays: null }),
  },
  {
    field: 'paidFen',
    label: '花了多少钱',
    group: '订单',
    also: '金额 消费 成交额',
    blank: () => ({ field: 'paidFen', min: 10_000, max: null, withinDays: null }),
  },
  { field: 'lastOrder', label: '最近下单', group: '订单', also: '没下单 沉睡', blank: () => ({ field: 'lastOrder', when: longAgo }) },
  { field: 'firstOrder', label: '第一次下单', group: '订单', also: '新客', blank: () => ({ field: 'firstOrder', when: lately }) },
  {
    field: 'orderCount',
    label: '下单的次数',
    group: '订单',
    also: '没下单 订单数',
    blank: () => ({ field: 'orderCount', min: null, max: 0, withinDays: null }),
  },
  {
    field: 'product',
    label: '买过的商品',
    group: '订单',
    also: '产品 货',
    blank: () => ({ field: 'product', productIds: [], withinDays: null }),
  },
  { field: 'unpaidCount', label: '没付的订单', group: '订单', also: '未付 催付', blank: () => ({ field: 'unpaidCount', ...once }) },
  {
    field: 'layer',
    label: '分层',
    group: '订单',
    also: 'RFM 重要 一般 价值 AIPL 前20% 80/20',
    blank: () => ({ field: 'layer', values: [] }),
  },
  { field: 'gender', label: '性别', group: '画像', also: '男 女', blank: () => ({ field: 'gender', values: [] }) },
  { field: 'ageBand', label: '年龄段', group: '画像', also: '岁', blank: () => ({ field: 'ageBand', values: [] }) },
  { field: 'incomeBand', label: '收入', group: '画像', also: '消费力', blank: () => ({ field: 'incomeBand', values: [] }) },
  { field: 'region', label: '地区', group: '画像', also: '城市 省', blank: () => ({ field: 'region', text: '' }) },
  { field: 'birthday', label: '生日', group: '画像', also: '月 农历', blank: () => ({ field: 'birthday', when: { kind: 'thisMonth' } }) },
  { field: 'interest', label: '兴趣', group: '画像', also: '爱好', blank: () => ({ field: 'interest', values: [] }) },
  { field: 'tie', label: '关系强弱', group: '画像', also: '强 弱 熟', blank: () => ({ field: 'tie', values: [] }) },
  { field: 'source', label: '来源', group: '画像', also: '怎么加的 扫一扫', blank: () => ({ field: 'source', text: '' }) },
  {
    ...{ field: 'touchCount', label: '触达次数', group: '内容与触达', also: '群发 广告 打扰 私聊' },
    blank: () => ({ field: 'touchCount', kinds: [], direction: 'out', ...once, withinDays: 7 }),
  },
  {
    ...{ field: 'seenCount', label: '看到的朋友圈', group: '内容与触达', also: '可见 曝光 发过' },
    blank: () => ({ field: 'seenCount', categories: [], ...once, withinDays: 7 }),
  },
  { field: 'segment', label: '在另一个人群里', group: '其他', also: '嵌套', blank: () => ({ field: 'segment', segmentIds: [] }) },
  { field: 'account', label: '我的微信号', group: '其他', also: '账号', blank: () => ({ field: 'account', values: [] }) },
  { field: 'channel', label: '渠道', group: '其他', also: '从哪来', blank: () => ({ field: 'channel', values: [] }) },
  { field: 'status', label: '状态', group: '其他', also: '删我 拉黑 流失 正常', blank: () => ({ field: 'status', values: [] }) },
  { field: 'addedAt', label: '加上好友', group: '其他', also: '新加 什么时候', blank: () => ({ field: 'addedAt', when: lately }) },
  { field: 'createdAt', label: '记进本子', group: '其他', also: '导入 录入 创建', blank: () => ({ field: 'createdAt', when: lately }) },
  { field: 'importBatch', label: '某次导入进来的', group: '其他', also: '批次', blank: () => ({ field: 'importBatch', batchId: 0 }) },
  { field: 'text', label: '搜得到这些字', group: '其他', also: '名字 备注 微信号 手机', blank: () => ({ field: 'text', text: '' }) },
];

const byField = new Map(fields.map((entry) => [entry.field, entry]));
export const fieldLabel = (field: SegmentField): string => byField.get(field)?.label ?? '';
