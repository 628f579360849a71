import { type Sop, type SopKey, sopKeys } from './follow-up.ts';
import { parseTemplate } from './template.ts';
import { sopWords } from './words.ts';

/** Why a template is refused. */
export const sopFaults = ['noName', 'nameTaken', 'tooMany', 'noTitle', 'words', 'early', 'sameDay', 'noTags'] as const;
export type SopFault = (typeof sopFaults)[number];

/** More templates of her own than this nobody tells apart. */
export const mostOwnSops = 20;
/** Known before the day comes: only of these a step may be due before it. */
const knownAhead: ReadonlySet<SopKey> = new Set(['birthday', 'repurchase', 'silent']);

export interface SopDraft extends Sop {
  /** null = of the first day */
  name: string | null;
  trigger: SopKey;
}

/**
 * What is wrong with a template, and with which of its steps (1 = first); null = nothing.
 * @param others names of her other templates
 */
export function sopFault(draft: SopDraft, others: readonly string[]): { why: SopFault; step: number | null } | null {
  const { name, trigger, steps, isOn, tags } = draft;
  const whole = (why: SopFault) => ({ why, step: null });
  if (name?.trim() === '') return whole('noName');
  if (name !== null && [...others, ...sopKeys.map((key) => sopWords[key])].includes(name.trim())) return whole('nameTaken');
  if (name !== null && others.length >= mostOwnSops) return whole('tooMany');
  for (const [place, { title, words, days }] of steps.entries()) {
    const at = (why: SopFault) => ({ why, step: place + 1 });
    if (title.trim() === '') return at('noTitle');
    if (parseTemplate(words).problems.length > 0) return at('words');
    if (days < 0 && !knownAhead.has(trigger)) return at('early');
    if (steps.findIndex((one) => one.days === days) < place) return at('sameDay');
  }
  return isOn && trigger === 'tagged' && tags.length === 0 ? whole('noTags') : null;
}

const faultWords: Record<SopFault, string> = {
  noName: '给模板起个名字，认得出就行。',
  nameTaken: '已经有叫这个名字的模板，换一个。',
  tooMany: `自己的模板最多 ${mostOwnSops} 个，先删掉不用的。`,
  noTitle: '还没写做什么。',
  words: '话术里的大括号写得不对。',
  early: '天数不能是负数：事情没发生，谁也不知道哪天会发生。',
  sameDay: '和前面一步在同一天：一位好友一天只跟进一次，换一天，或者并成一步。',
  noTags: '先选好打上哪些标签，再打开。',
};

/** What is wrong and how to put it right, in one sentence. */
export const sopFaultSentence = ({ why, step }: { why: SopFault; step: number | null }): string =>
  `${step === null ? '' : `第 ${step} 步：`}${faultWords[why]}`;
