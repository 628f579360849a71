import type { RecurrenceRule } from '../contracts/recurrences.ts';
import { dayNamed, dayNumber, wallTime, weekdayOf, type ZoneOffset } from './wall-time.ts';

/*
 * The days of a series. Days are wall days of the seller; which moment a day stands for is asked of her zone at the end.
 */

/** What a series must know of the lunar calendar. */
export interface LunarMonths {
  /** first day (YYYY-MM-DD) and length of a lunar month; null when the year has no such leap month */
  month(year: number, month: number, leap: boolean): { firstOn: string; days: number } | null;
}

/** The days of a rule from `fromOn` to `toOn`, both included, ascending. `anchorOn`: where the series begins; nothing lies before it. */
export function occurrenceDays(rule: RecurrenceRule, anchorOn: string, fromOn: string, toOn: string, lunar: LunarMonths): string[] {
  const first = fromOn > anchorOn ? fromOn : anchorOn;
  if (first > toOn) return [];
  return candidates(rule, anchorOn, first, toOn, lunar).filter((on) => on >= first && on <= toOn);
}

/** The moments of these days: the rule's minute on the wall. */
export const occurrenceAt = (rule: RecurrenceRule, on: string, zone?: ZoneOffset): number => wallTime(on, rule.minute, zone);

/** The first `count` days at or after `fromOn`, looked for ten years ahead at most. */
export function nextDays(rule: RecurrenceRule, anchorOn: string, fromOn: string, count: number, lunar: LunarMonths): string[] {
  const found: string[] = [];
  const last = dayNumber(fromOn) + 3660;
  // a year at a time: most rules are answered by the first
  for (let from = dayNumber(fromOn); from <= last && found.length < count; from += 366)
    found.push(...occurrenceDays(rule, anchorOn, dayNamed(from), dayNamed(Math.min(from + 365, last)), lunar));
  return found.slice(0, count);
}

function candidates(rule: RecurrenceRule, anchorOn: string, first: string, last: string, lunar: LunarMonths): string[] {
  switch (rule.kind) {
    case 'daily':
      return everyNth(rule.every, anchorOn, first, last);
    case 'weekly':
      return everyNth(1, first, first, last).filter((on) => rule.weekdays.includes(weekdayOf(on)));
    case 'monthly':
      return monthsBetween(first, last).map((month) => dayOf(month, Math.min(rule.day, lengthOf(month))));
    case 'monthlyWeekday':
      return monthsBetween(first, last).map((month) => nthWeekday(month, rule.nth, rule.weekday));
    case 'yearly':
      return monthsBetween(first, last)
        .filter((month) => monthOf(month) === rule.month)
        .map((month) => dayOf(month, Math.min(rule.day, lengthOf(month))));
    case 'yearlyLunar':
      return lunarDays(rule, yearOf(first), yearOf(last), lunar);
  }
}

function everyNth(every: number, anchorOn: string, first: string, last: string): string[] {
  const [anchor, end] = [dayNumber(anchorOn), dayNumber(last)];
  const days: string[] = [];
  for (let day = anchor + Math.ceil((dayNumber(first) - anchor) / every) * every; day <= end; day += every) days.push(dayNamed(day));
  return days;
}

/** A month as a running number: years × 12 + 0 … 11. */
const yearOf = (on: string) => Number(on.slice(0, 4));
const monthOf = (month: number) => (month % 12) + 1;
const dayOf = (month: number, day: number) => dayNamed(Date.UTC(Math.floor(month / 12), month % 12, day) / 86_400_000);
const lengthOf = (month: number) => new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();

function monthsBetween(first: string, last: string): number[] {
  const number = (on: string) => yearOf(on) * 12 + Number(on.slice(5, 7)) - 1;
  return Array.from({ length: number(last) - number(first) + 1 }, (_, n) => number(first) + n);
}

function nthWeekday(month: number, nth: number, weekday: number): string {
  if (nth === -1) {
    const length = lengthOf(month);
    return dayOf(month, length - ((weekdayOf(dayOf(month, length)) - weekday + 7) % 7));
  }
  return dayOf(month, 1 + ((weekday - weekdayOf(dayOf(month, 1)) + 7) % 7) + (nth - 1) * 7);
}

/** A lunar year begins in January or February and ends after the solar one: its neighbour reaches in. */
function lunarDays(rule: Extract<RecurrenceRule, { kind: 'yearlyLunar' }>, fromYear: number, toYear: number, lunar: LunarMonths): string[] {
  const days: string[] = [];
  for (let year = fromYear - 1; year <= toYear; year++) {
    const month = (rule.leap ? lunar.month(year, rule.month, true) : null) ?? lunar.month(year, rule.month, false);
    if (month) days.push(dayNamed(dayNumber(month.firstOn) + Math.min(rule.day, month.days) - 1));
  }
  return days;
}
