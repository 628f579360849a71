const months = ['正月', '二月', '三月', '四月', '五月', '六月', '七月', '八月', '九月', '十月', '冬月', '腊月'] as const;
const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const;

/** 1 → 初一, 15 → 十五, 21 → 廿一, 30 → 三十 */
export function lunarDay(day: number): string {
  if (day <= 10) return `初${digits[day] ?? ''}`;
  if (day < 20) return `十${digits[day - 10] ?? ''}`;
  if (day === 20) return '二十';
  return day === 30 ? '三十' : `廿${digits[day - 20] ?? ''}`;
}

/** 1 → 正月, 12 → 腊月 */
export const lunarMonth = (month: number): string => months[month - 1] ?? '';

/** 农历八月十五, 农历闰二月初三 */
export const lunarDayText = (month: number, day: number, isLeap: boolean): string =>
  `农历${isLeap ? '闰' : ''}${lunarMonth(month)}${lunarDay(day)}`;
