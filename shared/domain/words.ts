import type { AccountRole, ChannelDomain, Standing } from '../contracts/accounts.ts';
import type { PostState } from '../contracts/calendar.ts';
import type { CalendarEventKind } from '../contracts/calendar-events.ts';
import type { ContentCategory, ContentForm, PublishChannel } from '../contracts/content.ts';
import type { FollowUpState, PromiseState } from '../contracts/follow-ups.ts';
import type { AgeBand, FriendStatus, Gender, IncomeBand, Tie } from '../contracts/friends.ts';
import type { OrderPlatform } from '../contracts/orders.ts';
import type { PointKind } from '../contracts/points.ts';
import type { SuggestionAnswer } from '../contracts/suggestions.ts';
import type { TouchKind, Touchpoint } from '../contracts/touches.ts';
import type { LevelAuthor } from '../contracts/trust.ts';
import type { ReAddState, SecondWay } from './ban-day.ts';
import type { SopKey } from './follow-up.ts';
import type { ProductKind } from './hand-order.ts';
import type { MessageDirection, MessageKind, TimePrecision } from './messages.ts';
import type { BillDirection, OrderStatus } from './order-record.ts';
import type { TrustRule } from './trust-suggestions.ts';

/** The words for the codes of the contracts, on the screen and in what she exports, in one place. */
export const statusWords: Record<FriendStatus, string> = { normal: '正常', deletedMe: '已删我', blocked: '拉黑', lost: '已流失' };
export const genderWords: Record<Gender, string> = { female: '女', male: '男' };
export const ageWords: Record<AgeBand, string> = {
  under18: '18 岁以下',
  '18-24': '18–24 岁',
  '25-34': '25–34 岁',
  '35-44': '35–44 岁',
  '45-54': '45–54 岁',
  '55-64': '55–64 岁',
  '65plus': '65 岁以上',
};
export const incomeWords: Record<IncomeBand, string> = { low: '较低', middle: '中等', good: '较高', high: '高' };
export const tieWords: Record<Tie, string> = { strong: '强关系', weak: '弱关系' };
export const touchpointWords: Record<Touchpoint, string> = {
  private: '私聊',
  group: '群里',
  moments: '朋友圈',
  phone: '电话',
  visit: '到店见面',
  birthday: '生日祝福',
};
export const roleWords: Record<AccountRole, string> = { category: '品类号', A: 'A 专家号', B: 'B 助理号', C: 'C 客户号' };
export const standingWords: Record<Standing, string> = { normal: '正常', limited: '受限', banned: '封禁' };
export const domainWords: Record<ChannelDomain, string> = { public: '公域', private: '私域', offline: '线下' };
/** how a level came about */
export const levelAuthorWords: Record<LevelAuthor, string> = { manual: '自己设的', rule: '按规则', import: '导入时' };
export const suggestionAnswerWords: Record<SuggestionAnswer, string> = { accepted: '采纳', later: '以后再说', never: '不再提' };
/** what a rule of suggestions sees, as the reason of a level */
export const trustRuleWords: Record<TrustRule, string> = {
  replied: '知道从哪来，也回过话',
  asked: '问过价格或产品',
  tried: '拿过试用',
  talks: '最近常有来有往',
  firstPaid: '付过款',
  paidTwice: '不止一天下过单',
  paidTalks: '买过，还一直在聊',
  speaks: '买过好几次，还替我们说话',
  silent: '沉默太久',
  lost: '已流失',
  own: '符合自己的规则',
};
/** templates of follow-ups */
export const sopWords: Record<SopKey, string> = {
  unpaid: '还没付款',
  signed: '签收以后',
  firstOrder: '第一单',
  referral: '介绍了人来',
  added: '刚加上',
  birthday: '生日',
  repurchase: '该复购了',
  levelUp: '升级了',
  levelDown: '降级了',
  tagged: '打上标签',
  silent: '沉默太久',
};
export const followUpStateWords: Record<FollowUpState, string> = { open: '没做', done: '做了', skipped: '跳过' };
export const promiseStateWords: Record<PromiseState, string> = { open: '没结', kept: '做到了', broken: '没做到' };
export const pointKindWords: Record<PointKind, string> = { manual: '自己记的', import: '导入时' };

/** the seven kinds of content */
export const categoryWords: Record<ContentCategory, string> = {
  science: '科普',
  tips: '干货',
  review: '测评',
  case: '案例',
  life: '生活',
  interaction: '互动',
  offer: '促销',
};
export const postStateWords: Record<PostState, string> = { planned: '计划', scheduled: '已排', posted: '已发', skipped: '已跳过' };

/** What a message is, in one word. */
export const messageKindWords: Record<MessageKind, string> = {
  text: '文字',
  picture: '图片',
  voice: '语音',
  video: '视频',
  emoji: '表情',
  file: '文件',
  link: '链接',
  miniProgram: '小程序',
  transfer: '转账',
  redPacket: '红包',
  quote: '引用',
  recall: '撤回',
  system: '系统消息',
  location: '位置',
  card: '名片',
  call: '通话',
  music: '音乐',
  forward: '聊天记录',
  announcement: '群公告',
  solitaire: '接龙',
  pat: '拍一拍',
  channel: '视频号',
  note: '笔记',
  gift: '礼物',
  other: '其他消息',
};
export const messageDirectionWords: Record<MessageDirection, string> = { in: '对方说的', out: '我说的', system: '系统消息' };
export const precisionWords: Record<TimePrecision, string> = { second: '秒', minute: '分钟', day: '天' };

export const orderStatusWords: Record<OrderStatus, string> = {
  unpaid: '没付',
  paid: '已付',
  shipped: '已发货',
  done: '已完成',
  partlyRefunded: '退了一部分',
  refunded: '已退款',
  cancelled: '已取消',
  unknown: '未说明',
};

export const platformWords: Record<OrderPlatform, string> = {
  ktt: '快团团',
  wechatShop: '微信小店',
  youzan: '有赞',
  qunjielong: '群接龙',
  pinduoduo: '拼多多',
  taobao: '淘宝',
  douyin: '抖店',
  weidian: '微店',
  otherOrders: '订单表格',
  solitaire: '接龙',
  manual: '自己记的',
};
export const productKindWords: Record<ProductKind, string> = { lead: '引流品', profit: '利润品', trial: '试用' };
export const billDirectionWords: Record<BillDirection, string> = { in: '收入', out: '支出', neutral: '不计收支' };

export const contentFormWords: Record<ContentForm, string> = { pictures: '图文', video: '视频', text: '纯文字' };
export const publishChannelWords: Record<PublishChannel, string> = {
  moments: '朋友圈',
  group: '社群',
  private: '私聊',
  official: '公众号',
  xiaohongshu: '小红书',
  douyin: '抖音',
};
/** What the guard counts a touch as. */
export const touchKindWords: Record<TouchKind, string> = {
  ordinary: '平常联系',
  privateAdvert: '私聊广告',
  massSend: '群发',
  mention: '@ 提醒',
  liveInvite: '直播邀请',
  groupAdvert: '群里广告',
  momentAdvert: '朋友圈广告',
  service: '服务通知',
};
export const sendQueueStateWords = { open: '进行中', paused: '暂停', done: '已结束' } as const;
export const sendItemStateWords = { waiting: '还没发', sent: '已发', skipped: '跳过' } as const;
export const calendarEventKindWords: Record<CalendarEventKind, string> = {
  newGoods: '上新',
  live: '直播',
  shipping: '发货日',
  other: '其他',
};
/** Ways to reach a friend that are not the account itself. */
export const secondWayWords: Record<SecondWay, string> = {
  phone: '电话',
  orderPhone: '订单上的电话',
  otherAccount: '别的微信号',
  wechatId: '微信号',
  email: '邮箱',
  group: '同一个群',
};
export const reAddWords: Record<ReAddState, string> = { asked: '已申请', passed: '已通过', notFound: '找不到', skipped: '跳过' };
