import { SolarDay } from 'tyme4ts';
import { dayParts, type LunarDate } from '../../../shared/domain/birthday.ts';

/** The lunar date of a solar day `YYYY-MM-DD` (which must exist), after tyme4ts. */
export function lunarDate(on: string): LunarDate {
  const parts = dayParts(on);
  if (!parts) throw new RangeError(`no such day: ${on}`);
  const lunarDay = SolarDay.fromYmd(parts.year, parts.month, parts.day).getLunarDay();
  const month = lunarDay.getLunarMonth();
  return {
    year: month.getYear(),
    month: month.getMonth(),
    leap: month.isLeap(),
    day: lunarDay.getDay(),
    daysInMonth: month.getDayCount(),
    leapMonth: month.getLunarYear().getLeapMonth(),
  };
}
