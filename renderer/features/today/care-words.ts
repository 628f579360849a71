import type { FollowUp } from '../../../shared/contracts/follow-ups.ts';
import type { CareHours, CareName, CareRest, DueFact } from '../../../shared/contracts/today.ts';
import { type CareFactors, fewestBuyers } from '../../../shared/domain/care-today.ts';
import { dayAfter } from '../../../shared/domain/segment-days.ts';
import { weekdayOf } from '../../../shared/domain/wall-time.ts';
import { chinaMark, count, dayText, percent } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { followUpReason } from '../follow-ups/index.ts';

export const tomorrow = (today = dayText(now())): string => dayAfter(today, 1);
/** 「下周」: Monday. */
export const nextMonday = (today = dayText(now())): string => dayAfter(today, 8 - weekdayOf(today));

const days = (value: number): string => `${Math.round(value * 10) / 10} 天`;

const more = (of: number, what: string): string => (of > 1 ? `，还有 ${count(of - 1)} ${what}` : '');

/** A template tells the day it counts from: how late it is follows. */
const whyText = (one: FollowUp, late: number): string =>
  `${followUpReason(one)}${one.cause === null && late > 0 ? `，晚了 ${late} 天` : ''}`;

const dueWords: Record<DueFact['kind'], (due: DueFact, name: CareName) => string> = {
  promised: ({ days: late }) => (late === 0 ? '你说好今天再联系' : `你说好 ${late} 天前再联系`),
  birthday: () => '今天生日',
  owed: ({ days: late, count: all }, { promises: [first] }) =>
    `答应的${first ? `「${first.text}」` : '事'}${late > 0 ? `过了 ${late} 天` : '今天到日子'}${more(all, '件')}`,
  followUp: ({ days: late, count: all }, { followUps: [first] }) =>
    `${first ? `${first.title}（${whyText(first, late)}）` : '今天该跟进'}${more(all, '条')}`,
  unpaid: ({ count: orders, days: old }) => `${orders > 1 ? `${count(orders)} 单` : '有一单'}没付款，${old} 天了`,
  repurchaseDue: ({ days: past }) => (past === 0 ? '今天该再买了' : `该再买的日子过了 ${past} 天`),
  repurchaseLate: ({ days: past }) => `该再买的日子过了 ${past} 天`,
  repurchaseSoon3: ({ days: past }) => `再过 ${-past} 天该再买了`,
  repurchaseSoon7: ({ days: past }) => `再过 ${-past} 天该再买了`,
};

/** Silence of so many days is told where there is no rhythm to hold it against. */
const worthTelling = 7;

/** Silence in words; null where it is nothing to speak of. */
function silenceText({ silentDays, rhythm, isNew, due }: CareName): string | null {
  if (isNew) return due.length > 0 && silentDays < 1 ? null : `加上 ${count(silentDays)} 天了，还没联系过`;
  if (rhythm !== null) return silentDays >= rhythm ? `${count(silentDays)} 天没联系，平常 ${days(rhythm)}聊一次` : null;
  return silentDays >= worthTelling ? `${count(silentDays)} 天没联系` : null;
}

/** What one key completes is always told. */
const isAppointment = ({ kind }: DueFact): boolean => kind === 'owed' || kind === 'followUp';

/** Why a friend is named, in one sentence. */
export function reasonText(name: CareName): string {
  const silence = silenceText(name);
  const due = name.due.filter((one, at) => at < (silence ? 1 : 2) || isAppointment(one)).map((one) => dueWords[one.kind](one, name));
  return [...due, ...(silence && due.length < 2 ? [silence] : [])].join('；');
}

/** What the first key does with a name: what stands on its button. */
export const doneWord = ({ followUps, promises }: Pick<CareName, 'followUps' | 'promises'>): string =>
  followUps.length > 0 ? '做完了' : promises.length > 0 ? '做到了' : '联系过了';

/** When a friend is most likely to answer; '' = too little is known. */
export function hourText(hours: CareHours[number] | undefined): string {
  if (!hours || hours.hour === null) return '';
  return hours.from === 'friend' ? `${chinaMark()}${hours.hour} 点前后最常回` : `大家多在${chinaMark()} ${hours.hour} 点前后回`;
}

const times = (value: number): string => `×${(Math.round(value * 10) / 10).toString()}`;

/** How the place in the list came about. */
export const factorsText = ({ value, trust, due, silence, score }: CareFactors): string =>
  `价值 ${times(value)} · 信任 ${times(trust)} · 到期 ${times(due)} · 沉默 ${times(silence)} ＝ ${Math.round(score * 10) / 10} 分`;

/** Where the time of this week went, against where the money comes from. */
export function attentionText({ touches, topTouches, topHeads, days: windowDays, shares }: CareRest['attention']): string {
  if (!shares) {
    if (touches === 0) return '这周还没记下联系。';
    return `近 ${windowDays} 天付过钱的不到 ${fewestBuyers} 位，还看不出时间给对了人没有。`;
  }
  const head = `这周记下的 ${count(touches)} 次联系，给花钱最多的 ${count(topHeads)} 位（前 20%）的有 ${count(topTouches)} 次（${percent(shares.touchShare)}）；他们带来 ${percent(shares.moneyShare)} 的钱。`;
  if (shares.gap > 0.1) return `${head}差 ${percent(shares.gap)}：多留点时间给他们。`;
  return shares.gap < -0.1 ? `${head}给他们的已经比带来的多。` : `${head}差不多相称。`;
}
