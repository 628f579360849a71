import type { TimePrecision } from '../../../../../shared/domain/messages.ts';
import type { ChatProblemKind } from './chat-source.ts';
import { earliestAt } from './chat-source.ts';

/** Chinese files carry China time, UTC+8 without summer time since 1991. */
const chinaOffset = 8 * 3_600_000;
const day = 86_400_000;

/** A time read from text, or why it could not be. */
export type TextTime = { at: number; precision: TimePrecision } | { problem: ChatProblemKind };

/** Parts of a time in a text; `day` null = the text names no date. */
export interface TimeParts {
  day: CalendarDay | null;
  hour: number;
  minute: number;
  /** null = the text names no seconds */
  second: number | null;
}

export interface CalendarDay {
  year: number;
  month: number;
  day: number;
}

/** Milliseconds UTC at which a day begins in China; null = there is no such day. */
export function dayStart({ year, month, day: date }: CalendarDay): number | null {
  const utc = Date.UTC(year, month - 1, date);
  const made = new Date(utc);
  if (year < 1000 || made.getUTCFullYear() !== year || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== date) return null;
  return utc - chinaOffset;
}

/** 'YYYY-MM-DD' → its parts; null = something else. */
export function readDay(text: string | null | undefined): CalendarDay | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? '');
  if (!match) return null;
  const found = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return dayStart(found) === null ? null : found;
}

/** The China day of a moment. */
export function chinaDay(at: number): CalendarDay {
  const made = new Date(at + chinaOffset);
  return { year: made.getUTCFullYear(), month: made.getUTCMonth() + 1, day: made.getUTCDate() };
}

/** `days` before a day. */
export function daysBefore(from: CalendarDay, days: number): CalendarDay {
  return chinaDay((dayStart(from) ?? 0) - days * day);
}

/** Parts → a moment; no seconds are invented: without them it is known to the minute. */
export function momentOf({ day: date, hour, minute, second }: TimeParts): TextTime {
  if (!date) return { problem: 'noTime' };
  const start = dayStart(date);
  if (start === null || hour > 23 || minute > 59 || (second ?? 0) > 59) return { problem: 'badTime' };
  const at = start + ((hour * 60 + minute) * 60 + (second ?? 0)) * 1000;
  if (at < earliestAt) return { problem: 'timeOutOfRange' };
  return { at, precision: second === null ? 'minute' : 'second' };
}

/** Hour of a 12-hour clock: 下午2 → 14, 12 AM → 0, 中午12 → 12, 晚上12 → 0 of the same date, as WeChat writes it. */
export function hourOf(hour: number, half: string): number {
  const word = half.toLowerCase();
  if (word === '' || hour > 12) return hour;
  const afternoon = /^(pm|p\.m\.|下午|晚上|傍晚)$/.test(word);
  if (word === '中午') return hour < 3 ? hour + 12 : hour;
  if (word === '晚上' && hour === 12) return 0;
  return (hour % 12) + (afternoon ? 12 : 0);
}

const weekdays = '日一二三四五六天';

/**
 * '昨天', '前天', '今天', '星期三', '周三', 'Yesterday' → the day, counted back from the day the text was copied on; a weekday is the
 * latest one before that day. null = no such word.
 */
export function relativeDay(word: string, copied: CalendarDay): CalendarDay | null {
  const fixed = { 今天: 0, today: 0, 昨天: 1, yesterday: 1, 前天: 2 }[word.toLowerCase()];
  if (fixed !== undefined) return daysBefore(copied, fixed);
  const name = /^(?:星期|周|礼拜)([日一二三四五六天])$/.exec(word);
  const english = /^(sun|mon|tue|wed|thu|fri|sat)/i.exec(word);
  if (!name && !english) return null;
  const wanted = name
    ? weekdays.indexOf(name[1]!) % 7
    : ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].indexOf(english![1]!.toLowerCase());
  const today = new Date(Date.UTC(copied.year, copied.month - 1, copied.day)).getUTCDay();
  return daysBefore(copied, (today - wanted + 7) % 7 || 7);
}

const clock = String.raw`(?:(?<before>上午|下午|凌晨|早上|清晨|中午|晚上|傍晚|AM|PM)\s*)?(?<hour>\d{1,2})[:：](?<minute>\d{2})(?:[:：](?<second>\d{2}))?(?:\s*(?<after>[AP]\.?M\.?))?`;
const year = String.raw`(?<year>\d{4})\s*[-/.年]\s*`;
const monthDay = String.raw`(?<month>\d{1,2})\s*[-/.月]\s*(?<date>\d{1,2})日?`;
const word = `(?<word>今天|昨天|前天|(?:星期|周|礼拜)[日一二三四五六天]|Yesterday|Today|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)`;

const weekday = String.raw`(?:(?:星期|周)[日一二三四五六天]\s*)?`;

/**
 * Pattern source of a time as WeChat or a person writes it, with named groups for `partsOf`. long = year, month and day; any = also
 * without the year, relative words or the time of day alone.
 */
export const timePatterns = {
  clock,
  long: `${year}${monthDay}\\s*[,，T]?\\s*${weekday}${clock}`,
  any: `(?:(?:(?:${year})?${monthDay}|${word})\\s*[,，T]?\\s*)?${weekday}${clock}`,
} as const;

/** Groups of a `timePatterns` match → parts; `copied` gives what the text leaves out, null = it stays missing. */
export function partsOf(groups: Record<string, string | undefined>, copied: CalendarDay | null): TimeParts {
  const hour = hourOf(Number(groups.hour), groups.before ?? groups.after ?? '');
  const second = groups.second === undefined ? null : Number(groups.second);
  return { day: dayOf(groups, copied), hour, minute: Number(groups.minute), second };
}

function dayOf(groups: Record<string, string | undefined>, copied: CalendarDay | null): CalendarDay | null {
  if (groups.month === undefined) {
    if (!copied) return null;
    return groups.word === undefined ? copied : relativeDay(groups.word, copied);
  }
  const written = { month: Number(groups.month), day: Number(groups.date) };
  if (groups.year !== undefined) return { year: Number(groups.year), ...written };
  if (!copied) return null;
  // nothing is copied before it was said: 12月31日 copied in January is last year's
  const later = written.month > copied.month || (written.month === copied.month && written.day > copied.day);
  return { year: later ? copied.year - 1 : copied.year, ...written };
}
