import { addressName } from '../../../shared/domain/address-name.ts';
import { lunarDayText } from '../../../shared/domain/lunar-words.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { type TemplateValues, templateVariables, type VariableName } from '../../../shared/domain/template.ts';
import { levelName, type TrustLevel } from '../../../shared/domain/trust-ladder.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { pointBalances } from '../points/index.ts';

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
  /** 0 where nobody asked */
  orders: number;
  at: number;
  orderId: number;
}

/** Those that come out of orders. */
const ofOrders: readonly VariableName[] = ['上次购买', '上次购买时间', '上次购买天数', '购买次数'];

/**
 * What the variables of a template stand for, friend by friend, at this moment by the machine's clock. Friends that are gone are left
 * out. `needed`: only these are worked out (variablesOf a template; all when left out; without 购买次数 `orders` is 0). Reads in at most
 * five statements; 50,000 friends take some 0.2 s for a name and 1 s where all their orders are counted, so many belong in a worker,
 * in slices.
 */
export function templateValues(
  ctx: ServiceContext,
  friendIds: ArrayLike<number>,
  needed?: readonly VariableName[],
): Map<number, TemplateValues> {
  const list = `[${Array.prototype.join.call(friendIds, ',')}]`;
  const now = ctx.clock.now();
  const wanted = new Set(needed ?? templateVariables.map(({ name }) => name));
  const friends = ctx.db
    .sql(
      `SELECT f.id, f.nickname, f.remark, f.region, f.trust_level AS level, f.added_at AS addedAt, f.birthday_calendar AS calendar,
         f.birthday_month AS month, f.birthday_day AS day, f.birthday_leap AS leap, c.name AS channel, a.wxid
       FROM friends f JOIN accounts a ON a.id = f.account_id LEFT JOIN channels c ON c.id = f.channel_id
       WHERE f.id IN (SELECT value FROM json_each(?))`,
    )
    .all(list) as FriendRow[];
  const buyers = ofOrders.some((name) => wanted.has(name)) ? readBuyers(ctx, list, wanted.has('购买次数')) : new Map<number, BuyerRow>();
  const goods = wanted.has('上次购买') ? goodsOf(ctx, buyers) : new Map<number, string>();
  const balances = wanted.has('积分') ? pointBalances(ctx, friendIds) : new Map<number, number>();
  const clock = clockWords(now);
  return new Map(
    friends.map((friend): [number, TemplateValues] => {
      const buyer = buyers.get(friend.id);
      const words: Partial<Record<VariableName, string>> = {};
      for (const name of wanted) words[name] = clock[name] ?? wordOf[name]?.(friend, now) ?? orderWord(name, buyer, goods, now);
      const balance = balances.get(friend.id);
      if (balance !== undefined) words.积分 = String(balance);
      return [friend.id, { level: friend.level, orders: buyer?.orders ?? 0, words }];
    }),
  );
}

/** The last paid order of each friend, and how many there are if that is asked: the last is found at once, counting looks at each. */
function readBuyers(ctx: ServiceContext, list: string, counted: boolean): Map<number, BuyerRow> {
  const last = ctx.db
    .arrays(
      `SELECT o.friend_id, o.id, o.at FROM json_each(?) f JOIN orders o ON o.id = (
         SELECT id FROM orders WHERE friend_id = f.value AND status IN (${paid}) ORDER BY at DESC, id DESC LIMIT 1)`,
    )
    .all(list) as [number, number, number][];
  const buyers = new Map(last.map(([id, orderId, at]): [number, BuyerRow] => [id, { orderId, at, orders: 0 }]));
  if (!counted) return buyers;
  const counts = ctx.db
    .arrays(
      `SELECT friend_id, count(*) FROM orders WHERE friend_id IN (SELECT value FROM json_each(?)) AND status IN (${paid}) GROUP BY friend_id`,
    )
    .all(list) as [number, number][];
  for (const [id, orders] of counts) buyers.get(id)!.orders = orders;
  return buyers;
}

/** What is known of the friend herself. */
const wordOf: Partial<Record<VariableName, (friend: FriendRow, now: number) => string>> = {
  称呼: ({ remark, nickname }) => addressName(remark, nickname) ?? '',
  昵称: ({ nickname }) => oneLine(nickname),
  备注: ({ remark }) => oneLine(remark),
  等级: ({ level }) => levelName(level as TrustLevel),
  地区: ({ region }) => oneLine(region ?? ''),
  渠道: ({ channel }) => channel ?? '',
  生日: birthday,
  // an internal id says nothing to anybody
  我的微信号: ({ wxid }) => (wxid && !/^wxid_/i.test(wxid) ? wxid : ''),
  认识天数: ({ addedAt }, now) => (addedAt !== null && addedAt <= now ? String(daysFrom(addedAt, now)) : ''),
};

function orderWord(name: VariableName, buyer: BuyerRow | undefined, goods: Map<number, string>, now: number): string {
  if (name === '购买次数') return String(buyer?.orders ?? 0);
  if (!buyer) return '';
  if (name === '上次购买') return goods.get(buyer.orderId) ?? '';
  if (name === '上次购买时间') return dateWords(buyer.at, now);
  return name === '上次购买天数' && buyer.at <= now ? String(daysFrom(buyer.at, now)) : '';
}

const oneLine = (text: string) => (/\s/.test(text) ? text.replace(/\s+/g, ' ').trim() : text);

/** What the last orders held, by order: 土鸡蛋 · 土鸡蛋和鲜牛奶 · 土鸡蛋、鲜牛奶等 5 样 */
function goodsOf(ctx: ServiceContext, buyers: Map<number, BuyerRow>): Map<number, string> {
  const ids = JSON.stringify(Array.from(buyers.values(), ({ orderId }) => orderId));
  const rows = ctx.db
    .arrays('SELECT order_id, product FROM order_lines WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY order_id, position')
    .all(ids) as [number, string][];
  const names = new Map<number, Set<string>>();
  for (const [id, product] of rows) {
    const name = oneLine(product);
    const known = names.get(id);
    if (name !== '') known ? known.add(name) : names.set(id, new Set([name]));
  }
  return new Map(Array.from(names, ([id, all]) => [id, listed([...all])]));
}

function listed([first = '', second, ...more]: string[]): string {
  if (second === undefined) return first;
  return more.length === 0 ? `${first}和${second}` : `${first}、${second}等 ${more.length + 2} 样`;
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
