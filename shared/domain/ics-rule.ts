import { dayNamed, dayNumber } from './wall-time.ts';

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
/** a rule that counts further is walked through for too long */
const mostCounted = 5000;
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
  if (badUntil || !Number.isInteger(interval) || interval < 1) return false;
  if (count !== null && !(Number.isInteger(count) && count >= 1 && count <= mostCounted)) return false;
  if (byDay.some(({ weekday, nth }) => weekday === 0 || Math.abs(nth) > 5 || (nth !== 0 && freq !== 'MONTHLY'))) return false;
  // the nth weekday of a year, or both a weekday and a date: rare, and easily got wrong
  if (freq === 'YEARLY' && byDay.length > 0) return false;
  if (byDay.length > 0 && byMonthDay.length > 0) return false;
  return (
    byMonthDay.every((day) => Number.isInteger(day) && day !== 0 && Math.abs(day) <= 31) &&
    byMonth.every((month) => month >= 1 && month <= 12)
  );
}

/** a rule is followed for so many days */
const longestWalk = 366 * 60;

/**
 * The days that have to be looked at one by one to know those of a rule between `fromOn` and `toOn`: all since its first day where they
 * are counted (COUNT), otherwise those in question alone. Running numbers, both included; empty when last < first.
 */
export function icsRuleWalk(rule: IcsRule, startOn: string, fromOn: string, toOn: string): { first: number; last: number } {
  const first = dayNumber(rule.count === null && fromOn > startOn ? fromOn : startOn);
  return { first, last: Math.min(dayNumber(rule.untilOn !== null && rule.untilOn < toOn ? rule.untilOn : toOn), first + longestWalk) };
}

/**
 * The days of a rule from `fromOn` to `toOn`, ascending, counted from its first day on (so that COUNT means what it says).
 * RFC 5545: a month without the day is left out.
 */
export function icsRuleDays(rule: IcsRule, startOn: string, fromOn: string, toOn: string): string[] {
  const { first, last } = icsRuleWalk(rule, startOn, fromOn, toOn);
  const start = placeOf(dayNumber(startOn));
  const from = dayNumber(fromOn);
  const days: string[] = [];
  let counted = 0;
  for (let place = placeOf(first); place.number <= last; place = next(place)) {
    // the first day counts whatever the rule says of it
    if (place.number !== start.number && !isDayOf(rule, start, place)) continue;
    if (rule.count !== null && ++counted > rule.count) break;
    if (place.number >= from) days.push(dayNamed(place.number));
  }
  return days;
}

/** A day in numbers: names of days are too slow to walk by. */
interface Place {
  /** running number */
  number: number;
  year: number;
  month: number;
  day: number;
  /** days of its month */
  length: number;
}

function placeOf(number: number): Place {
  const [year, month, day] = dayNamed(number).split('-').map(Number) as [number, number, number];
  return { number, year, month, day, length: lengthOf(year, month) };
}

function next({ number, year, month, day, length }: Place): Place {
  if (day < length) return { number: number + 1, year, month, day: day + 1, length };
  const [y, m] = month < 12 ? [year, month + 1] : [year + 1, 1];
  return { number: number + 1, year: y, month: m, day: 1, length: lengthOf(y, m) };
}

const lengthOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** Weeks since the one of 1970, beginning on Mondays. */
const weekOf = (number: number) => Math.floor((number + 3) / 7);
/** 1 = Monday … 7 = Sunday */
const weekdayAt = (number: number) => number + 3 - weekOf(number) * 7 + 1;

function passed(freq: IcsRule['freq'], start: Place, of: Place): number {
  if (freq === 'DAILY') return of.number - start.number;
  if (freq === 'WEEKLY') return weekOf(of.number) - weekOf(start.number);
  const years = of.year - start.year;
  return freq === 'YEARLY' ? years : years * 12 + of.month - start.month;
}

function isDayOf(rule: IcsRule, start: Place, of: Place): boolean {
  const { freq, interval, byDay, byMonthDay, byMonth } = rule;
  const { month, day, length } = of;
  if (byMonth.length > 0 && !byMonth.includes(month)) return false;
  if (passed(freq, start, of) % interval !== 0) return false;
  if (byMonthDay.length > 0 && !byMonthDay.some((at) => (at > 0 ? at : length + 1 + at) === day)) return false;
  if (byDay.length > 0) return byDay.some(({ nth, weekday }) => weekdayAt(of.number) === weekday && isNth(nth, day, length));
  if (byMonthDay.length > 0 || freq === 'DAILY') return freq !== 'YEARLY' || byMonth.length > 0 || month === start.month;
  if (freq === 'WEEKLY') return weekdayAt(of.number) === weekdayAt(start.number);
  if (day !== start.day) return false;
  return freq === 'MONTHLY' || byMonth.length > 0 || month === start.month;
}

const isNth = (nth: number, day: number, length: number) =>
  nth === 0 || (nth > 0 ? Math.ceil(day / 7) === nth : Math.ceil((length - day + 1) / 7) === -nth);
