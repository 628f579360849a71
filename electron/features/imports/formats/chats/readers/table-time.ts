import type { TimePrecision } from '../../../../../../shared/domain/messages.ts';
import { type ChatProblemKind, earliestAt } from '../chat-source.ts';

/** seconds from which on a moment does not fit the ids of messages (the year 2106) */
const latestAt = 2 ** 32 * 1000;
const zero = 48;

/**
 * Reads the times of a table, one after the other: `read` says what is wrong (null = nothing) and leaves the moment in `at` and
 * `precision`, so that millions of rows make no objects. Knows 'YYYY-MM-DD HH:mm:ss' and what Excel makes of it ('2024/10/4 11:42', a
 * serial number), ISO with zone, seconds and milliseconds since 1970. Text without a zone is China time; no seconds are invented.
 */
export class TableTime {
  /** ms UTC */
  at = 0;
  precision: TimePrecision = 'second';
  /** the day before: as a number YYYYMMDD, and when it begins */
  private named = 0;
  private start = Number.NaN;
  private readonly signs = new Uint8Array(19);

  read(cell: string): ChatProblemKind | null {
    this.precision = 'second';
    if (!this.exactText(cell) && !this.other(cell.trim())) return cell.trim() === '' ? 'noTime' : 'badTime';
    return this.at < earliestAt || this.at >= latestAt ? 'timeOutOfRange' : null;
  }

  /** The same of a cell that is UTF-8, if it is written as nearly every file has it: 'YYYY-MM-DD HH:mm:ss'. false = ask `read` */
  readBytes(bytes: Uint8Array, from: number, end: number): boolean {
    this.precision = 'second';
    return end - from === 19 && this.exact(bytes, from) && this.at >= earliestAt && this.at < latestAt;
  }

  private exactText(cell: string): boolean {
    if (cell.length !== 19) return false;
    for (let at = 0; at < 19; at++) {
      const code = cell.charCodeAt(at);
      this.signs[at] = code < 128 ? code : 0;
    }
    return this.exact(this.signs, 0);
  }

  /** 'YYYY-MM-DD HH:mm:ss' */
  private exact(signs: Uint8Array, from: number): boolean {
    if (signs[from + 4] !== 45 || signs[from + 7] !== 45 || signs[from + 13] !== 58 || signs[from + 16] !== 58) return false;
    const between = signs[from + 10];
    if (between !== 32 && between !== 84) return false;
    const hour = twoDigits(signs, from + 11);
    const minute = twoDigits(signs, from + 14);
    const second = twoDigits(signs, from + 17);
    const century = twoDigits(signs, from);
    const year = twoDigits(signs, from + 2);
    const month = twoDigits(signs, from + 5);
    const day = twoDigits(signs, from + 8);
    if ((hour | minute | second | century | year | month | day) < 0 || hour > 23 || minute > 59 || second > 59) return false;
    const named = ((century * 100 + year) * 100 + month) * 100 + day;
    if (named !== this.named) {
      this.start = dayStartOf(century * 100 + year, month, day);
      this.named = named;
    }
    if (Number.isNaN(this.start)) return false;
    this.at = this.start + (hour * 3600 + minute * 60 + second) * 1000;
    return true;
  }

  private other(text: string): boolean {
    if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return this.moment(Math.floor(Number(text)) * 1000);
    if (/^\d{12,13}$/.test(text)) return this.moment(Number(text));
    // Excel's day numbers: 36526 = 2000-01-01
    if (/^\d{5}(?:\.\d+)?$/.test(text)) return this.serial(Number(text));
    const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/.test(text);
    if (zoned) {
      if (!/T\d\d:\d\d:/.test(text)) this.precision = 'minute';
      return this.moment(Math.floor(Date.parse(text) / 1000) * 1000);
    }
    const parts =
      /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T\s]+(?:星期.\s*)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/.exec(text);
    if (!parts) return false;
    const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => (part === undefined ? null : Number(part)));
    const start = dayStartOf(year!, month!, day!);
    if (Number.isNaN(start) || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return false;
    this.precision = hour == null ? 'day' : second == null ? 'minute' : 'second';
    return this.moment(start + (((hour ?? 0) * 60 + (minute ?? 0)) * 60 + (second ?? 0)) * 1000);
  }

  private serial(value: number): boolean {
    if (value < 36_526 || value > 75_000) return false;
    const seconds = Math.round((value - Math.floor(value)) * 86_400);
    this.precision = Number.isInteger(value) ? 'day' : 'second';
    return this.moment(Date.UTC(1899, 11, 30, -8) + Math.floor(value) * 86_400_000 + seconds * 1000);
  }

  private moment(at: number): boolean {
    this.at = at;
    return Number.isSafeInteger(at);
  }
}

/** Below 0 where there is no digit. */
function twoDigits(signs: Uint8Array, at: number): number {
  const tens = signs[at]! - zero;
  const ones = signs[at + 1]! - zero;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * ms UTC at which a day begins in China; NaN = there is no such day. Howard Hinnant's days_from_civil, because a Date for each of
 * millions of rows costs more than reading them.
 */
function dayStartOf(year: number, month: number, day: number): number {
  if (!(year >= 1971 && month >= 1 && month <= 12 && day >= 1 && day <= monthDays[month - 1]!)) return Number.NaN;
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return Number.NaN;
  const shifted = month <= 2 ? year - 1 : year;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const days = shifted * 365 + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + ofYear - 719_468;
  return days * 86_400_000 - 8 * 3_600_000;
}
