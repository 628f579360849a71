import type { CalendarDay } from '../../../shared/contracts/calendar.ts';
import { dateText, startOfDay, weekdayText } from '../../lib/format.ts';
import { lunarText } from '../publishing/index.ts';

export type CalendarView = 'month' | 'week' | 'day' | 'list';
/** The list shows what the month shows, without the days around it. */
export const viewNames: Record<CalendarView, string> = { month: '月', week: '周', day: '日', list: '列表' };
export const turnNames: Record<CalendarView, [string, string]> = {
  month: ['上个月', '下个月'],
  week: ['上一周', '下一周'],
  day: ['前一天', '后一天'],
  list: ['上个月', '下个月'],
};

/** Midnight `days` days later (local time, right across summer time). */
export function addDays(at: number, days: number): number {
  const date = new Date(startOfDay(at));
  return date.setDate(date.getDate() + days);
}

/** Monday 00:00 of the week that holds `at`. */
export function startOfWeek(at: number): number {
  return addDays(at, -((new Date(at).getDay() + 6) % 7));
}

/** First midnight of the month, `months` later. */
export function startOfMonth(at: number, months = 0): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth() + months, 1).getTime();
}

/** The days on the screen: whole weeks around the month, the week, the day, the month itself. `toAt` is the midnight after the last. */
export function rangeOf(view: CalendarView, at: number): { fromAt: number; toAt: number } {
  if (view === 'day') return { fromAt: addDays(at, 0), toAt: addDays(at, 1) };
  if (view === 'list') return { fromAt: startOfMonth(at), toAt: startOfMonth(at, 1) };
  if (view === 'week') return { fromAt: startOfWeek(at), toAt: addDays(startOfWeek(at), 7) };
  return { fromAt: startOfWeek(startOfMonth(at)), toAt: addDays(startOfWeek(addDays(startOfMonth(at, 1), -1)), 7) };
}

/** The same day of the month before or after (the last one when it is shorter), of the week before or after, or the next day. */
export function turnPage(view: CalendarView, at: number, by: 1 | -1): number {
  if (view === 'week' || view === 'day') return addDays(at, view === 'day' ? by : by * 7);
  const first = new Date(startOfMonth(at, by));
  const last = new Date(first.getFullYear(), first.getMonth() + 1, 0).getDate();
  return new Date(first.getFullYear(), first.getMonth(), Math.min(new Date(at).getDate(), last)).getTime();
}

/** '2026年11月', or '11月23日 – 29日' for a week. */
export function pageTitle(view: CalendarView, at: number): string {
  const date = new Date(at);
  if (view === 'day') return `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日 ${weekdayText(at)}`;
  if (view !== 'week') return `${date.getFullYear()}年${date.getMonth() + 1}月`;
  const first = new Date(startOfWeek(at));
  const last = new Date(addDays(startOfWeek(at), 6));
  const end = first.getMonth() === last.getMonth() ? `${last.getDate()}日` : `${last.getMonth() + 1}月${last.getDate()}日`;
  return `${first.getFullYear()}年${first.getMonth() + 1}月${first.getDate()}日 – ${end}`;
}

/** 'YYYY-MM-DD' → its local midnight in ms; NaN when it is no day. */
export function dayAt(on: string): number {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(on);
  return parts ? new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])).getTime() : Number.NaN;
}

/** '11月26日 周四' */
export function dayName(at: number): string {
  return `${dateText(at)} ${weekdayText(at)}`;
}

/** The one word under the number of a day: its festival, else its solar term, else the lunar day. */
export function dayNote(day: CalendarDay | undefined): { text: string; special: boolean } {
  if (!day) return { text: '', special: false };
  const special = day.festivals[0] ?? day.solarTerm;
  return special ? { text: special, special: true } : { text: day.lunar, special: false };
}

/** Everything a day is, for the hover and for screen readers: 农历八月十五 · 中秋 · 国庆放假. */
export function dayFacts(day: CalendarDay): string {
  const arrangement = day.arrangement ? (day.arrangement.work ? '调休上班' : `${day.arrangement.name}放假`) : '';
  return [lunarText(day), ...day.festivals, day.solarTerm ?? '', arrangement].filter(Boolean).join(' · ');
}
