/** Chats for the end-to-end tests, put into a book by the service before the server opens it. */

import { createApp } from '../../electron/app/create-app.ts';
import type { IncomingRecord } from '../../electron/features/chats/index.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import type { Saved } from '../../shared/contracts/common.ts';
import type { MessageKind } from '../../shared/domain/messages.ts';
import { bringIn, type MemoryChats, record } from './memory-chats.ts';
import { friendNamed, migrationsDir, testWorker } from './test-app.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

export const liJie = '李姐（3 号楼团长）';
export const mothers = '妈妈团购一群';
export const bigGroup = '万人闲聊群';
export const bigCount = 100_000;
export const hostileName = '<img src=x onerror=window.pwned=1>';
export const hostileWords = '<script>window.pwned=1</script><svg onload=window.pwned=1>';
/** in each of the small chats, so that the list of them is long */
export const smallChats = 120;

/** 20:00 in China so many days before `now` */
function evening(now: number, daysAgo: number): number {
  const day = Math.floor((now + 8 * 3_600_000) / dayMs) - daysAgo;
  return day * dayMs + 12 * 3_600_000;
}

/** What can stand in a chat, one of each kind. */
export const kindSamples: readonly [MessageKind, string][] = [
  ['picture', ''],
  ['voice', '那就先来两箱吧'],
  ['video', ''],
  ['emoji', '抱拳'],
  ['file', '十一月报价单.xlsx'],
  ['link', '秋冬养生粥的做法\nhttps://mp.weixin.qq.com/s?__biz=MzA5&mid=2650'],
  ['miniProgram', '快团团 | 现摘丑橘第三团'],
  ['transfer', '￥1116.00 两箱橙子'],
  ['transfer', '已收款 ￥1116.00'],
  ['redPacket', '恭喜发财，大吉大利'],
  ['quote', '这个我要一份\n「引用 李姐：丑橘明天到，还有人要吗」'],
  ['location', '阳光花园北门 幸福路 12 号'],
  ['card', '水果档口老陈'],
  ['call', '语音通话 03:21'],
  ['music', '茉莉花'],
  ['forward', '妈妈团购一群的聊天记录\n张妈：橙子甜吗\n李姐：甜的，昨天刚到'],
  ['announcement', '周五下午三点提货，自带袋子'],
  ['solitaire', '#接龙\n丑橘 5 斤 39 元\n\n1. 张妈 2 份\n2. 王姐 1 份 周六拿\n3. 小吴 3 份'],
  ['channel', '果园直播'],
  ['note', '客户清单'],
  ['gift', '一盒车厘子'],
  ['other', ''],
];

function privateChat(now: number): IncomingRecord[] {
  const said = (text: string, at: number, more: Partial<IncomingRecord> = {}) => record({ conversation: 'wxid_lijie', text, at, ...more });
  const long = evening(now, 400);
  const kinds = kindSamples.map(([kind, text], at) =>
    said(text, evening(now, 9) + at * 2 * minuteMs, { kind, direction: at % 3 === 1 ? 'out' : 'in' }),
  );
  const talk = Array.from({ length: 40 }, (_, at) => [
    said(`今天的青菜新鲜吗？第 ${at} 次问`, evening(now, 60 - at) + 20 * minuteMs),
    said('新鲜的，早上刚到', evening(now, 60 - at) + 21 * minuteMs, { direction: 'out' }),
  ]).flat();
  return [
    said('只知道是哪一天', long - 4 * 3_600_000, { precision: 'day' }),
    said('只知道到分钟', long + dayMs, { precision: 'minute' }),
    said('你已添加了李姐，现在可以开始聊天了。', long + dayMs + 5 * minuteMs, { kind: 'system', direction: 'system' }),
    ...talk,
    ...kinds,
    said(hostileWords, evening(now, 3)),
    said('丑橘多少钱一斤？怎么卖', evening(now, 2) + 3 * minuteMs),
    said('5 斤 39，自己家种的，没打蜡。要的话我给你留两份，周五一起送过去。', evening(now, 2) + 4 * minuteMs, { direction: 'out' }),
    said('好的，那留两份', evening(now, 1) + 8 * minuteMs),
    said('李姐撤回了一条消息', evening(now, 1) + 9 * minuteMs, { kind: 'recall', direction: 'system' }),
    said('收到，谢谢姐', evening(now, 1) + 10 * minuteMs, { direction: 'out' }),
  ];
}

function groupChat(now: number): IncomingRecord[] {
  const people = ['张妈', '王姐', '小吴', '果果妈妈（5 号楼）', hostileName];
  return Array.from({ length: 300 }, (_, at) => {
    const who = people[at % people.length] as string;
    const mine = at % 7 === 3;
    return record({
      conversation: 'mothers@chatroom',
      senderId: mine ? null : `wxid_member${at % people.length}`,
      senderName: mine ? '' : who,
      direction: mine ? 'out' : 'in',
      text: mine ? `第 ${at} 团开团啦，要的接龙` : `第 ${at} 团我要 ${(at % 3) + 1} 份`,
      at: evening(now, 30 - Math.floor(at / 10)) + (at % 10) * minuteMs,
    });
  });
}

function bigChat(now: number, length: number): IncomingRecord[] {
  const from = evening(now, 900);
  const lines = ['早', '在吗在吗', '今天天气真好，要不要一起去果园摘橘子，孩子们也可以来', '好的', '收到', '哈哈哈', '图来了'];
  return Array.from({ length }, (_, at) =>
    record({
      conversation: 'big@chatroom',
      senderId: at % 11 === 0 ? null : `wxid_big${at % 40}`,
      senderName: at % 11 === 0 ? '' : `群友${at % 40}`,
      direction: at % 11 === 0 ? 'out' : 'in',
      text: `${lines[at % lines.length]} ${at}${at % 977 === 0 ? ' 找得到的词' : ''}`,
      at: from + at * 700_000,
    }),
  );
}

const chatsOf = (key: string, name: string, group: boolean, records: IncomingRecord[]): MemoryChats => ({
  records,
  step: 5000,
  conversations: [{ key, externalId: key, name, group }],
});

/** Fills an empty book in `dataDir`: friends, a chat with every kind of message, a group, `big` messages in another, many small chats. */
export async function seedChats(dataDir: string, { big = 0 }: { big?: number } = {}): Promise<void> {
  const app = await createApp({ dataDir, migrationsDir, host: 'browser', logger: silentLogger, ballastBytes: 0, ...testWorker });
  const call = async <T>(path: string, body: unknown) => {
    const reply = (await app.handle({ path, body })) as { status: number; body: { result: { data: T } } };
    if (reply.status !== 200) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
    return reply.body.result.data;
  };
  const ctx = app.context;
  const now = ctx.clock.now();
  const { id } = await call<Saved>('friends.create', friendNamed(liJie, { wxid: 'wxid_lijie' }));
  await call('trust.setLevel', { selection: { by: 'ids', ids: [id] }, level: 4, reason: '付过钱' });
  await call('friends.create', friendNamed('张妈', { wxid: 'wxid_member0' }));
  await call('friends.create', friendNamed('没聊过的李四', { wxid: 'wxid_lisi' }));
  await bringIn(ctx, chatsOf('mothers@chatroom', mothers, true, groupChat(now)));
  await bringIn(
    ctx,
    chatsOf('wxid_hostile', hostileName, false, [record({ conversation: 'wxid_hostile', text: '在吗', at: evening(now, 5) })]),
  );
  if (big > 0) await bringIn(ctx, chatsOf('big@chatroom', bigGroup, true, bigChat(now, big)));
  await bringIn(ctx, {
    records: Array.from({ length: smallChats }, (_, at) =>
      record({ conversation: `wxid_small${at}`, text: `老客户 ${at} 问候`, at: evening(now, 40 + at) }),
    ),
    conversations: Array.from({ length: smallChats }, (_, at) => ({
      key: `wxid_small${at}`,
      externalId: `wxid_small${at}`,
      name: `老客户${at}`,
      group: false,
    })),
  });
  await bringIn(ctx, chatsOf('wxid_lijie', '李姐', false, privateChat(now)));
  await app.close();
}
