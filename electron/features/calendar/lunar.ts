import { LunarMonth, LunarYear } from 'tyme4ts';
import type { LunarMonths } from '../../../shared/domain/recurrence.ts';

/** The lunar months of 1900 – 2100, from tyme4ts. */
export const lunarMonths: LunarMonths = {
  month(year, month, leap) {
    if (leap && LunarYear.fromYear(year).getLeapMonth() !== month) return null;
    const found = LunarMonth.fromYm(year, leap ? -month : month);
    const first = found.getFirstJulianDay().getSolarDay();
    const two = (n: number) => String(n).padStart(2, '0');
    return { firstOn: `${first.getYear()}-${two(first.getMonth())}-${two(first.getDay())}`, days: found.getDayCount() };
  },
};
