import type { PostState } from '../../../shared/contracts/calendar.ts';
import { type CalendarEventKind, calendarEventKinds } from '../../../shared/contracts/calendar-events.ts';
import { calendarEventKindWords, categoryWords, postStateWords, publishChannelWords } from '../../../shared/domain/words.ts';

/** Columns of a calendar as a table; an own day has its kind in the first one, a post the word below. */
export const fileColumns = ['种类', '日期', '时间', '到', '微信号', '渠道', '类别', '状态', '标题', '内容', '图片'] as const;
export type FileColumn = (typeof fileColumns)[number];
export const postKindWord = '内容';

/** Other names under which tables from elsewhere have these columns. */
const aliases: Partial<Record<FileColumn, readonly string[]>> = {
  种类: ['type', 'kind'],
  日期: ['发布日期', '日子', '开始日期', 'date', 'startdate', 'day'],
  时间: ['发布时间', '排在', '排期', '时刻', 'time', 'starttime', 'datetime', 'scheduledat'],
  到: ['结束日期', '截止', 'enddate', 'to'],
  微信号: ['账号', '号', 'account'],
  渠道: ['平台', '发到', 'channel'],
  类别: ['分类', '类型', 'category'],
  状态: ['state', 'status'],
  标题: ['题目', '主题', 'title', 'subject', 'summary'],
  内容: ['文案', '文字', '正文', '朋友圈', 'text', 'content', 'description'],
  图片: ['配图', 'pictures', 'images'],
};

const fold = (text: string) => text.toLowerCase().replaceAll(/[\s_\-:：（）()]/g, '');

/** The place of each known column in a header; missing ones are not in the map. */
export function placesOf(header: readonly string[]): Map<FileColumn, number> {
  const names = header.map(fold);
  const places = new Map<FileColumn, number>();
  for (const column of fileColumns) {
    const known = [column, ...(aliases[column] ?? [])].map(fold);
    const at = names.findIndex((name) => known.includes(name));
    if (at >= 0) places.set(column, at);
  }
  return places;
}

const reverse = <K extends string>(words: Readonly<Record<K, string>>) =>
  new Map(Object.entries(words).map(([code, word]) => [word as string, code as K]));
export const categoryOf = reverse(categoryWords);
export const channelOf = reverse(publishChannelWords);
export const stateOf: ReadonlyMap<string, PostState> = reverse(postStateWords);
export const kindOf: ReadonlyMap<string, CalendarEventKind> = new Map(
  calendarEventKinds.map((kind) => [calendarEventKindWords[kind], kind]),
);
