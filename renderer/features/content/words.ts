import {
  type Asset,
  type ContentCard,
  type ContentSort,
  type contentCategories,
  type contentUses,
  isVideo,
} from '../../../shared/contracts/content.ts';
import { lastUseAt } from '../../../shared/domain/reuse.ts';
import { count, dateText, fileSize } from '../../lib/format.ts';

export { categoryWords, contentFormWords as formWords, publishChannelWords as channelWords } from '../../../shared/domain/words.ts';
export { categoryColors } from '../../lib/words.ts';

export type Category = (typeof contentCategories)[number];

export const sortWords: Record<ContentSort, string> = {
  newest: '最近改过的',
  recentlyUsed: '最近用过的',
  neverUsed: '好久没用的',
  bestResults: '效果最好的',
};

export const useWords: Record<(typeof contentUses)[number], string> = {
  free: '现在能用',
  unused: '从没用过',
  used: '用过',
  used30: '30 天内用过',
  notUsed90: '90 天没用',
};

/** What a piece is called: its title, else its first line. */
export function pieceName({ title, excerpt, assets }: Pick<ContentCard, 'title' | 'excerpt' | 'assets'>): string {
  const first = title || excerpt.trim().split('\n', 1)[0]?.trim();
  return (
    first || (assets.length > 0 ? `${assets.length} 个${assets.some(({ mime }) => isVideo(mime)) ? '视频' : '图'}，没有文字` : '空白素材')
  );
}

/** `2030-06-03` → 6月3日 */
export const dayWords = (on: string): string => `${Number(on.slice(5, 7))}月${Number(on.slice(8))}日`;

/** Whether it may go out, in a few words; tone for its colour. */
export function reuseText({ reuse, freeOn, evergreen, usage }: ContentCard): { text: string; tone: 'free' | 'wait' | 'quiet' } {
  switch (reuse) {
    case 'unused':
      return { text: '还没用过', tone: 'free' };
    case 'free':
      return { text: '可以再用', tone: 'free' };
    case 'resting':
      return { text: `${dayWords(freeOn ?? '')}后可再用`, tone: 'wait' };
    case 'spent':
      return { text: '用满了', tone: 'quiet' };
    case 'used':
      return { text: usage.posted > 0 ? '用过了' : '已排上', tone: evergreen ? 'wait' : 'quiet' };
  }
}

/** How often it was used, and when last: 发过 3 次 · 上次 5月3日 */
export function usageText({ usage }: ContentCard): string {
  const last = lastUseAt(usage);
  if (last === null) return '';
  const parts = [];
  if (usage.posted > 0) parts.push(`发过 ${count(usage.posted)} 次`);
  if (usage.planned > 0) parts.push(`排了 ${count(usage.planned)} 次`);
  parts.push(usage.lastPlannedAt === last ? `排在 ${dateText(last)}` : `上次 ${dateText(last)}`);
  return parts.join(' · ');
}

/** What came of it; '' when nothing was noted. */
export function resultText({ usage }: ContentCard): string {
  if (usage.results === 0) return '';
  const { likes, comments, privates, deals } = usage;
  return `赞 ${count(likes)} · 评 ${count(comments)} · 私信 ${count(privates)} · 成交 ${count(deals)}`;
}

/** 0:15, 12:03 */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** 海报.jpg，1080×1920，0:15，2.1 MB */
export function assetTitle({ name, width, height, durationMs, bytes }: Asset): string {
  const sides = width > 0 ? [`${width}×${height}`] : [];
  const length = durationMs === null ? [] : [durationText(durationMs)];
  return [name, ...sides, ...length, fileSize(bytes)].join('，');
}
