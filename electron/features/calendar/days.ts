import { LegalHoliday, type LunarDay, SolarDay, SolarFestival } from 'tyme4ts';
import type { CalendarDay } from '../../../shared/contracts/calendar.ts';
import { AppError } from '../../../shared/errors.ts';

export const maxCalendarDays = 400;

/** Days of the solar year that sellers plan for, `MM-DD`. Those of the law and the state come from tyme4ts. */
const sellersDays: Record<string, string[]> = {
  '02-14': ['情人节'],
  '03-15': ['消费者权益日'],
  '05-20': ['520'],
  '06-18': ['618'],
  '11-11': ['双11'],
  '12-12': ['双12'],
  '12-24': ['平安夜'],
  '12-25': ['圣诞节'],
};
/** The nth Sunday (第 n 个星期日) of a month. */
const sundays: { month: number; nth: number; name: string }[] = [
  { month: 5, nth: 2, name: '母亲节' },
  { month: 6, nth: 3, name: '父亲节' },
];
/** Days of the lunar year that tyme4ts leaves out, `month-day`; never in a leap month. */
const lunarDays: Record<string, string> = { '12-23': '北方小年', '12-24': '南方小年', '1-5': '迎财神' };

/** Names of tyme4ts in the words people use. */
const spoken: Record<string, string> = {
  元宵节: '元宵',
  龙头节: '龙抬头',
  // these two stand there as solar terms already
  清明节: '',
  端午节: '端午',
  七夕节: '七夕',
  中元节: '中元',
  中秋节: '中秋',
  重阳节: '重阳',
  冬至节: '',
  腊八节: '腊八',
  国庆节: '国庆',
};

/** Years for which tyme4ts 1.5.2 knows the State Council's arrangement of holidays (2001 has its last days only). */
const arrangedYears = new Set(
  (LegalHoliday.DATA.match(/.{13}/g) ?? []).map((entry) => entry.slice(0, 4)).filter((year) => year !== '2001'),
);

/**
 * The Chinese calendar of the days `fromOn` … `toOn`, both included.
 * @throws AppError `invalidInput` when a day does not exist, the order is wrong or the range is longer than 400 days
 */
export function calendarDays(fromOn: string, toOn: string): CalendarDay[] {
  const first = parseDay(fromOn, 'fromOn');
  const last = parseDay(toOn, 'toOn');
  const count = last.subtract(first) + 1;
  if (count < 1 || count > maxCalendarDays) throw new AppError('invalidInput', { fields: ['fromOn', 'toOn'] });
  return Array.from({ length: count }, (_, n) => describeDay(first.next(n)));
}

function parseDay(on: string, field: string): SolarDay {
  const [year, month, day] = on.split('-').map(Number) as [number, number, number];
  // outside these years lunar tables are guesswork and nobody plans a post
  if (year < 1900 || year > 2100) throw new AppError('invalidInput', { fields: [field] });
  try {
    return SolarDay.fromYmd(year, month, day);
  } catch (error) {
    throw new AppError('invalidInput', { fields: [field] }, { cause: error });
  }
}

/** Days never change, and working one out takes most of a millisecond: leafing through the months asks for the same ones. */
const known = new Map<number, CalendarDay>();
const mostKnown = 3000;

function describeDay(day: SolarDay): CalendarDay {
  const key = day.getYear() * 10_000 + day.getMonth() * 100 + day.getDay();
  const before = known.get(key);
  if (before) return before;
  if (known.size >= mostKnown) known.clear();
  const described = workOut(day);
  known.set(key, described);
  return described;
}

function workOut(day: SolarDay): CalendarDay {
  const lunar = day.getLunarDay();
  const term = day.getTermDay();
  const holiday = day.getLegalHoliday();
  const year = String(day.getYear()).padStart(4, '0');
  return {
    on: `${year}-${two(day.getMonth())}-${two(day.getDay())}`,
    lunar: lunar.getDay() === 1 ? lunar.getLunarMonth().getName() : lunar.getName(),
    festivals: festivalsOf(day, lunar),
    solarTerm: term.getDayIndex() === 0 ? term.getSolarTerm().getName() : null,
    arrangement: holiday ? { name: holiday.getName(), work: holiday.isWork() } : null,
    arrangementKnown: arrangedYears.has(year),
  };
}

function festivalsOf(day: SolarDay, lunar: LunarDay): string[] {
  const month = lunar.getLunarMonth();
  const traditional = lunar.getFestival()?.getName();
  const named = [
    traditional === undefined ? '' : (spoken[traditional] ?? traditional),
    month.isLeap() ? '' : (lunarDays[`${month.getMonth()}-${lunar.getDay()}`] ?? ''),
    solarFestival(day),
    ...(sellersDays[`${two(day.getMonth())}-${two(day.getDay())}`] ?? []),
    ...sundays.filter((sunday) => isNthSunday(day, sunday)).map(({ name }) => name),
  ];
  return [...new Set(named.filter((name) => name !== ''))];
}

function solarFestival(day: SolarDay): string {
  const name = SolarFestival.fromYmd(day.getYear(), day.getMonth(), day.getDay())?.getName() ?? '';
  return spoken[name] ?? name;
}

const isNthSunday = (day: SolarDay, { month, nth }: { month: number; nth: number }) =>
  day.getMonth() === month && day.getWeek().getIndex() === 0 && Math.ceil(day.getDay() / 7) === nth;

const two = (n: number) => String(n).padStart(2, '0');
