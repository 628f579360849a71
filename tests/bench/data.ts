import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type Random, seededRandom } from '../../build/demo/random.ts';
import { childNames, estates, givenNames, latinNames, nicknames, regions, sourceTexts, surnames } from '../../build/demo/words.ts';

export const tagCount = 200;
export const tagsPerFriend = 8;
const seed = 20_261_122;
const columns = ['wxid', '微信号', '昵称', '备注', '手机', '性别', '地区', '来源', '添加时间', '标签'];
export const csvColumns = columns.length;
const titles = ['姐', '哥', '阿姨', '叔', '老师', '总', '师傅'];
const facts = ['公司团购', '老顾客', '自提', '小红书来的', '同事介绍', '先打电话再送', '放门口鞋柜上', '广场舞队'];
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The tags of the heavy book: 客群-01 … in ten groups of names. */
export const tagNames: string[] = Array.from({ length: tagCount }, (_, i) => {
  const kind = ['客群', '爱吃', '小区', '职业', '性格', '渠道', '价位', '家庭', '活动', '售后'][i % 10];
  return `${kind}${String(Math.floor(i / 10) + 1).padStart(2, '0')}`;
});

/**
 * Writes `count` invented contacts as CSV (UTF-8 with BOM, quoted where needed), each with `tagsPerFriend` tags, or with none to two
 * as in most address books. The same count gives the same bytes.
 */
export async function writeContacts(path: string, count: number, fewTags = false): Promise<void> {
  const random = seededRandom(seed);
  const out = createWriteStream(path);
  out.write(`\ufeff${columns.join(',')}\r\n`);
  let chunk: string[] = [];
  for (let i = 0; i < count; i++) {
    chunk.push(contactLine(random, i, fewTags));
    if (chunk.length < 5000) continue;
    if (!out.write(chunk.join(''))) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
    chunk = [];
  }
  out.end(chunk.join(''));
  await finished(out);
}

function contactLine(random: Random, i: number, fewTags: boolean): string {
  const surname = random.pick(surnames);
  const child = random.pick(childNames);
  const nickname = `${[random.pick(nicknames), `${child}妈`, surname + random.pick(givenNames), random.pick(latinNames)][random.int(0, 3)]}${random.chance(0.3) ? random.int(1, 99) : ''}`;
  const remark = random.chance(0.25) ? '' : remarkOf(random, surname, child);
  const alias = random.chance(0.6) ? `${word(random, 5)}_${i.toString(36)}` : '';
  // a mobile number of her own for every second person
  const phone = random.chance(0.5) ? `1${random.pick(['38', '39', '56', '77', '86', '99'])}${String(10_000_000 + i * 83).slice(-8)}` : '';
  const tags = new Set<string>();
  // few tags are on many friends, many on few
  const wanted = fewTags ? random.int(0, 2) : tagsPerFriend;
  while (tags.size < wanted) tags.add(tagNames[Math.floor(random.next() ** 1.6 * tagCount)]!);
  const cells = [
    `wxid_${word(random, 9)}${i.toString(36).padStart(4, '0')}`,
    alias,
    nickname,
    remark,
    phone,
    random.pick(['女', '女', '女', '男', '']),
    random.chance(0.8) ? random.pick(regions) : '',
    random.pick(sourceTexts),
    `20${random.int(20, 25)}-0${random.int(1, 9)}-${random.int(10, 28)} 1${random.int(0, 9)}:${random.int(10, 59)}`,
    [...tags].join('、'),
  ];
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}

function remarkOf(random: Random, surname: string, child: string): string {
  const door = `${random.int(1, 22)}-${random.int(1, 30)}0${random.int(1, 4)}`;
  const title = surname + random.pick(titles);
  switch (random.int(0, 4)) {
    case 0:
      return `${title} ${random.pick(estates)}${door}`;
    case 1:
      return `${title}-${random.int(1, 60)}号楼,${random.pick(facts)}`;
    case 2:
      return `${child}${random.pick(['妈妈', '爸爸'])} ${random.pick(estates).slice(0, 2)}${door}`;
    case 3:
      return surname + random.pick(givenNames);
    default:
      return `${surname}${random.pick(givenNames)}-${random.pick(facts)}`;
  }
}

const word = (random: Random, length: number) => Array.from({ length }, () => random.pick([...letters])).join('');

export interface SearchQuery {
  kind: string;
  text: string;
}

/** Queries of every kind a seller types, drawn from the people in the book; `perKind` of each. */
export function searchQueries(
  people: readonly { name: string; wxid: string | null; phone: string | null; initials: string; pinyin: string }[],
  perKind: number,
): SearchQuery[] {
  const random = seededRandom(seed + 1);
  const part = (text: string, length: number) => {
    const chars = [...text];
    const start = random.int(0, Math.max(0, chars.length - length));
    return chars.slice(start, start + length).join('');
  };
  const kinds: [string, () => string][] = [
    ['1 字', () => part(random.pick(people).name, 1)],
    ['2 字', () => part(random.pick(people).name, 2)],
    ['3 字', () => part(random.pick(people).name, 3)],
    ['4 字', () => part(random.pick(people).name, 4)],
    ['拼音', () => random.pick(people).pinyin.slice(0, random.int(2, 8))],
    ['首字母', () => random.pick(people).initials.slice(0, random.int(1, 3))],
    ['微信号', () => part(random.pick(people).wxid ?? 'wxid_', random.int(3, 8))],
    ['手机', () => part(random.pick(people).phone ?? '13800000000', random.int(3, 7))],
    ['没有', () => `${random.pick(['㷫', '龘', 'qzx', '鱻'])}${random.pick(['齉', 'vvw', '靐'])}`],
  ];
  return kinds.flatMap(([kind, make]) =>
    Array.from({ length: perKind }, () => {
      let text = '';
      while (text === '') text = make().trim();
      return { kind, text };
    }),
  );
}
