import type { DemoFile, DemoFriend, DemoOrder, RelativeMoment } from '../../electron/features/demo/demo-file.ts';
import { starters } from '../../shared/domain/segment-starters.ts';
import { tagNames } from './book.ts';
import { levelOf } from './ladder.ts';
import { pieces } from './pieces.ts';
import type { Random } from './random.ts';

type Kind = DemoFile['products'][number]['kind'];

/** What is sold: price and cost in 分, how often it is bought, what for, and how many days one lasts. */
const goods: readonly (readonly [name: string, fen: number, weight: number, cost: number, kind: Kind, unitDays: number | null])[] = [
  ['赣南脐橙 5斤装', 3990, 30, 2400, 'profit', 14],
  ['赣南脐橙 10斤装', 7200, 18, 4300, 'profit', 28],
  ['甜橙礼盒 12枚', 8800, 10, 5200, 'profit', null],
  ['安岳柠檬 2斤', 1600, 8, 1300, 'lead', 30],
  ['徐香猕猴桃 10个', 2900, 9, 1900, 'profit', 10],
  ['手工果酱 甜橙味', 2600, 8, 1700, 'trial', 45],
  ['竹编水果篮 小号', 2900, 4, 1800, 'profit', null],
  ['折叠收纳盒 两只', 3600, 6, 2500, 'lead', null],
];
const weights = goods.map(([, , weight]) => weight);
export const products: DemoFile['products'] = goods.map(([name, priceFen, , costFen, kind, unitDays]) => ({
  ...{ name, kind, priceFen, costFen, unitDays, cycleDays: null },
}));
export const groupBuys: DemoFile['groupBuys'] = [
  { title: '脐橙第二车', day: -33 },
  { title: '脐橙第三车', day: -5 },
];

const isBuyer = (friend: DemoFriend): boolean => friend.levels.some(({ to }) => to >= 4);

/** Orders of everybody who ever was a real customer: the first on the day she became one, more of them the closer she is. */
export function makeOrders(random: Random, friends: readonly DemoFriend[]): DemoOrder[] {
  const orders = friends.flatMap((friend, place) => {
    if (!isBuyer(friend)) return [];
    const from = (friend.levels.find(({ to }) => to >= 4) ?? friend.levels[0]!).at;
    const more = [0, 0, 0, 0, random.int(0, 1), random.int(1, 2), random.int(2, 4)][Math.max(...friend.levels.map(({ to }) => to))]!;
    // who came lately had no time to come again
    const later =
      from[0] > -15 ? [] : Array.from({ length: more }, (): RelativeMoment => [random.int(from[0] + 7, -1), random.int(9 * 60, 22 * 60)]);
    return [from, ...later].map((at) => makeOrder(random, place, at));
  });
  const late = friends.flatMap((friend, place) => (levelOf(friend) === 3 && random.chance(0.12) ? [place] : []));
  for (const place of late.slice(0, 6))
    orders.push({ ...makeOrder(random, place, [random.int(-4, -1), 20 * 60]), status: 'unpaid', groupBuy: 1 });
  return orders.sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1] || a.friend - b.friend);
}

function makeOrder(random: Random, friend: number, at: RelativeMoment): DemoOrder {
  const lines = Array.from({ length: random.chance(0.25) ? 2 : 1 }, (): [number, number, number] => {
    const product = random.weighted(weights);
    return [product, random.chance(0.2) ? 2 : 1, goods[product]![1]];
  });
  const twice = lines.length === 2 && lines[0]![0] === lines[1]![0];
  const groupBuy = groupBuys.findIndex(({ day }) => at[0] >= day && at[0] < day + 4);
  const status =
    at[0] > -2 ? 'paid' : at[0] > -6 ? 'shipped' : random.chance(0.03) ? 'refunded' : random.chance(0.03) ? 'cancelled' : 'done';
  return { friend, at, status, lines: twice ? lines.slice(1) : lines, groupBuy: groupBuy < 0 ? null : groupBuy };
}

/** Sizes of a segment over the last weeks, out of who was what on which day. */
const grown = (
  friends: readonly DemoFriend[],
  isIn: (friend: DemoFriend, day: number, place: number) => boolean,
): DemoFile['segments'][number]['sizes'] =>
  Array.from({ length: 21 }, (_, n) => n - 21).map((day) => [day, friends.filter((friend, place) => isIn(friend, day, place)).length]);

/** Segments as a seller would have them, with how they grew. The ids of tags in their rules are places in the file + 1. */
export function makeSegments(friends: readonly DemoFriend[], orders: readonly DemoOrder[]): DemoFile['segments'] {
  const gifts = tagNames.indexOf('送礼');
  const starter = (name: string) => starters.find((one) => one.name === name)!;
  const quiet = (friend: DemoFriend, day: number) =>
    Math.max(-4000, ...friend.touches.filter(([at]) => at[0] <= day).map(([at]) => at[0])) <= day - 30;
  const bought = new Map<number, number[]>();
  for (const { friend, at, status } of orders)
    if (status !== 'unpaid' && status !== 'cancelled' && status !== 'refunded') bought.set(friend, [...(bought.get(friend) ?? []), at[0]]);
  return [
    {
      ...{ name: '送礼的老客户', note: '年节前先问他们要不要礼盒，别群发。' },
      rule: {
        archived: 'no',
        root: {
          ...{ not: false, all: true },
          items: [
            { not: false, test: { field: 'tags', mode: 'any', tagIds: [gifts + 1] } },
            { not: false, test: { field: 'level', values: [4, 5, 6] } },
          ],
        },
      },
      sizes: grown(friends, (friend, day) => friend.tags.includes(gifts) && levelOf(friend, day) >= 4),
    },
    { ...starter('30 天没联系的真实客户'), sizes: grown(friends, (friend, day) => levelOf(friend, day) >= 4 && quiet(friend, day)) },
    {
      ...starter('买过一次的'),
      sizes: grown(friends, (_, day, place) => (bought.get(place) ?? []).filter((on) => on <= day).length === 1),
    },
    { ...starter('问过价没下单'), sizes: [] },
  ];
}

/** A list of gift boxes, half gone through yesterday and today. */
export function makeQueue(friends: readonly DemoFriend[]): DemoFile['queue'] {
  const gifts = tagNames.indexOf('送礼');
  const quietTag = tagNames.indexOf('勿扰');
  const chosen = friends.flatMap((friend, place) =>
    friend.account === 0 &&
    friend.status === 'normal' &&
    friend.tags.includes(gifts) &&
    !friend.tags.includes(quietTag) &&
    levelOf(friend) >= 4
      ? [place]
      : [],
  );
  const piece = pieces.findIndex(({ text }) => text.startsWith('礼盒可以预订了'));
  return {
    ...{ name: '礼盒预订', kind: 'privateAdvert', piece, text: pieces[piece]!.variants.find(({ channel }) => channel === 'private')!.text },
    items: chosen.slice(0, 14).map((friend, place) => ({
      friend,
      state: place === 3 ? 'skipped' : place < 7 ? 'sent' : 'waiting',
      at: place < 7 ? [-1, 19 * 60 + 40 + place * 3] : null,
      replied: place === 1 || place === 5,
    })),
  };
}

const morning = 7 * 60 + 40;
const evening = 20 * 60;
/** What goes out at which hour of which weekday (1 = Monday). */
export const slots: DemoFile['slots'] = [
  ...[1, 2, 3, 4, 5].map((weekday) => ({ account: 0, weekday, minute: morning, category: 'life' as const })),
  { account: 0, weekday: 1, minute: evening, category: 'science' },
  { account: 0, weekday: 2, minute: evening, category: 'interaction' },
  { account: 0, weekday: 3, minute: evening, category: 'case' },
  { account: 0, weekday: 4, minute: evening, category: 'tips' },
  { account: 0, weekday: 5, minute: evening, category: 'offer' },
  { account: 0, weekday: 6, minute: 10 * 60, category: 'review' },
  { account: 0, weekday: 7, minute: 10 * 60, category: 'life' },
];

/** Her own days. */
export const events: DemoFile['events'] = [
  { title: '脐橙第三车发货', kind: 'shipping', from: -4, to: -3, note: '' },
  { title: '果酱上新', kind: 'newGoods', from: 3, to: 3, note: '先给老顾客尝' },
  { title: '果园直播', kind: 'live', from: 6, to: 6, note: '19:30，橙子哥出镜' },
  { title: '脐橙第四车发货', kind: 'shipping', from: 9, to: 10, note: '' },
];

/** Comes back every Friday evening. */
export const series: DemoFile['series'] = {
  ...{ account: 0, weekdays: [5], minute: 18 * 60 + 30, category: 'interaction' },
  text: '周五啦，明天上午十点自提点开门。\n要留橙子的在下面报个数，报了就一定给你留。',
};
