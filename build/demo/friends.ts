import type { DemoFriend, RelativeMoment } from '../../electron/features/demo/demo-file.ts';
import { channelNames, tagNames } from './book.ts';
import { climb, levelWeights } from './ladder.ts';
import { makePerson, type Person } from './people.ts';
import type { Random } from './random.ts';
import { descriptions, interests, noteBodies, regions, signatures, sourceTexts, touchNotes } from './words.ts';

export const friendCount = 600;
/** Days until the birthdays that the first look at 今日 should find; the rest falls where it falls. */
const soonBirthdays = [0, 0, 0, 1, 1, 2, 3, 3, 4, 5, 6, 6];

/** All friends of both accounts; everything about them follows from `random`. */
export function makeFriends(random: Random): DemoFriend[] {
  const taken = new Set<string>();
  return Array.from({ length: friendCount }, (_, place) => makeFriend(random, place, makePerson(random, taken)));
}

function makeFriend(random: Random, place: number, person: Person): DemoFriend {
  const wanted = random.weighted(levelWeights) + 1;
  const addedOn = -(wanted >= 4 ? random.int(45, 300) : random.chance(0.3) ? random.int(2, 60) : random.int(10, 300));
  const added: RelativeMoment = [addedOn, random.int(8 * 60, 22 * 60)];
  const channel = random.weighted(channelWeights);
  const start = channelNames[channel] === '老客户导入' ? Math.min(wanted, 3) : 1;
  const levels = climb(random, wanted, addedOn, added, start);
  const level = levels.at(-1)!.to;
  const isLocal = person.estate !== null || /号楼|\d栋|\d-\d/.test(person.remark);
  const region = isLocal ? '浙江 杭州' : random.chance(0.72) ? random.pick(regions) : null;
  const mayLeave = level <= 3 && soonBirthday(place) === undefined;
  const status = mayLeave ? (['normal', 'deletedMe', 'blocked', 'lost'] as const)[random.weighted([93, 3, 1, 3])]! : 'normal';
  const serial = String(place).padStart(4, '0');
  const contactChance = 0.25 + level * 0.1;
  return {
    account: random.chance(0.68) ? 0 : 1,
    channel: random.chance(0.95) ? channel : null,
    nickname: person.nickname,
    remark: person.remark,
    wxid: `wxid_demo${(place * 7919 + 104729).toString(36)}${serial}`,
    alias: random.chance(0.35) ? `cz_demo_${serial}` : null,
    phone: random.chance(contactChance) ? (random.chance(0.8) ? `1380000${serial}` : `138****${serial}`) : null,
    gender: person.gender,
    region,
    address: person.address,
    birthday: makeBirthday(random, place, level),
    ageBand: random.chance(0.5)
      ? (['18-24', '25-34', '35-44', '45-54', '55-64', '65plus'] as const)[random.weighted([6, 32, 30, 16, 11, 5])]!
      : null,
    incomeBand: random.chance(0.3) ? (['low', 'middle', 'good', 'high'] as const)[random.weighted([2, 6, 4, 1])]! : null,
    interests: random.chance(0.4) ? random.some(interests, random.int(1, 3)) : [],
    tie: random.chance(0.5) ? (random.chance(level / 8) ? 'strong' : 'weak') : null,
    signature: random.chance(0.22) ? random.pick(signatures) : null,
    description: level >= 3 && random.chance(0.4) ? random.pick(descriptions) : null,
    sourceText: random.chance(0.45) ? random.pick(sourceTexts) : null,
    status,
    statusSince: status === 'normal' ? null : [random.int(addedOn + 1, -1), random.int(9 * 60, 21 * 60)],
    added,
    tags: makeTags(random, level, person, region, addedOn),
    levels,
    notes: makeNotes(random, level, addedOn),
    touches: makeTouches(random, level, addedOn),
  };
}

/** Same order as `channelNames`. */
const channelWeights = [20, 14, 6, 14, 16, 7, 6, 8, 6, 3];

/** Spread over the list, so that both accounts and several levels have some. */
const soonBirthday = (place: number): number | undefined => (place % 47 === 5 ? soonBirthdays[(place - 5) / 47] : undefined);

function makeBirthday(random: Random, place: number, level: number): DemoFriend['birthday'] {
  const soon = soonBirthday(place);
  if (soon === undefined && !random.chance(0.12 + level * 0.07)) return null;
  const year = random.chance(0.6) ? random.int(1956, 2001) : null;
  const drawn = random.chance(year !== null && year < 1980 ? 0.65 : 0.2) ? 'lunar' : 'solar';
  // those that the first look finds are of both kinds
  const calendar = soon === undefined ? drawn : place % 2 === 0 ? 'lunar' : 'solar';
  return { calendar, year, inDays: soon ?? random.int(0, 364) };
}

/** Tags that fit what is known of her. */
function makeTags(random: Random, level: number, person: Person, region: string | null, addedOn: number): number[] {
  const chosen = new Set<string>();
  const maybe = (name: string, probability: number) => {
    if (random.chance(probability)) chosen.add(name);
  };
  for (const name of random.some(['爱吃甜橙', '送礼', '宝宝辅食', '健身控糖', '家居收纳', '尝鲜'], random.weighted([30, 45, 20, 5])))
    if (level > 1 || random.chance(0.35)) chosen.add(name);
  if (level >= 5) maybe('月消300+', 0.6);
  if (level >= 4) maybe('整箱买', 0.45);
  if (level >= 3) maybe('爱凑单', 0.25);
  if (level >= 2 && level <= 4) maybe('只看优惠', 0.18);
  if (level === 6) maybe('老客带新', 0.9);
  if (person.estate) maybe(person.estate, 0.85);
  if (region === '浙江 杭州') maybe(person.estate ? '同城配送' : '本地自提', 0.55);
  else if (region) maybe(region.startsWith('浙江') ? '省内快递' : '外省快递', 0.5);
  if (level === 1 && addedOn > -45) maybe('新加未聊', 0.8);
  // by the day and not by chance: a few who never bought and asked to be left alone
  if (level === 1 && addedOn < -180 && addedOn % 7 === 0) chosen.add('勿扰');
  if (level === 2 || level === 3) maybe('聊过价格', 0.4);
  if (level === 3) maybe('领过试吃', 0.5);
  if (level >= 4) {
    maybe('等到货', 0.15);
    maybe('售后已处理', 0.12);
  }
  return [...chosen].map((name) => tagNames.indexOf(name)).sort((a, b) => a - b);
}

function makeNotes(random: Random, level: number, addedOn: number): DemoFriend['notes'] {
  const count = level >= 4 ? random.weighted([35, 40, 25]) : random.chance(level * 0.07) ? 1 : 0;
  return random
    .some(noteBodies, count)
    .map((body) => ({ at: [random.int(addedOn, -1), random.int(9 * 60, 22 * 60)] as RelativeMoment, body }))
    .sort((a, b) => a.at[0] - b.at[0]);
}

/** Contacts since she was added, more of them the closer she is; some never had any, some long ago only. */
function makeTouches(random: Random, level: number, addedOn: number): DemoFriend['touches'] {
  const [least, most] = [
    [0, 2],
    [1, 3],
    [1, 5],
    [2, 7],
    [4, 10],
    [7, 14],
  ][level - 1] as [number, number];
  const isQuiet = random.chance(0.4 - level * 0.05);
  // nobody talks to everybody every day: the last contact lies anywhere in the past month, the last days most of all
  const latest = Math.max(addedOn, isQuiet ? -random.int(35, 120) : -Math.floor(random.next() ** 2 * 30));
  const touches = Array.from({ length: random.int(least, most) }, (): DemoFriend['touches'][number] => {
    const touchpoint = (['private', 'group', 'moments', 'phone', 'visit'] as const)[random.weighted([58, 14, 16, 4, 8])]!;
    const direction = random.chance(0.3 + level * 0.05) ? 'in' : 'out';
    // the square brings them nearer to today
    const day = latest - Math.floor(random.next() ** 2 * (latest - addedOn));
    return [[day, random.int(8 * 60, 22 * 60)], touchpoint, direction, random.pick<string>(touchNotes[touchpoint][direction])];
  });
  return touches.sort((a, b) => a[0][0] - b[0][0] || a[0][1] - b[0][1]);
}
