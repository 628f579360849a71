import { dateText, startOfDay } from '../../lib/format.ts';

export type PeriodKind = 'd30' | 'd90' | 'year' | 'custom';
export interface Period {
  /** ms UTC, the first moment counted */
  fromAt: number;
  /** ms UTC, the first moment no longer counted */
  toAt: number;
  /** 近 30 天, 今年, 3月1日–3月8日 */
  label: string;
}

/** Midnight `days` local days from the day of `at`; right across a change of summer time. */
function midnight(at: number, days: number): number {
  const date = new Date(startOfDay(at));
  date.setDate(date.getDate() + days);
  return date.getTime();
}

/** The period of a choice on the day of `now`; `custom` = first and last day (any moment of them, both included). */
export function periodOf(kind: PeriodKind, now: number, custom: readonly [number, number] | null): Period {
  const toAt = midnight(now, 1);
  if (kind === 'custom' && custom) {
    const [first, last] = custom;
    return { fromAt: midnight(first, 0), toAt: midnight(last, 1), label: `${dateText(first, now)}–${dateText(last, now)}` };
  }
  if (kind === 'd90') return { fromAt: midnight(now, -89), toAt, label: '近 90 天' };
  if (kind === 'year') return { fromAt: new Date(new Date(now).getFullYear(), 0, 1).getTime(), toAt, label: '今年' };
  return { fromAt: midnight(now, -29), toAt, label: '近 30 天' };
}
