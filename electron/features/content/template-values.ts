import { addressName } from '../../../shared/domain/address-name.ts';
import { lunarDayText } from '../../../shared/domain/lunar-words.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import type { TemplateValues, VariableName } from '../../../shared/domain/template.ts';
import { levelName, type TrustLevel } from '../../../shared/domain/trust-ladder.ts';
import type { ServiceContext } from '../../platform/context.ts';

const dayMs = 86_400_000;
const paid = (['paid', 'shipped', 'done', 'partlyRefunded'] as const).map((status) => orderStatuses.indexOf(status)).join(', ');

interface FriendRow {
  id: number;
  nickname: string;
  remark: string;
  region: string | null;
  level: number;
  addedAt: number | null;
  calendar: 'solar' | 'lunar' | null;
  month: number | null;
  day: number | null;
  leap: number;
  channel: string | null;
  wxid: string | null;
}
interface BuyerRow {
  id: number;
  orders: number;
  at: number;
  orderId: number;
}

/**
 * What the variables of a template stand for, friend by friend, at this moment by the machine's clock. Friends that are gone are left
 * out. Reads all of them in three statements: 50,000 take some 300 ms, so many belong in a worker.
 */
export function templateValues(ctx: ServiceContext, friendIds: ArrayLike<number>): Map<number, TemplateValues> {
  const list = `[${Array.prototype.join.call(friendIds, ',')}]`;
  const now = ctx.clock.now();
  const friends = ctx.db
    .sql(
      `SELECT f.id, f.nickname, f.remark, f.region, f.trust_level AS level, f.added_at AS addedAt, f.birthday_calendar AS calendar,
         f.birthday_month AS month, f.birthday_day AS day, f.birthday_leap AS leap, c.name AS channel, a.wxid
       FROM friends f JOIN accounts a ON a.id = f.account_id LEFT JOIN channels c ON c.id = f.channel_id
       WHERE f.id IN (SELECT value FROM json_each(?))`,
    )
    .all(list) as FriendRow[];
  const buyers = ctx.db
    .sql(
      `SELECT friend_id AS id, count(*) AS orders, max(at) AS at, id AS orderId FROM orders
       WHERE friend_id IN (SELECT value FROM json_each(?)) AND status IN (${paid}) GROUP BY friend_id`,
    )
    .all(list) as BuyerRow[];
  const goods = goodsOf(ctx, buyers);
  const bought = new Map(buyers.map((buyer) => [buyer.id, buyer]));
  const clock = clockWords(now);
  return new Map(
    friends.map((friend) => {
      const buyer = bought.get(friend.id);
      const last = buyer && { ...buyer, goods: goods.get(buyer.orderId) ?? '' };
      return [friend.id, { level: friend.level, orders: buyer?.orders ?? 0, words: { ...clock, ...wordsOf(friend, last, now) } }];
    }),
  );
}

function wordsOf(friend: FriendRow, last: (BuyerRow & { goods: string }) | undefined, now: number): TemplateValues['words'] {
  const words: Partial<Record<VariableName, string>> = {
    称呼: addressName(friend.remark, friend.nickname) ?? '',
    昵称: oneLine(friend.nickname),
    备注: oneLine(friend.remark),
    等级: levelName(friend.level as TrustLevel),
    地区: oneLine(friend.region ?? ''),
    渠道: friend.channel ?? '',
    生日: birthday(friend),
    // an internal id says nothing to anybody
    我的微信号: friend.wxid && !/^wxid_/i.test(friend.wxid) ? friend.wxid : '',
    购买次数: String(last?.orders ?? 0),
  };
  if (friend.addedAt !== null && friend.addedAt <= now) words.认识天数 = String(daysFrom(friend.addedAt, now));
  if (!last) return words;
  words.上次购买 = last.goods;
  words.上次购买时间 = dateWords(last.at, now);
  if (last.at <= now) words.上次购买天数 = String(daysFrom(last.at, now));
  return words;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();

/** What the last orders held, by order: 土鸡蛋 · 土鸡蛋和鲜牛奶 · 土鸡蛋、鲜牛奶等 5 样 */
function goodsOf(ctx: ServiceContext, buyers: readonly BuyerRow[]): Map<number, string> {
  const rows = ctx.db
    .sql('SELECT order_id AS id, product FROM order_lines WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY order_id, position')
    .all(JSON.stringify(buyers.map(({ orderId }) => orderId))) as { id: number; product: string }[];
  const goods = new Map<number, string>();
  for (const [id, lines] of Map.groupBy(rows, (row) => row.id)) {
    const names = [...new Set(lines.map(({ product }) => oneLine(product)).filter(Boolean))];
    const [first = '', second] = names;
    if (names.length <= 2) goods.set(id, second ? `${first}和${second}` : first);
    else goods.set(id, `${first}、${second}等 ${names.length} 样`);
  }
  return goods;
}

function birthday({ calendar, month, day, leap }: FriendRow): string {
  if (month === null || day === null) return '';
  return calendar === 'lunar' ? lunarDayText(month, day, leap === 1) : `${month}月${day}日`;
}

/** 5月3日, with its year when that is not this one. */
function dateWords(at: number, now: number): string {
  const date = new Date(at);
  const day = `${date.getMonth() + 1}月${date.getDate()}日`;
  return date.getFullYear() === new Date(now).getFullYear() ? day : `${date.getFullYear()}年${day}`;
}

/** Local days between two moments, however long the days were. */
function daysFrom(at: number, now: number): number {
  const number = (moment: Date) => Math.round(Date.UTC(moment.getFullYear(), moment.getMonth(), moment.getDate()) / dayMs);
  return number(new Date(now)) - number(new Date(at));
}

const weekdays = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

function clockWords(now: number): TemplateValues['words'] {
  const date = new Date(now);
  const hour = date.getHours();
  const greeting = hour < 5 ? '晚上好' : hour < 11 ? '早上好' : hour < 13 ? '中午好' : hour < 18 ? '下午好' : '晚上好';
  return { 今天: `${date.getMonth() + 1}月${date.getDate()}日`, 星期: weekdays[date.getDay()]!, 问候: greeting };
}
