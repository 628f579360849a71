import type { Birthday } from '../../shared/contracts/friends.ts';
import { showsChinaTime } from '../../shared/domain/active-hours.ts';
import { lunarDay, lunarMonth } from '../../shared/domain/lunar-words.ts';
import { now } from './now.ts';

/** 'YYYY-MM-DD' of the local day. */
export { localDay as dayText } from '../../shared/domain/wall-time.ts';
export { lunarDay, lunarMonth };

const dayMs = 86_400_000;
/** Days of the week as WeChat writes them, Monday first. */
export const weekdayWords = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;
const two = (value: number) => String(value).padStart(2, '0');
const numbers = new Intl.NumberFormat('zh-CN');

/** Midnight (local time) of the day that holds `at`. */
export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Whole local days from `from` to `at`: 0 today, 1 tomorrow, −1 yesterday. Right across a change of summer time. */
export function daysBetween(from: number, at: number): number {
  return Math.round((startOfDay(at) - startOfDay(from)) / dayMs);
}

/** '20:00' */
export function clockTime(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Days since Monday: 0 … 6. */
function weekdayFromMonday(at: number): number {
  return (new Date(at).getDay() + 6) % 7;
}

/** '周三': of the local day. */
export const weekdayText = (at: number): string => weekdayWords[weekdayFromMonday(at)] ?? '';

/** '3月8日', with the year when it is not this one. */
export function dateText(at: number, today: number = now()): string {
  const date = new Date(at);
  const near = `${date.getMonth() + 1}月${date.getDate()}日`;
  return date.getFullYear() === new Date(today).getFullYear() ? near : `${date.getFullYear()}年${near}`;
}

/** A day as people say it: 今天, 明天, 昨天, 3 天前, 周五, 下周二, 3月8日. Weeks start on Monday. */
export function spokenDay(at: number, today: number = now()): string {
  const days = daysBetween(today, at);
  const named = { '-2': '前天', '-1': '昨天', '0': '今天', '1': '明天', '2': '后天' }[String(days)];
  if (named) return named;
  if (days < 0 && days >= -30) return `${-days} 天前`;
  const weeks = Math.floor((days + weekdayFromMonday(today)) / 7);
  const weekday = weekdayText(at);
  if (days > 0 && weeks === 0) return weekday;
  if (days > 0 && weeks === 1) return `下${weekday}`;
  return dateText(at, today);
}

/** A moment as people say it: 今天 20:00, 昨天 09:30, 下周二 10:00; older than two days only the day. */
export function spokenTime(at: number, today: number = now()): string {
  const days = daysBetween(today, at);
  return days < -2 ? spokenDay(at, today) : `${spokenDay(at, today)} ${clockTime(at)}`;
}

/** How long ago, for columns: 刚刚, 12 分钟前, 今天 09:20, 昨天, 3 天前, 5月2日. */
export function spokenAgo(at: number, today: number = now()): string {
  const ms = today - at;
  if (ms >= 0 && ms < 60_000) return '刚刚';
  if (ms >= 0 && ms < 3_600_000) return `${Math.floor(ms / 60_000)} 分钟前`;
  return daysBetween(today, at) === 0 ? `今天 ${clockTime(at)}` : spokenDay(at, today);
}

/** Stands before an hour of China where the clock of this machine shows another one. */
export const chinaMark = (today: number = now()): string => (showsChinaTime(today) ? '' : '北京时间 ');

/** Everything, for the hover: '2026年3月8日 周日 20:00'. */
export function fullTime(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日 ${weekdayText(at)} ${clockTime(at)}`;
}

/** A number that came or went: '+1,200', '−50'. */
export const signed = (value: number): string => (value < 0 ? `−${numbers.format(-value)}` : `+${numbers.format(value)}`);

/** 8214 → '8,214' */
export function count(value: number): string {
  return numbers.format(value);
}

/** Integer 分 → '¥1,234.50' */
export function money(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const whole = Math.abs(Math.trunc(fen));
  return `${sign}¥${numbers.format(Math.floor(whole / 100))}.${two(whole % 100)}`;
}

/** Integer 分 → '1234.50', for tables that are reckoned on with. */
export const yuanText = (fen: number): string => (fen / 100).toFixed(2);

/** 0.1234 → '12.3%' */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`;
}

/** Bytes → '1.2 MB', '68.9 GB' */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} 字节`;
  if (bytes < 1024 ** 2) return `${Math.round(bytes / 1024)} KB`;
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

/** '1990年3月8日', '农历八月十五'; without a year when it is not known. */
export function birthdayText(birthday: Birthday): string {
  const year = birthday.year ? `${birthday.year}年` : '';
  if (birthday.calendar === 'solar') return `${year}${birthday.month}月${birthday.day}日`;
  return `农历${year}${birthday.leap ? '闰' : ''}${lunarMonth(birthday.month)}${lunarDay(birthday.day)}`;
}

/** Remaining time in words: '约 40 秒', '约 3 分钟'. */
export function spokenDuration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 90 ? `约 ${seconds} 秒` : `约 ${Math.round(seconds / 60)} 分钟`;
}

const mega = 1024 * 1024;

/** Bytes as whole MB (KB for less than 10 MB), for a bar that counts; `total` 0 = not known yet. */
export function byteSteps(done: number, total: number): { done: number; total: number; unit: string } {
  const [size, unit] = total >= 10 * mega ? [mega, 'MB'] : [1024, 'KB'];
  return { done: Math.round(done / size), total: total > 0 ? Math.max(1, Math.round(total / size)) : 0, unit };
}
