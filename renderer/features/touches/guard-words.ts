import type { GuardAnswer, GuardCause } from '../../../shared/contracts/guard.ts';
import type { GuardRule } from '../../../shared/domain/fatigue.ts';
import { touchKindWords } from '../../../shared/domain/words.ts';
import { spokenAgo, spokenTime } from '../../lib/format.ts';

/** Why words have to wait, short. */
export const ruleWords: Record<GuardRule, string> = {
  tag: '标签里写着勿扰',
  quiet: '现在是安静时段',
  day: '今天已经发过',
  window: '这几天已经发够',
  load: '打扰得有点多',
};

/** One decimal is what a person can tell apart. */
export const loadText = (load: number): string => (Math.round(load * 10) / 10).toString();

/** '可以发' / '明天 08:00 以后再发：今天已经发过' / '不要发：标签里写着勿扰' */
export function answerText(answer: GuardAnswer): string {
  if (answer.answer === 'ok') return '可以发';
  const why = answer.rules.map((rule) => ruleWords[rule]).join('，');
  return answer.answer === 'blocked' ? `不要发广告：${why}` : `${spokenTime(answer.at)} 以后再发：${why}`;
}

/** '群发 · 3 天前「周五团」' */
export function causeText({ source, kind, direction, at, title }: GuardCause): string {
  const ago = spokenAgo(at);
  if (direction === 'in') return source === 'chat' ? `来过消息 · ${ago}` : `回了你 · ${ago}`;
  return `${touchKindWords[kind]} · ${ago}${title ? `「${[...title].slice(0, 16).join('')}」` : ''}`;
}

/** Reasons that come up again and again for going on although the guard says no. */
export const overrideReasons = ['刚问过这个', '自己约好的', '老顾客专属，在等着', '时间不能等'] as const;
