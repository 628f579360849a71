import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type Random, seededRandom } from '../../build/demo/random.ts';

export interface ChatData {
  rows: number;
  /** chat = chat after chat, the usual export; time = the whole account by time. Both orders hold the same messages. */
  order: 'chat' | 'time';
  /** at most 16,384 */
  friends: number;
}

const seed = 20_261_122;
export const chatColumns = ['id', 'MsgSvrID', 'type_name', 'is_sender', 'talker', 'room_name', 'msg', 'src', 'CreateTime'];
/** 2021-01-01 00:00 in China */
const firstDay = Date.UTC(2020, 11, 31, 16) / 1000;
const days = 5 * 365;
/** how much is written in each hour of the day, in China */
const hours = [2, 1, 0, 0, 0, 1, 3, 8, 14, 18, 20, 18, 14, 12, 13, 15, 16, 15, 14, 18, 24, 26, 18, 8];
const secondsBits = 2 ** 28;

const asks = [
  '还有吗',
  '什么时候到货',
  '多少钱一箱',
  '能便宜点吗',
  '怎么卖呀',
  '可以自提吗',
  '帮我留两份',
  '今天能发吗',
  '保质期多久',
  '甜不甜',
];
const goods = ['脐橙', '车厘子', '草莓', '鸡蛋', '牛腩', '大闸蟹', '面膜', '纸尿裤', '土鸡', '蓝莓', '羽绒服', '酸奶', '榴莲', '螺蛳粉'];
const says = [
  '好的亲',
  '收到',
  '谢谢老板',
  '马上给您安排',
  '已经发货啦',
  '明天下午到',
  '放门口就行',
  '我晚点来拿',
  '转你了哈',
  '下次再来',
  '老样子',
];
const tails = ['', '', '', '～', '[玫瑰]', '😊', '哈哈哈', '辛苦了', '多谢多谢', '麻烦你了', '不着急的'];
const longer = [
  '这批是昨天刚到的，个头比上次的大，家里有小孩的可以放心吃',
  '周五统一到货，要的姐妹直接接龙，过时就不等了哦',
  '地址还是上次那个对吧？幸福里小区3号楼，我让师傅放丰巢',
  '昨天收到了，孩子特别爱吃，帮我再留两箱给我妈寄过去',
  '坏了两个我给你补，照片收到了，不好意思让您费心了',
];

/**
 * Writes an account of `rows` invented messages the way PyWxDump does (CSV, UTF-8 without byte order mark): private chats whose
 * lengths are log-normal, over five years, 85 % words, 5 % of them with commas, quotes or line ends. The same numbers give the same bytes.
 */
export async function writeChatCsv(path: string, { rows, order, friends }: ChatData): Promise<void> {
  if (friends > 16_384) throw new RangeError('too many friends');
  const places = placesOf(rows, friends, order);
  const out = createWriteStream(path, { highWaterMark: 4_194_304 });
  out.write(`${chatColumns.join(',')}\r\n`);
  let chunk = '';
  let before = -1;
  let again = 0;
  for (let i = 0; i < rows; i++) {
    const place = places[i]!;
    again = place === before ? again + 1 : 0;
    before = place;
    const friend = order === 'chat' ? Math.floor(place / secondsBits) : place % 16_384;
    const second = order === 'chat' ? place % secondsBits : Math.floor(place / 16_384);
    chunk += `${i},${rowOf(friend, second, again)}\r\n`;
    if (chunk.length < 1_000_000) continue;
    if (!out.write(chunk)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
    chunk = '';
  }
  out.end(chunk);
  await finished(out);
}

/** Friend and second of every message, packed into one sortable number. */
function placesOf(rows: number, friends: number, order: ChatData['order']): Float64Array {
  const random = seededRandom(seed);
  const upTo = new Float64Array(friends);
  let total = 0;
  for (let i = 0; i < friends; i++) {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    total += Math.exp(1.4 * normal);
    upTo[i] = total;
  }
  const hourOf = Uint8Array.from(hours.flatMap((weight, hour) => Array<number>(weight).fill(hour)));
  const places = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const friend = search(upTo, random.next() * total);
    const hour = hourOf[Math.floor(random.next() * hourOf.length)]!;
    const second = Math.floor(random.next() * days) * 86_400 + hour * 3600 + Math.floor(random.next() * 3600);
    places[i] = order === 'chat' ? friend * secondsBits + second : second * 16_384 + friend;
  }
  return places.sort();
}

function search(upTo: Float64Array, value: number): number {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rowOf(friend: number, second: number, again: number): string {
  const random = seededRandom(Math.imul(friend + 1, 0x9e3779b1) ^ Math.imul(second + 1, 0x85ebca6b) ^ again);
  const peer = chatPeer(friend);
  const mine = random.chance(0.45);
  const [type, words, source] = messageOf(random, friend, second);
  // unique whatever the seeds do
  const serverId = `7${String(Math.floor(random.next() * 1e9)).padStart(9, '0')}${String(second).padStart(9, '0')}`;
  return `${serverId},${type},${mine ? 1 : 0},${mine ? '我' : peer},${peer},${quoted(words)},${source},${localTime(second)}`;
}

/** Words as people write them, message after message; the same ones on every run. */
export function messageText(): () => string {
  const random = seededRandom(seed);
  return () => wordsOf(random);
}

/** wxid of a friend of `writeChatCsv`, 0 = first. */
export function chatPeer(friend: number): string {
  return `wxid_bench${friend.toString(36).padStart(6, '0')}`;
}

function messageOf(random: Random, friend: number, second: number): [type: string, words: string, source: string] {
  const share = random.next();
  if (share < 0.85) return ['文本', wordsOf(random), ''];
  if (share < 0.91) return ['图片', '图片', `FileStorage\\MsgAttach\\${friend.toString(16)}\\Image\\${second}.dat`];
  if (share < 0.94) return ['动画表情', '表情', `http://emoji.invalid/${random.int(1, 5000)}`];
  if (share < 0.96) return ['语音', `语音时长：${random.int(1, 59)}.20秒\n翻译结果：${wordsOf(random)}`, ''];
  if (share < 0.98)
    return ['转账', `转账：￥${random.int(9, 900)}.00\n转账说明：${random.pick(goods)}\n转账时间：${localTime(second)}\n`, ''];
  if (share < 0.99)
    return ['引用回复', `${wordsOf(random)}\n\n[引用](${localTime(second - 60)})${random.pick(goods)}妈:${random.pick(says)}`, ''];
  const link = `https://shop.invalid/${random.int(1, 99_999)}`;
  return ['(分享)卡片式链接', `${random.pick(longer)}\n\n<a href="${link}" target="_blank">点击查看详情</a>`, ''];
}

function wordsOf(random: Random): string {
  const share = random.next();
  let words: string;
  if (share < 0.3) words = random.pick(says) + random.pick(tails);
  else if (share < 0.7)
    words = `${random.pick(says)}，${random.pick(goods)}${random.pick(asks)}？${random.int(1, 999)}号${random.pick(tails)}`;
  else words = random.pick(longer) + random.pick(tails) + random.pick(asks);
  if (random.chance(0.94)) return words;
  return [`${words},${random.pick(goods)}`, `他说"${words}"`, `${words}\n${random.pick(goods)} ${random.int(1, 9)}箱`][random.int(0, 2)]!;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

let day = -1;
let dayText = '';
function localTime(second: number): string {
  const ofDay = ((second % 86_400) + 86_400) % 86_400;
  const start = second - ofDay;
  if (start !== day) {
    day = start;
    dayText = new Date((firstDay + start + 8 * 3600) * 1000).toISOString().slice(0, 10);
  }
  const two = (value: number) => (value < 10 ? `0${value}` : String(value));
  return `${dayText} ${two(Math.floor(ofDay / 3600))}:${two(Math.floor(ofDay / 60) % 60)}:${two(ofDay % 60)}`;
}
