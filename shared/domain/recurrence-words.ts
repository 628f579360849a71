import type { RecurrenceRule } from '../contracts/recurrences.ts';

const weekdays = ['一', '二', '三', '四', '五', '六', '日'] as const;
const months = ['正', '二', '三', '四', '五', '六', '七', '八', '九', '十', '冬', '腊'] as const;
const digits = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const;
const nths = { 1: '第一个', 2: '第二个', 3: '第三个', 4: '第四个', [-1]: '最后一个' } as const;
const two = (n: number) => String(n).padStart(2, '0');

export const weekdayName = (weekday: number): string => `周${weekdays[weekday - 1] ?? ''}`;
/** minutes since midnight → 20:05 */
export const minuteText = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
export const lunarMonthName = (month: number, leap = false): string => `${leap ? '闰' : ''}${months[month - 1] ?? ''}月`;

/** 1 … 30 as a lunar day: 初一, 十五, 廿九, 三十 */
export function lunarDayName(day: number): string {
  if (day <= 10) return `初${digits[day - 1] ?? ''}`;
  if (day < 20) return `十${digits[day - 11] ?? ''}`;
  return day === 20 ? '二十' : day === 30 ? '三十' : `廿${digits[day - 21] ?? ''}`;
}

/** When a series comes back, in one sentence: 每周一、四 20:00 */
export function ruleText(rule: RecurrenceRule): string {
  return `${daysText(rule)} ${minuteText(rule.minute)}`;
}

function daysText(rule: RecurrenceRule): string {
  switch (rule.kind) {
    case 'daily':
      return rule.every === 1 ? '每天' : `每 ${rule.every} 天`;
    case 'weekly':
      return rule.weekdays.length === 7 ? '每天' : `每${[...rule.weekdays].sort().map(weekdayName).join('、').replaceAll('、周', '、')}`;
    case 'monthly':
      return `每月 ${rule.day} 日`;
    case 'monthlyWeekday':
      return `每月${nths[rule.nth as keyof typeof nths]}${weekdayName(rule.weekday)}`;
    case 'yearly':
      return `每年 ${rule.month} 月 ${rule.day} 日`;
    case 'yearlyLunar':
      return `每年农历${lunarMonthName(rule.month, rule.leap)}${lunarDayName(rule.day)}`;
  }
}

/** What a rule does where the calendar has no such day; null = every time has one. */
export function ruleNote(rule: RecurrenceRule): string | null {
  if (rule.kind === 'monthly' && rule.day > 28) return `没有 ${rule.day} 日的月份，排在那个月的最后一天。`;
  if (rule.kind === 'yearly' && rule.month === 2 && rule.day === 29) return '不是闰年的时候，排在 2 月 28 日。';
  if (rule.kind !== 'yearlyLunar') return null;
  const leap = rule.leap ? `没有${lunarMonthName(rule.month, true)}的年份，排在${lunarMonthName(rule.month)}。` : '';
  const thirtieth = rule.day === 30 ? '那个月只有二十九天的话，排在廿九。' : '';
  return `${leap}${thirtieth}` || null;
}
