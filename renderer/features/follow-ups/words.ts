import type { FollowUp } from '../../../shared/contracts/follow-ups.ts';
import type { FollowUpKind, PutOff, SopKey, SopStop } from '../../../shared/domain/follow-up.ts';
import { sopWords } from '../../../shared/domain/words.ts';
import { spokenDay } from '../../lib/format.ts';

const atDay = (on: string): number => Date.parse(`${on}T00:00:00`);
export const dayWords = (on: string): string => spokenDay(atDay(on));

/** What a template counts from, in her words. */
const sopSays: Record<SopKey, (day: string, days: number) => string> = {
  unpaid: (day) => `${day}下的单还没付`,
  signed: (day) => `${day}签收了`,
  firstOrder: (day) => `${day}第一次买`,
  referral: (day) => `带来的人${day}起算有效`,
  added: (day) => `${day}加的好友`,
  birthday: (day) => `${day}过生日`,
  repurchase: (day, days) => (days < 0 ? `${day}该复购了` : days > 0 ? `${day}就该复购了` : `${day}该复购`),
  levelUp: (day) => `${day}升了级`,
  levelDown: (day) => `${day}降了级`,
  tagged: (day) => `${day}打了标签`,
  silent: (day) => `比平常沉默得久，${day}起`,
};

/** Why she is written to. */
export const reasonText = ({ cause }: Pick<FollowUp, 'cause'>): string =>
  cause === null
    ? '自己定的'
    : `${sopSays[cause.sop](dayWords(cause.fromOn), cause.days)}${cause.template === null ? '' : ` · ${cause.template}`}`;

const putOffWords: Record<PutOff, string> = {
  crowd: '那天已经有一条，往后挪了',
  guard: '先别打扰，等打扰降下来',
  seller: '你改了日子',
};

/** What is to be said of its day: how late it is, or why it stands later than it was due. */
export function dueText({ dueOn, on, putOff }: FollowUp, today: string): string {
  if (putOff !== null) return `本来${dayWords(dueOn)}：${putOffWords[putOff]}`;
  const late = Math.round((atDay(today) - atDay(dueOn)) / 86_400_000);
  return on === today && late > 0 ? `晚了 ${late} 天` : '';
}

export const kindWords: Record<FollowUpKind, string> = { ordinary: '平常联系', service: '售后', privateAdvert: '推销' };
export const stopWords: Record<SopStop, string> = { bought: '下了单就停', replied: '回了话就停' };

/** What a template is for, and why it is on or off at first. */
export const sopHints: Record<SopKey, string> = {
  unpaid: '从下单那天算起。付了、取消了就不再提。',
  signed: '从签收那天算起：东西好不好，用得惯不惯，再道谢、请对方说句真话。',
  firstOrder: '第一次买，当天谢一声。',
  referral: '介绍来的人留得住了，谢谢介绍的那位。从算有效的那天算起；后来才记下的，从记下那天。',
  added: '从加好友那天算起；没写哪天加的不列。',
  birthday: '先关着：「今日」本来就提醒生日。要提前准备的，打开再改天数。',
  repurchase: '从该复购的那天算起，负数是提前。要推销，所以先问打扰预算。',
  levelUp: '先关着：从最近一次升级那天算起。',
  levelDown: '先关着：从最近一次降级那天算起。',
  tagged: '先关着：打开前先选好哪些标签。从打上那天算起。',
  silent: '先关着：好友多的一打开会来很多位。比自己平常的节奏沉默得久，从那天算起。',
};

/** of one of her own: what it counts from */
export const sopWordsFrom = (trigger: SopKey): string => `自己的模板，从「${sopWords[trigger]}」那天算起。`;
export const sopName = ({ name, trigger }: { name: string | null; trigger: SopKey }): string => name ?? sopWords[trigger];
/** 提前 7 天 · 当天 · 第 2 天 */
export const stepDay = (days: number): string => (days < 0 ? `提前 ${-days} 天` : days === 0 ? '当天' : `第 ${days} 天`);
