import type { DemoFile, DemoFriend, RelativeMoment } from '../../electron/features/demo/demo-file.ts';
import type { Random } from './random.ts';

type Side = 'in' | 'out';
type Line = readonly [Side, string];
/** One conversation on one day: what was said, a minute or two between. */
type Talk = readonly Line[];

const hers = (text: string): Line => ['in', text];
const mine = (text: string): Line => ['out', text];

const ordering: readonly Talk[] = [
  [
    hers('橙子还有吗'),
    mine('有的，昨天刚到一车'),
    hers('五斤装多少钱'),
    mine('39.9，包甜，不甜退'),
    hers('那来一份，放门卫'),
    mine('好，明天上午送到'),
  ],
  [hers('这批甜不甜'), mine('比上次那车还甜一点，我拍个切面给你'), hers('看着不错，来十斤'), mine('72，给你挑匀称的')],
  [hers('猕猴桃怎么卖'), mine('徐香的，十个 29，现在还硬，放三四天就好'), hers('行，跟橙子一起送吧'), mine('好嘞')],
  [hers('收到啦，有一个磕坏了'), mine('拍给我看一下，下次给你补两个'), hers('不用不用，就一个'), mine('要补的，记下了')],
  [
    mine('这两天降温，橙子放室内就行，别冻着'),
    hers('好的，谢谢提醒'),
    hers('对了果酱什么时候有'),
    mine('下周三出锅，给你留一罐'),
    hers('两罐吧，我妈也要'),
  ],
  [
    hers('礼盒能写卡片吗'),
    mine('能，要写什么发我，我手写'),
    hers('就写：爸妈，过年好'),
    mine('记下了，字不好看别嫌弃'),
    hers('哈哈手写的才好'),
  ],
  [hers('今天能自提吗'), mine('能，到八点'), hers('七点半过去'), mine('给你装好放门口第二格')],
];
const asking: readonly Talk[] = [
  [hers('你好，朋友推荐来的'), mine('欢迎呀，想吃点什么？'), hers('橙子多少钱一斤'), mine('五斤 39.9，十斤 72'), hers('我先看看')],
  [hers('礼盒怎么卖'), mine('十二枚大果，88 一盒'), hers('有便宜点的吗'), mine('散装的一样的果，十斤 72'), hers('我跟家里商量一下')],
  [hers('能不能送到学府一号'), mine('能，周二周五各送一趟'), hers('好，要的时候喊你'), mine('好的，不急')],
];

interface Speaker {
  level: (level: number) => boolean;
  talks: readonly Talk[];
  /** days from today */
  days: readonly number[];
}

/** Who talked with her: two who order all the time, two who order now and then, two who only asked. */
const speakers: readonly Speaker[] = [
  { level: (level) => level === 6, talks: ordering, days: [-62, -55, -48, -41, -34, -27, -20, -13, -6, -1] },
  { level: (level) => level === 5, talks: ordering, days: [-55, -40, -27, -15, -8, -2] },
  { level: (level) => level === 4, talks: ordering, days: [-36, -9] },
  { level: (level) => level === 4, talks: ordering, days: [-44, -33] },
  { level: (level) => level === 3, talks: asking, days: [-5] },
  { level: (level) => level === 2, talks: asking, days: [-18, -3] },
];

/** Private chats of the first account with a few friends who were there already on the first of their days. */
export function makeChats(random: Random, friends: readonly DemoFriend[]): DemoFile['chats'] {
  const taken = new Set<number>();
  return speakers.flatMap(({ level, talks, days }) => {
    const friend = friends.findIndex(
      (one, place) =>
        !taken.has(place) && one.account === 0 && one.status === 'normal' && one.added[0] < days[0]! && level(one.levels.at(-1)!.to),
    );
    if (friend < 0) return [];
    taken.add(friend);
    const first = random.int(0, talks.length - 1);
    // she is there at about the same hour, every time
    const hour = random.int(19, 21) * 60;
    return {
      friend,
      messages: days.flatMap((day, n) => said(random, talks[(first + n) % talks.length]!, [day, hour + random.int(0, 40)])),
    };
  });
}

function said(random: Random, talk: Talk, [day, from]: RelativeMoment): DemoFile['chats'][number]['messages'] {
  let minute = from;
  return talk.map(([side, text]) => {
    minute += random.int(1, 3);
    return [[day, minute], side, text];
  });
}
