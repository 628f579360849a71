import type { DemoFriend } from '../../electron/features/demo/demo-file.ts';
import type { Random } from './random.ts';
import { childNames, emoji, estates, givenNames, latinNames, longNames, nicknames, surnames } from './words.ts';

export interface Person {
  nickname: string;
  remark: string;
  gender: DemoFriend['gender'];
  estate: string | null;
  address: string | null;
}

const women = ['姐', '姐', '阿姨', '老师'];
const men = ['哥', '叔', '总', '师傅'];

/** Somebody whose shown name (remark, else nickname) is not in `taken` yet; it is added. */
export function makePerson(random: Random, taken: Set<string>): Person {
  for (;;) {
    const person = draftPerson(random);
    const name = person.remark || person.nickname;
    if (taken.has(name)) continue;
    taken.add(name);
    return person;
  }
}

function draftPerson(random: Random): Person {
  const isWoman = random.chance(0.76);
  const surname = random.pick(surnames);
  const child = random.pick(childNames);
  const estate = random.chance(0.42) ? random.pick(estates) : null;
  const building = random.int(1, 22);
  const door = `${building}-${random.int(1, 6)}0${random.int(1, 3)}`;
  const remark = draftRemark(random, { isWoman, surname, child, estate, door, building });
  return {
    nickname: draftNickname(random, surname, child, isWoman),
    remark,
    gender: random.chance(0.82) ? (isWoman ? 'female' : 'male') : null,
    estate,
    address: estate && random.chance(0.5) ? `${estate}${door.replace('-', '栋')}` : null,
  };
}

function draftNickname(random: Random, surname: string, child: string, isWoman: boolean): string {
  const plain = [
    () => random.pick(nicknames),
    () => (isWoman ? `${child}妈${random.pick(['', '妈', '～', '咪'])}` : `${child}爸${random.pick(['', '爸', '～'])}`),
    () => surname + random.pick(givenNames),
    () => random.pick(latinNames),
    () => `${random.pick(nicknames)}${random.pick(['', '', '呀', '~', '.'])}`,
    () => random.pick(longNames),
  ][random.weighted([34, 20, 18, 14, 12, 2])]!();
  return random.chance(0.16) ? plain + random.pick(emoji) : plain;
}

interface Draft {
  isWoman: boolean;
  surname: string;
  child: string;
  estate: string | null;
  door: string;
  building: number;
}

function draftRemark(random: Random, { isWoman, surname, child, estate, door, building }: Draft): string {
  if (random.chance(0.3)) return '';
  const title = surname + random.pick(isWoman ? women : men);
  const drafts = [
    () => `${title}-${building}号楼`,
    () => (estate ? `${title} ${estate}${door}` : `${title}-${building}号楼`),
    () => `${child}${isWoman ? '妈' : '爸'}${estate ? ` ${estate.slice(0, 2)}` : ''}${building}栋`,
    () => surname + random.pick(givenNames),
    () => `${surname}${random.pick(givenNames)}-${random.pick(['公司团购', '老顾客', '快递', '自提', '小红书来的', '同事介绍'])}`,
    () => `${title}（${random.pick(['水果店老顾客', '女儿同班', '物业', '广场舞队', '瑜伽馆', '快递驿站'])}）`,
    () => `${child}${isWoman ? '妈妈' : '爸爸'}，${random.pick(['每次要挑软一点', '先打电话再送', '放门口鞋柜上', '月底再联系'])}`,
  ];
  return drafts[random.weighted([18, 22, 18, 16, 12, 9, 5])]!();
}
