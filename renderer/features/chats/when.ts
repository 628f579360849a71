import type { TimePrecision } from '../../../shared/domain/messages.ts';
import { clockTime, dateText, daysBetween, fullTime, spokenDay, weekdayText } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** The clock time beside a message: never more exact than the file was. */
export function messageTime(at: number, precision: TimePrecision): string {
  return precision === 'day' ? '' : clockTime(at);
}

/** All that is known of the time, for the hover. */
export function messageMoment(at: number, precision: TimePrecision): string {
  if (precision === 'day') return `${fullTime(at).split(' ').slice(0, 2).join(' ')}，文件里没有写几点`;
  return precision === 'minute' ? `${fullTime(at)}（只精确到分钟）` : `${fullTime(at)}:${two(new Date(at).getSeconds())}`;
}

/** A day as a heading between messages: 今天, 昨天, 3月8日 周日, with the year when it is not this one. */
export function dayHeading(at: number, today: number = now()): string {
  const days = daysBetween(today, at);
  const date = `${dateText(at, today)} ${weekdayText(at)}`;
  return days === 0 || days === -1 ? `${spokenDay(at, today)} ${date}` : date;
}

/** From one day to another: the year stands where it is needed. */
export function spanOfDays(from: number, to: number, today: number = now()): string {
  const start = dateText(from, today);
  if (daysBetween(from, to) === 0) return start;
  const end = dateText(to, today);
  const sameYear = new Date(from).getFullYear() === new Date(to).getFullYear();
  // '2024年6月5日 到 8月25日' would be read as August of 2024
  return sameYear || end.includes('年') ? `${start} 到 ${end}` : `${start} 到今年${end}`;
}

/** For lists, as short as it can be: 20:31 today, 昨天, 周三 within a week, 3月8日, 2024年3月8日. */
export function shortWhen(at: number, precision: TimePrecision, today: number = now()): string {
  const days = daysBetween(today, at);
  if (days === 0 && precision !== 'day') return clockTime(at);
  if (days === 0 || days === -1) return spokenDay(at, today);
  return days < 0 && days > -7 ? weekdayText(at) : dateText(at, today);
}
