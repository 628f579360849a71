import type { TestOf } from '../../../shared/contracts/segments.ts';
import { type BirthdayKey, dayParts, daysBetween, lunarKeys, solarKeys } from '../../../shared/domain/birthday.ts';
import { dayAfter, monthAround } from '../../../shared/domain/segment-days.ts';
import { lunarDate } from '../touches/index.ts';
import { birthdayCode, birthdayCodes } from './fact-columns.ts';

type BirthdayWhen = TestOf<'birthday'>['when'];

/** The days that a test of birthdays is about, both included; null = it asks who has none. Months are those of this year. */
export function birthdayPeriod(when: BirthdayWhen, today: string): { fromOn: string; toOn: string } | null {
  switch (when.kind) {
    case 'month':
      return monthAround(`${today.slice(0, 4)}-${String(when.month).padStart(2, '0')}-01`, 0);
    case 'thisMonth':
      return monthAround(today, 0);
    case 'nextMonth':
      return monthAround(today, 1);
    case 'coming':
      return { fromOn: today, toOn: dayAfter(today, when.days - 1) };
    case 'unknown':
      return null;
  }
}

/** The lunar calendar takes its time: days asked about are remembered. */
const known = new Map<string, BirthdayKey[]>();
const mostDays = 1000;

/** Birthdays, solar and lunar, that are kept on a day. */
export function birthdaysOn(on: string): BirthdayKey[] {
  let keys = known.get(on);
  if (keys) return keys;
  keys = [...solarKeys(dayParts(on)!), ...lunarKeys(lunarDate(on))];
  if (known.size >= mostDays) known.clear();
  known.set(on, keys);
  return keys;
}

/** 1 at the code of every birthday that the test means (birthdayCode; 0 = no birthday). */
export function birthdaysKept(when: BirthdayWhen, today: string): Uint8Array {
  const codes = new Uint8Array(birthdayCodes);
  const period = birthdayPeriod(when, today);
  if (period === null) codes[0] = 1;
  else
    for (const on of daysBetween(period.fromOn, period.toOn))
      for (const { calendar, month, day, leap } of birthdaysOn(on)) codes[birthdayCode(calendar === 'lunar', month, day, leap)] = 1;
  return codes;
}
