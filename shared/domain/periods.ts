import { dayAfter, monthAround } from './segment-days.ts';
import { dayNumber, weekdayOf } from './wall-time.ts';

/** Days from one to another, both included, YYYY-MM-DD. */
export interface Period {
  fromOn: string;
  toOn: string;
}

export const periodKinds = ['thisMonth', 'lastMonth', 'quarter', 'year'] as const;
export type PeriodKind = (typeof periodKinds)[number];
export const periodWords: Record<PeriodKind, string> = { thisMonth: '这个月', lastMonth: '上个月', quarter: '这个季度', year: '今年' };

/** The days that a name means; what is still to come is left away. */
export function periodOf(kind: PeriodKind, today: string): Period {
  const month = Number(today.slice(5, 7));
  switch (kind) {
    case 'thisMonth':
      return { fromOn: monthAround(today, 0).fromOn, toOn: today };
    case 'lastMonth':
      return monthAround(today, -1);
    case 'quarter':
      return { fromOn: monthAround(today, -((month - 1) % 3)).fromOn, toOn: today };
    case 'year':
      return { fromOn: `${today.slice(0, 4)}-01-01`, toOn: today };
  }
}

/** Longer periods are told by months, shorter ones by weeks. */
const longestInWeeks = 62;
export const stepOf = ({ fromOn, toOn }: Period): 'month' | 'week' => (daysIn({ fromOn, toOn }) > longestInWeeks ? 'month' : 'week');
export const daysIn = ({ fromOn, toOn }: Period): number => dayNumber(toOn) - dayNumber(fromOn) + 1;

/** The period in whole months, or weeks from Monday on, as far as they lie within it. */
export function piecesOf(period: Period, step = stepOf(period)): Period[] {
  const pieces: Period[] = [];
  for (let fromOn = period.fromOn; fromOn <= period.toOn; ) {
    const end = step === 'month' ? monthAround(fromOn, 0).toOn : dayAfter(fromOn, 7 - weekdayOf(fromOn));
    const toOn = end < period.toOn ? end : period.toOn;
    pieces.push({ fromOn, toOn });
    fromOn = dayAfter(toOn, 1);
  }
  return pieces;
}

const dayText = (on: string, withYear: boolean) =>
  `${withYear ? `${Number(on.slice(0, 4))}年` : ''}${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`;

/** A period as people say it: 11月, 2025年11月, 11月2日到8日. @param today says which year need not be named */
export function periodText({ fromOn, toOn }: Period, today: string): string {
  const year = today.slice(0, 4);
  const foreign = !fromOn.startsWith(year) || !toOn.startsWith(year);
  const month = monthAround(fromOn, 0);
  if (month.fromOn === fromOn && month.toOn === toOn)
    return `${foreign ? `${Number(fromOn.slice(0, 4))}年` : ''}${Number(fromOn.slice(5, 7))}月`;
  if (fromOn === toOn) return dayText(fromOn, foreign);
  const sameMonth = fromOn.slice(0, 7) === toOn.slice(0, 7);
  return `${dayText(fromOn, foreign)}到${sameMonth ? `${Number(toOn.slice(8, 10))}日` : dayText(toOn, foreign)}`;
}
