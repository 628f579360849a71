import type { TimePrecision } from '../../../../../../shared/domain/messages.ts';
import { type ChatProblemKind, earliestAt } from '../chat-source.ts';
import { dayStart } from '../text-time.ts';

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
  private dayText = '';
  private dayAt = 0;

  read(cell: string): ChatProblemKind | null {
    this.precision = 'second';
    if (!this.exact(cell) && !this.other(cell.trim())) return cell.trim() === '' ? 'noTime' : 'badTime';
    return this.at < earliestAt || this.at >= latestAt ? 'timeOutOfRange' : null;
  }

  /** 'YYYY-MM-DD HH:mm:ss', as nearly every file has it */
  private exact(cell: string): boolean {
    if (cell.length !== 19 || cell.charCodeAt(4) !== 45 || cell.charCodeAt(13) !== 58 || cell.charCodeAt(16) !== 58) return false;
    if (cell.charCodeAt(10) !== 32 && cell.charCodeAt(10) !== 84) return false;
    const [hour, minute, second] = [twoDigits(cell, 11), twoDigits(cell, 14), twoDigits(cell, 17)];
    if (!(hour < 24 && minute < 60 && second < 60)) return false;
    if (!cell.startsWith(this.dayText) || this.dayText === '') {
      const start = dayStart({ year: twoDigits(cell, 0) * 100 + twoDigits(cell, 2), month: twoDigits(cell, 5), day: twoDigits(cell, 8) });
      if (cell.charCodeAt(7) !== 45 || start === null) return false;
      this.dayText = Buffer.from(cell.slice(0, 10), 'latin1').toString('latin1');
      this.dayAt = start;
    }
    this.at = this.dayAt + (hour * 3600 + minute * 60 + second) * 1000;
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
    const start = dayStart({ year: year!, month: month!, day: day! });
    if (start === null || (hour ?? 0) > 23 || (minute ?? 0) > 59 || (second ?? 0) > 59) return false;
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

/** NaN where there is no digit. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - zero, text.charCodeAt(at + 1) - zero];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}
