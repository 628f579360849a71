import type { Birthday } from '../contracts/friends.ts';

/** Which stored birthdays are kept on one day: the columns a friend is looked up by. */
export interface BirthdayKey {
  calendar: 'solar' | 'lunar';
  month: number;
  day: number;
  leap: boolean;
  /** year of that calendar in which the day lies: what a year of birth is taken from */
  year: number;
}

/** A day of the lunar calendar, with what must be known of its month and year. */
export interface LunarDate {
  year: number;
  /** 1–12 */
  month: number;
  /** whether the month is the leap one of its number */
  leap: boolean;
  day: number;
  /** 29 or 30 */
  daysInMonth: number;
  /** number of the month that has a leap twin in this year, 0 = none */
  leapMonth: number;
}

const dayMs = 86_400_000;

/** Parts of `YYYY-MM-DD`, or null when there is no such day. */
export function dayParts(on: string): { year: number; month: number; day: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(on);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : null;
}

/** Every day from one to the other, both included; empty when `toOn` lies before `fromOn`. Both must exist. */
export function daysBetween(fromOn: string, toOn: string): string[] {
  const days: string[] = [];
  const last = Date.parse(`${toOn}T00:00:00Z`);
  for (let at = Date.parse(`${fromOn}T00:00:00Z`); at <= last; at += dayMs) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** Length of the period in days, both ends included; 0 or less when `toOn` lies before `fromOn`. */
export const dayCount = (fromOn: string, toOn: string): number =>
  (Date.parse(`${toOn}T00:00:00Z`) - Date.parse(`${fromOn}T00:00:00Z`)) / dayMs + 1;

const isLeapYear = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Solar birthdays kept on a day: its own, and on 28 February of a common year those of the 29th. */
export function solarKeys({ year, month, day }: { year: number; month: number; day: number }): BirthdayKey[] {
  const key = (of: number): BirthdayKey => ({ calendar: 'solar', month, day: of, leap: false, year });
  return month === 2 && day === 28 && !isLeapYear(year) ? [key(28), key(29)] : [key(day)];
}

/**
 * Lunar birthdays kept on a day. Of a leap month without its twin this year: in the ordinary month of that number.
 * Of a 30th where the month has 29 days: on the 29th. So every lunar birthday is kept exactly once a lunar year.
 */
export function lunarKeys({ year, month, leap, day, daysInMonth, leapMonth }: LunarDate): BirthdayKey[] {
  const days = day === 29 && daysInMonth === 29 ? [29, 30] : [day];
  const twins = leap ? [true] : leapMonth === month ? [false] : [false, true];
  return days.flatMap((of) => twins.map((twin): BirthdayKey => ({ calendar: 'lunar', month, day: of, leap: twin, year })));
}

/** Years completed on the day of `key`; null when the year of birth is unknown. Negative = not born yet. */
export const turns = (birthYear: number | null, key: Pick<BirthdayKey, 'year'>): number | null =>
  birthYear === null ? null : key.year - birthYear;

/** A birthday in one cell of a table: 1990-03-05, 03-05, 农历闰06-15. */
export function birthdayCell({ calendar, year, month, day, leap }: Birthday): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${year ? `${year}-` : ''}${two(month)}-${two(day)}`;
  return calendar === 'lunar' ? `农历${leap ? '闰' : ''}${date}` : date;
}
