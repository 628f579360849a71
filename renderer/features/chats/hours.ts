import type { ActiveHours } from '../../../shared/contracts/search.ts';
import { ownHoursFrom } from '../../../shared/domain/active-hours.ts';
import { chinaMark, count, weekdayWords } from '../../lib/format.ts';
import { spanOfDays } from './when.ts';

/** '晚上 8 点' as people say an hour of the day, 0–24. */
export function spokenHour(hour: number): string {
  const at = hour % 24;
  if (hour === 24 || at === 0) return '半夜 12 点';
  if (at < 5) return `凌晨 ${at} 点`;
  if (at < 9) return `早上 ${at} 点`;
  if (at < 12) return `上午 ${at} 点`;
  if (at === 12) return '中午 12 点';
  if (at < 18) return `下午 ${at - 12} 点`;
  return `晚上 ${at - 12} 点`;
}

/** The second time of a span: the part of the day is said once. */
function spanText(from: number, to: number): string {
  const a = spokenHour(from);
  const b = spokenHour(to);
  const [part] = a.split(' ');
  return `${a}到${b.startsWith(`${part} `) ? b.slice(part?.length ?? 0) : b}`.replace(/到 /, '到 ');
}

/** Whether an hour of the day lies in a span, which may go over midnight. */
function within(hour: number, { from, to }: { from: number; to: number }): boolean {
  return from < to ? hour >= from && hour < to : hour >= from || hour < to;
}

/** The shortest run of at most four hours of the day that holds most of the messages, else the three hours that hold the most. */
export function busiestSpan(cells: readonly number[]): { from: number; to: number; share: number } | null {
  const day = Array.from({ length: 24 }, (_, hour) => cells.reduce((sum, value, at) => (at % 24 === hour ? sum + value : sum), 0));
  const total = day.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return null;
  const best = (length: number) => {
    let from = 0;
    let share = -1;
    for (let at = 0; at < 24; at += 1) {
      let sum = 0;
      for (let step = 0; step < length; step += 1) sum += day[(at + step) % 24] as number;
      if (sum / total > share + 1e-9) [from, share] = [at, sum / total];
    }
    return { from, to: from + length > 24 ? from + length - 24 : from + length, share };
  };
  for (const length of [1, 2, 3, 4]) {
    const span = best(length);
    if (span.share > 0.5) return span;
  }
  return best(3);
}

/** What is known of the hours of one friend or several, in one sentence: never more than the messages say. */
export function hoursSentence(hours: ActiveHours, of: 'friend' | 'segment'): string {
  const { cells, messages, best, from, bestOf } = hours;
  const first = best[0];
  if (from === 'everybody' || !first) {
    const few =
      messages === 0
        ? of === 'friend'
          ? '对方还没写过消息。'
          : '这些人还没有写来的消息。'
        : `消息还不多（${count(messages)} 条），看不出什么时候回话多。`;
    if (!first) return few;
    const when = `${weekdayWords[first.weekday]}${spanText(first.hour, first.hour + 1)}`;
    return `${few}按所有好友的 ${count(bestOf)} 条看，${when}最容易等到回话。`;
  }
  const span = busiestSpan(cells);
  if (!span) return '';
  const usual = spanText(span.from, span.to);
  const day = best.find(({ hour }) => within(hour, span));
  const most = day ? `，${weekdayWords[day.weekday]}最多` : '';
  const acts = of === 'friend' ? '回你' : '说话';
  const many = of === 'friend' ? '回得' : '说话';
  return span.share > 0.5 ? `多半在${usual}${acts}${most}。` : `${usual}${many}最多${most}，但别的时候也${of === 'friend' ? '回' : '有'}。`;
}

/** Whether there are enough messages to draw hours from. */
export const enoughToDraw = ({ messages }: Pick<ActiveHours, 'messages'>): boolean => messages >= ownHoursFrom;

/** What the hours rest on: how many messages of whom, from when to when; null = on nothing. */
export function hoursBasis({ messages, friends, fromAt, toAt }: ActiveHours, of: 'friend' | 'segment', today?: number): string | null {
  if (fromAt === null || toAt === null) return null;
  const whose = of === 'friend' ? '对方' : `其中 ${count(friends)} 位`;
  return `按${whose}在 ${spanOfDays(fromAt, toAt, today)} 写的 ${count(messages)} 条消息算，越近的越算数`;
}

/** Whose hours these are, where the clock of this machine shows others; null = its own. */
export const hoursZone = (today?: number): string | null => (chinaMark(today) === '' ? null : '钟点都是北京时间');

/** How dark a cell is drawn, 0–5: by its part of the busiest one. */
export function shade(value: number, most: number): number {
  return value <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((value / most) * 5));
}
