import type { ActiveHours } from '../../../shared/contracts/search.ts';

export const weekdayWords = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

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

/** When to write to her, in one sentence; null = nobody wrote anything. */
export function hoursSentence({ cells, messages, best, from }: ActiveHours): string | null {
  const first = best[0];
  if (!first) return null;
  const when = `${weekdayWords[first.weekday]}${spanText(first.hour, first.hour + 1)}`;
  if (from === 'segment')
    return messages === 0
      ? `还没写过消息。按所有好友看，${when}最容易等到回话。`
      : `消息还不多（${messages} 条）。按所有好友看，${when}最容易等到回话。`;
  const span = busiestSpan(cells);
  if (!span) return null;
  const usual = spanText(span.from, span.to);
  const day = best.find(({ hour }) => within(hour, span));
  const most = day ? `，${weekdayWords[day.weekday]}最多` : '';
  return span.share > 0.5 ? `多半在${usual}回你${most}。` : `${usual}回得最多${most}，但别的时候也回。`;
}

/** How dark a cell is drawn, 0–5: by its part of the busiest one. */
export function shade(value: number, most: number): number {
  return value <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((value / most) * 5));
}
