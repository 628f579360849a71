import type { QueueSummary, SendCard, SendItemRow, SendKind } from '../../../shared/contracts/sending.ts';
import { chinaHour } from '../../../shared/domain/active-hours.ts';
import { unfilledIn } from '../../../shared/domain/template.ts';
import { AppError } from '../../../shared/errors.ts';
import { chinaMark, count, spokenTime, weekdayWords } from '../../lib/format.ts';

/** What a queue may be counted as, in her words, with what that means for the guard. */
export const sendKindWords: Record<SendKind, { label: string; hint: string }> = {
  privateAdvert: { label: '广告', hint: '一对一的推荐，最打扰，受打扰预算管' },
  massSend: { label: '群发', hint: '同一段话发很多人，受打扰预算管' },
  liveInvite: { label: '直播邀请', hint: '请好友来看直播，受打扰预算管' },
  service: { label: '服务', hint: '到货、发货、售后，不拦' },
  ordinary: { label: '普通', hint: '问候、回复，不拦也不计' },
};

/** Why a friend cannot go now. */
export function waitText({ wait }: Pick<SendItemRow, 'wait'>): string {
  if (!wait) return '';
  if (wait.why === 'blocked') return '勿扰，不发广告';
  if (wait.why === 'gone') return '已经联系不上';
  return wait.why === 'snoozed' ? `推到${spokenTime(wait.until)}` : `${spokenTime(wait.until)} 以后`;
}

/** '现在可以发 12 位，还有 3 位以后自己来' */
export function readyText({ state, ready, waiting, nextAt }: QueueSummary): string {
  if (state === 'done') return '都发完了';
  if (state === 'paused') return `先停着，还有 ${count(waiting)} 位`;
  const later = waiting - ready;
  if (ready > 0) return `现在可以发 ${count(ready)} 位${later > 0 ? `，${count(later)} 位要等等` : ''}`;
  return nextAt === null ? `剩下 ${count(later)} 位都不宜打扰` : `现在没有能发的，下一位 ${spokenTime(nextAt)}`;
}

/** '周三 20 点', '北京时间 周三 20 点' where the clock of this machine shows another hour */
export const cellText = (cell: number): string => `${chinaMark()}${weekdayWords[Math.floor(cell / 24)] ?? ''} ${cell % 24} 点`;

/** '明天 20:00（常在的点）': a moment for her, and what speaks for it. */
export function laterText(at: number, bestCell: number | null): string {
  if (bestCell === null) return spokenTime(at);
  const hour = bestCell % 24;
  const mark = chinaMark(at);
  if (chinaHour(at) !== hour) return `${spokenTime(at)}（安静时段以后）`;
  return `${spokenTime(at)}（常在的点${mark === '' ? '' : `，${mark}${hour} 点`}）`;
}

export type SendStep = { kind: 'text' } | { kind: 'picture'; assetId: number; place: number };

/** What is copied for one friend, in the order WeChat is fed; videos cannot be put on the clipboard. */
export function sendSteps({ text, assets }: Pick<SendCard, 'text' | 'assets'>): SendStep[] {
  const words: SendStep[] = text.trim() === '' ? [] : [{ kind: 'text' }];
  const pictures = assets.filter(({ mime }) => mime.startsWith('image/'));
  return [...words, ...pictures.map(({ id }, i) => ({ kind: 'picture' as const, assetId: id, place: i + 1 }))];
}

/** What keeps words from the clipboard, whatever else may be: a list that rests, variables that nobody filled. */
export function copyHindrance(queueState: QueueSummary['state'] | undefined, text: string): AppError | null {
  if (queueState === 'paused') return new AppError('queuePaused', { copied: false });
  const variables = unfilledIn(text);
  return variables.length > 0 ? new AppError('wordsUnfilled', { variables, copied: false }) : null;
}

const thenNext = (nextName: string | null) => (nextName === null ? '' : `；下一位「${nextName}」`);

/** She has it without the clipboard, and what comes next. */
export const byHandText = (name: string, nextName: string | null): string => `「${name}」记为已发${thenNext(nextName)}`;

/** What exactly is on the clipboard now, and what comes next. */
export function clipboardText(name: string, text: string, step: SendStep, left: number, nextName: string | null): string {
  const what = step.kind === 'text' ? `给「${name}」的话，${count([...text].length)} 字` : `给「${name}」的第 ${step.place} 张图`;
  if (left > 0) return `剪贴板：${what}，接着按 c 复制${step.kind === 'text' ? '第 1 张图' : '下一张图'}`;
  return `剪贴板：${what}，记为已发${thenNext(nextName)}`;
}
