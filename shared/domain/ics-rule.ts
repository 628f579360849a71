import { dayNamed, dayNumber, weekdayOf } from './wall-time.ts';

/** An RRULE as far as it is understood: FREQ with INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH (RFC 5545, 3.3.10). */
export interface IcsRule {
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  count: number | null;
  /** last day, included */
  untilOn: string | null;
  /** nth 0 = every one; weekday 1 = Monday … 7 = Sunday */
  byDay: { nth: number; weekday: number }[];
  byMonthDay: number[];
  byMonth: number[];
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'WKST']);

/** null = a rule that says more than is understood here: better its first day alone than wrong days. */
export function readIcsRule(value: string): IcsRule | null {
  const parts = new Map(value.split(';').map((part) => part.toUpperCase().split('=') as [string, string]));
  const freq = parts.get('FREQ');
  if ([...parts.keys()].some((key) => !known.has(key))) return null;
  if (freq !== 'DAILY' && freq !== 'WEEKLY' && freq !== 'MONTHLY' && freq !== 'YEARLY') return null;
  const numbers = (key: string) => (parts.get(key) ?? '').split(',').filter(Boolean).map(Number);
  const byDay = (parts.get('BYDAY') ?? '')
    .split(',')
    .filter(Boolean)
    .map((word) => {
      const of = /^([+-]?\d+)?([A-Z]{2})$/.exec(word);
      return { nth: Number(of?.[1] ?? 0), weekday: weekdays.indexOf(of?.[2] ?? '') + 1 };
    });
  const until = /^(\d{4})(\d{2})(\d{2})/.exec(parts.get('UNTIL') ?? '');
  const rule: IcsRule = {
    freq,
    interval: Number(parts.get('INTERVAL') ?? 1),
    count: parts.has('COUNT') ? Number(parts.get('COUNT')) : null,
    untilOn: until ? `${until[1]}-${until[2]}-${until[3]}` : null,
    byDay,
    byMonthDay: numbers('BYMONTHDAY'),
    byMonth: numbers('BYMONTH'),
  };
  return isUnderstood(rule, parts.has('UNTIL') && !until) ? rule : null;
}

function isUnderstood({ freq, interval, count, byDay, byMonthDay, byMonth }: IcsRule, badUntil: boolean): boolean {
  if (badUntil || !Number.isInteger(interval) || interval < 1 || (count !== null && !(Number.isInteger(count) && count >= 1))) return false;
  if (byDay.some(({ weekday, nth }) => weekday === 0 || Math.abs(nth) > 5 || (nth !== 0 && freq !== 'MONTHLY'))) return false;
  // the nth weekday of a year, or both a weekday and a date: rare, and easily got wrong
  if (freq === 'YEARLY' && byDay.length > 0) return false;
  if (byDay.length > 0 && byMonthDay.length > 0) return false;
  return (
    byMonthDay.every((day) => Number.isInteger(day) && day !== 0 && Math.abs(day) <= 31) &&
    byMonth.every((month) => month >= 1 && month <= 12)
  );
}

/** a rule without an end is followed for so many days */
const longestWalk = 366 * 60;

/**
 * The days of a rule from `fromOn` to `toOn`, ascending, counted from its first day on (so that COUNT means what it says).
 * RFC 5545: a month without the day is left out.
 */
export function icsRuleDays(rule: IcsRule, startOn: string, fromOn: string, toOn: string): string[] {
  const start = dayNumber(startOn);
  const end = Math.min(dayNumber(rule.untilOn !== null && rule.untilOn < toOn ? rule.untilOn : toOn), start + longestWalk);
  const days: string[] = [];
  let counted = 0;
  for (let day = start; day <= end; day++) {
    const on = dayNamed(day);
    // the first day counts whatever the rule says of it
    if (day !== start && !isDayOf(rule, startOn, on)) continue;
    if (rule.count !== null && ++counted > rule.count) break;
    if (on >= fromOn) days.push(on);
  }
  return days;
}

function isDayOf(rule: IcsRule, startOn: string, on: string): boolean {
  const { freq, interval, byDay, byMonthDay, byMonth } = rule;
  const [month, day] = [Number(on.slice(5, 7)), Number(on.slice(8, 10))];
  if (byMonth.length > 0 && !byMonth.includes(month)) return false;
  const months = (of: string) => Number(of.slice(0, 4)) * 12 + Number(of.slice(5, 7));
  const monday = (of: string) => dayNumber(of) - weekdayOf(of) + 1;
  const passed = {
    DAILY: dayNumber(on) - dayNumber(startOn),
    WEEKLY: (monday(on) - monday(startOn)) / 7,
    MONTHLY: months(on) - months(startOn),
    YEARLY: Number(on.slice(0, 4)) - Number(startOn.slice(0, 4)),
  }[freq];
  if (passed % interval !== 0) return false;
  const length = new Date(Date.UTC(Number(on.slice(0, 4)), month, 0)).getUTCDate();
  if (byMonthDay.length > 0 && !byMonthDay.some((of) => (of > 0 ? of : length + 1 + of) === day)) return false;
  if (byDay.length > 0) return byDay.some(({ nth, weekday }) => weekdayOf(on) === weekday && isNth(nth, day, length));
  if (byMonthDay.length > 0 || freq === 'DAILY') return freq !== 'YEARLY' || byMonth.length > 0 || month === Number(startOn.slice(5, 7));
  if (freq === 'WEEKLY') return weekdayOf(on) === weekdayOf(startOn);
  if (day !== Number(startOn.slice(8, 10))) return false;
  return freq === 'MONTHLY' || byMonth.length > 0 || month === Number(startOn.slice(5, 7));
}

const isNth = (nth: number, day: number, length: number) =>
  nth === 0 || (nth > 0 ? Math.ceil(day / 7) === nth : Math.ceil((length - day + 1) / 7) === -nth);
