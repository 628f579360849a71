import { touchKinds } from '../../../shared/contracts/touches.ts';
import { messageDirections, messageKinds, timePrecisions } from '../../../shared/domain/messages.ts';
import { billProfiles } from '../../../shared/domain/order-headers.ts';
import { billDirections, orderStatuses } from '../../../shared/domain/order-record.ts';
import {
  ageWords,
  billDirectionWords,
  domainWords,
  genderWords,
  incomeWords,
  levelAuthorWords,
  messageDirectionWords,
  messageKindWords,
  orderStatusWords,
  platformWords,
  pointKindWords,
  precisionWords,
  productKindWords,
  reAddWords,
  roleWords,
  standingWords,
  statusWords,
  tieWords,
  touchKindWords,
  touchpointWords,
} from '../../../shared/domain/words.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { slots, talkerWxid } from '../chats/index.ts';
import {
  account,
  coded,
  column,
  created,
  type ExportTable,
  friend,
  id,
  level,
  listed,
  money,
  number,
  time,
  updated,
} from './export-table.ts';
import { studioTables } from './studio-tables.ts';

const billWords = Object.fromEntries(billProfiles.map(({ format, tool }) => [format, tool]));

const people: ExportTable[] = [
  {
    key: 'accounts',
    sheet: '账号',
    from: 'accounts ORDER BY id',
    columns: [
      id,
      column('名字', 'name'),
      column('微信ID', 'wxid'),
      coded('用途', 'role', roleWords),
      column('类目', 'category'),
      number('容量', 'capacity', 'capacity'),
      coded('状态', 'standing', standingWords),
      column('说明', 'note'),
      time('归档时间', 'archivedAt', 'archived_at'),
      created,
    ],
  },
  {
    key: 'channels',
    sheet: '渠道',
    from: 'channels ORDER BY id',
    columns: [
      id,
      column('名字', 'name'),
      coded('类别', 'domain', domainWords),
      column('说明', 'note'),
      time('归档时间', 'archivedAt', 'archived_at'),
      created,
    ],
  },
  {
    key: 'friends',
    sheet: '好友',
    from: 'friends ORDER BY id',
    columns: [
      id,
      account,
      number('渠道编号', 'channelId', 'channel_id'),
      column('微信ID', 'wxid'),
      column('微信号', 'alias'),
      column('昵称', 'nickname'),
      column('备注', 'remark'),
      level('信任等级', 'trustLevel', 'trust_level'),
      time('等级起始', 'trustSinceAt', 'trust_since_at'),
      coded('状态', 'status', statusWords),
      column('手机', 'phone'),
      coded('性别', 'gender', genderWords),
      column('地区', 'region'),
      column('地址', 'address'),
      coded('生日历法', 'birthdayCalendar', { solar: '公历', lunar: '农历' }, 'birthday_calendar'),
      number('生日年', 'birthdayYear', 'birthday_year'),
      number('生日月', 'birthdayMonth', 'birthday_month'),
      number('生日日', 'birthdayDay', 'birthday_day'),
      column('闰月', 'birthdayLeap', 'birthday_leap', 'flag'),
      coded('年龄段', 'ageBand', ageWords, 'age_band'),
      coded('收入', 'incomeBand', incomeWords, 'income_band'),
      column('兴趣', 'interests', 'interests', 'json'),
      coded('关系', 'tie', tieWords),
      column('来源', 'source', 'source_text'),
      column('个性签名', 'signature'),
      column('描述', 'description'),
      time('添加时间', 'addedAt', 'added_at'),
      time('最近联系', 'lastContactAt', 'last_contact_at'),
      time('归档时间', 'archivedAt', 'archived_at'),
      created,
      updated,
    ],
  },
  {
    key: 'personLinks',
    sheet: '同一个人',
    from: 'person_links ORDER BY person_id, friend_id',
    columns: [friend, number('人编号', 'personId', 'person_id')],
  },
  {
    key: 'friendsApart',
    sheet: '不是同一个人',
    from: 'friends_apart ORDER BY friend_id, other_id',
    columns: [friend, number('另一位好友编号', 'otherId', 'other_id')],
  },
  {
    key: 'tagGroups',
    sheet: '标签组',
    from: 'tag_groups ORDER BY id',
    columns: [id, column('名字', 'name'), column('颜色', 'color'), number('位置', 'place', 'place')],
  },
  {
    key: 'tags',
    sheet: '标签',
    from: 'tags ORDER BY id',
    columns: [
      id,
      number('标签组编号', 'groupId', 'group_id'),
      column('名字', 'name'),
      column('颜色', 'color'),
      coded('由来', 'origin', { manual: '自己建的', import: '导入带来', rule: '按规则' }),
      created,
    ],
  },
  {
    key: 'friendTags',
    sheet: '好友标签',
    from: 'friend_tags ORDER BY tag_id, friend_id',
    columns: [friend, number('标签编号', 'tagId', 'tag_id'), time('打上时间', 'addedAt', 'added_at')],
  },
  {
    key: 'levelChanges',
    sheet: '等级变动',
    from: 'level_changes ORDER BY id',
    columns: [
      id,
      friend,
      level('原等级', 'fromLevel', 'from_level'),
      level('新等级', 'toLevel', 'to_level'),
      time('时间', 'at', 'at'),
      column('原因', 'reason'),
      coded('由谁', 'author', levelAuthorWords),
    ],
  },
  {
    key: 'notes',
    sheet: '笔记',
    from: 'notes ORDER BY id',
    columns: [id, friend, column('内容', 'body'), created, updated],
  },
  {
    key: 'touches',
    sheet: '联系记录',
    from: 'touches ORDER BY id',
    columns: [
      id,
      friend,
      time('时间', 'at', 'at'),
      coded('方式', 'touchpoint', touchpointWords),
      coded('方向', 'direction', { in: '对方找我', out: '我找对方' }),
      column('说明', 'note'),
      column('为哪天', 'dueOn', 'due_on'),
      listed('算作', 'kind', touchKinds, touchKindWords),
      number('内容编号', 'postId', 'post_id'),
      number('发送名单编号', 'sendItemId', 'send_item_id'),
      column('越过提醒的原因', 'overrideReason', 'override_reason'),
    ],
  },
  {
    key: 'pointEntries',
    sheet: '积分',
    from: 'point_entries ORDER BY id',
    columns: [
      id,
      friend,
      time('时间', 'at', 'at'),
      number('变动', 'delta', 'delta'),
      column('原因', 'reason'),
      coded('由谁', 'kind', pointKindWords),
    ],
  },
  {
    key: 'reAdds',
    sheet: '封号后再加',
    from: 're_adds ORDER BY id',
    columns: [
      id,
      friend,
      number('被封账号编号', 'accountId', 'account_id'),
      number('用来加的账号编号', 'viaAccountId', 'via_account_id'),
      coded('结果', 'state', reAddWords),
      time('申请时间', 'askedAt', 'asked_at'),
      time('有结果的时间', 'settledAt', 'settled_at'),
    ],
  },
];

const trade: ExportTable[] = [
  {
    key: 'products',
    sheet: '商品',
    from: 'products ORDER BY id',
    columns: [
      id,
      column('名字', 'name'),
      coded('类别', 'kind', productKindWords),
      money('售价', 'priceFen', 'price_fen'),
      money('成本', 'costFen', 'cost_fen'),
      number('一份用几天', 'unitDays', 'unit_days'),
      number('复购天数', 'cycleDays', 'cycle_days'),
      time('归档时间', 'archivedAt', 'archived_at'),
      created,
    ],
  },
  {
    key: 'groupBuys',
    sheet: '团',
    from: 'group_buys ORDER BY id',
    columns: [
      id,
      account,
      column('标题', 'title'),
      column('日期', 'day'),
      coded('来源', 'source', platformWords),
      number('会话编号', 'conversationId', 'conversation_id'),
      created,
    ],
  },
  {
    key: 'orders',
    sheet: '订单',
    from: 'orders ORDER BY id',
    columns: [
      id,
      account,
      friend,
      coded('平台', 'source', platformWords),
      column('订单号', 'orderNo', 'order_no'),
      number('团编号', 'groupBuyId', 'group_buy_id'),
      column('跟团号', 'sequence'),
      column('买家', 'buyerName', 'buyer_name'),
      column('收货人', 'receiver'),
      column('手机', 'phone'),
      column('地址', 'address'),
      column('自提点', 'pickup'),
      time('下单时间', 'orderedAt', 'ordered_at'),
      time('付款时间', 'paidAt', 'paid_at'),
      time('发货时间', 'shippedAt', 'shipped_at'),
      time('签收时间', 'signedAt', 'signed_at'),
      time('退款时间', 'refundedAt', 'refunded_at'),
      listed('状态', 'status', orderStatuses, orderStatusWords),
      column('原状态', 'statusText', 'status_text'),
      money('金额', 'amountFen', 'amount_fen'),
      money('实付', 'paidFen', 'paid_fen'),
      money('退款', 'refundFen', 'refund_fen'),
      column('买家留言', 'note'),
      column('卖家备注', 'sellerNote', 'seller_note'),
      column('其他', 'extra', 'extra', 'json'),
      created,
    ],
  },
  {
    key: 'orderLines',
    sheet: '订单明细',
    from: 'order_lines ORDER BY id',
    columns: [
      id,
      number('订单编号', 'orderId', 'order_id'),
      number('商品编号', 'productId', 'product_id'),
      column('商品', 'product'),
      column('规格', 'spec'),
      column('数量', 'quantityMilli', 'quantity_milli', 'milli'),
      column('单位', 'unit'),
      money('单价', 'priceFen', 'price_fen'),
      money('金额', 'amountFen', 'amount_fen'),
      money('退款', 'refundFen', 'refund_fen'),
    ],
  },
  {
    key: 'payments',
    sheet: '收付款',
    from: 'payments ORDER BY id',
    columns: [
      id,
      account,
      friend,
      number('订单编号', 'orderId', 'order_id'),
      coded('平台', 'source', billWords),
      column('交易单号', 'transactionId', 'transaction_id'),
      column('商户单号', 'merchantOrderNo', 'merchant_order_no'),
      time('时间', 'at', 'at'),
      column('类型', 'kindText', 'kind_text'),
      listed('收支', 'direction', billDirections, billDirectionWords),
      column('对方', 'counterparty'),
      column('商品', 'goods'),
      money('金额', 'amountFen', 'amount_fen'),
      money('退款', 'refundFen', 'refund_fen'),
      column('状态', 'statusText', 'status_text'),
      column('备注', 'note'),
    ],
  },
];

const chats: ExportTable[] = [
  {
    key: 'conversations',
    sheet: '会话',
    from: 'conversations ORDER BY id',
    columns: [
      id,
      account,
      friend,
      coded('种类', 'kind', { private: '私聊', group: '群聊' }),
      column('微信ID', 'externalId', 'external_id'),
      column('名字', 'name'),
      number('消息数', 'messageCount', 'message_count'),
      time('最早', 'firstAt', 'first_at'),
      time('最近', 'lastAt', 'last_at'),
    ],
  },
  {
    key: 'chatTalkers',
    sheet: '群成员',
    from: 'chat_talkers ORDER BY id',
    columns: [id, account, friend, column('微信ID', 'externalId', talkerWxid), column('名字', 'name')],
  },
  {
    key: 'messages',
    sheet: '消息',
    from: 'messages ORDER BY id',
    columns: [
      id,
      number('会话编号', 'conversationId', 'conversation_id'),
      number('群成员编号', 'talkerId', 'nullif(talker_id, 0)'),
      time('时间', 'at', `(id / ${slots}) * 1000`),
      listed('精确到', 'precision', timePrecisions, precisionWords),
      listed('方向', 'direction', messageDirections, messageDirectionWords),
      listed('种类', 'kind', messageKinds, messageKindWords),
      column('内容', 'text', 'content'),
    ],
  },
];

/** Everything of the book that is hers, in the order in which it is written. */
export const exportTables: readonly ExportTable[] = [...people, ...studioTables, ...trade, ...chats];

export type Cell = string | number | null;

/** Rows of a table, one after another; nothing is held. Ends when its loop is left. `params` are the `@names` of `where`. */
export function rowsOf(
  ctx: ServiceContext,
  table: ExportTable,
  where = '',
  params: Record<string, number | string> = {},
): IterableIterator<Cell[]> {
  const [name, order] = table.from.split(' ORDER BY ');
  const text = `SELECT ${table.columns.map(({ sql }) => sql).join(', ')} FROM ${name} ${where} ORDER BY ${order}`;
  // a statement of its own: the shared ones may be asked again while this one is still giving rows
  return ctx.db.raw.prepare(text).raw().iterate(params) as IterableIterator<Cell[]>;
}

/** Rows of all tables together, for the progress. */
export function countOf(ctx: ServiceContext, tables: readonly ExportTable[]): number {
  return tables.reduce((sum, { from }) => sum + (ctx.db.pluck(`SELECT count(*) FROM ${from.split(' ')[0]}`).get() as number), 0);
}
