import type { CalendarDay, Post } from '../../../shared/contracts/calendar.ts';
import { contentCategories, isVideo } from '../../../shared/contracts/content.ts';

export { categoryWords, postStateWords as stateWords } from '../../../shared/domain/words.ts';
export { categoryColors } from '../../lib/words.ts';

import { clockTime, dateText, daysBetween, spokenTime } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';

export const categories = contentCategories;

/** The first line of a post, for lists; what else there is when it has no text. */
export function postTitle(post: Pick<Post, 'text' | 'assets'>): string {
  const line = post.text.trim().split('\n', 1)[0]?.trim() ?? '';
  if (line !== '') return line;
  if (post.assets.some(({ mime }) => isVideo(mime))) return '一个视频，没有文字';
  return post.assets.length > 0 ? `${post.assets.length} 张图，没有文字` : '还没有内容';
}

const lunarMonths = new Intl.DateTimeFormat('zh-CN-u-ca-chinese', { month: 'long' });

/** The lunar day with its month: 农历十月十四, 农历正月初一. */
export function lunarText(day: Pick<CalendarDay, 'on' | 'lunar'>): string {
  // on the first of a month `lunar` is the name of the month
  if (day.lunar.endsWith('月')) return `农历${day.lunar}初一`;
  const month = lunarMonths.formatToParts(new Date(`${day.on}T12:00`)).find((part) => part.type === 'month')?.value ?? '';
  return `农历${month}${day.lunar}`;
}

/** When a post is, always with its time: 今天 20:00, 下周二 10:00, 10月26日 07:40. */
export function whenText(at: number, today: number = now()): string {
  return daysBetween(today, at) < -2 ? `${dateText(at, today)} ${clockTime(at)}` : spokenTime(at, today);
}

/** Whether she has said what became of it. */
export function isSettled(post: Pick<Post, 'state'>): boolean {
  return post.state === 'posted' || post.state === 'skipped';
}
