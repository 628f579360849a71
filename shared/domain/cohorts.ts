import { fewestForShare } from './funnel.ts';
import { monthAround } from './segment-days.ts';

/*
 * Who is still with her, by the month in which they were added: of each month's friends, how many gave a sign (bought, wrote, came by) in
 * that month and in each month since.
 */

/** More months than this are not told in one table. */
export const mostCohorts = 24;

export interface Cohort {
  /** YYYY-MM */
  month: string;
  added: number;
  /** by months since: how many gave a sign; as far as months have begun */
  kept: number[];
}

/** The months of a period, YYYY-MM; of a longer one the last ones. */
export function cohortMonths({ fromOn, toOn }: { fromOn: string; toOn: string }): string[] {
  const months: string[] = [];
  for (let later = 0; months.length < mostCohorts; later--) {
    const month = monthAround(toOn, later).fromOn.slice(0, 7);
    if (month < fromOn.slice(0, 7)) break;
    months.unshift(month);
  }
  return months;
}

/** How many months one lies behind another, YYYY-MM. */
export const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));

const number = (value: number) => value.toLocaleString('en-US');
const share = (part: number, whole: number) => `${((part / whole) * 100).toFixed(part > 0 && part / whole < 0.1 ? 1 : 0)}%`;

/**
 * What the table says. Only months that are over count: the present one is still running.
 * @param thisMonth YYYY-MM
 */
export function cohortSentence(cohorts: readonly Cohort[], thisMonth: string): string {
  const added = cohorts.reduce((sum, cohort) => sum + cohort.added, 0);
  if (added === 0) return '这段时间没有新加的好友。';
  const told = (since: number) => {
    const ready = cohorts.filter(({ month }) => monthsBetween(month, thisMonth) > since);
    const heads = ready.reduce((sum, cohort) => sum + cohort.added, 0);
    return heads < fewestForShare
      ? null
      : share(
          ready.reduce((sum, { kept }) => sum + (kept[since] ?? 0), 0),
          heads,
        );
  };
  const parts = ([1, 3, 6] as const).flatMap((since) => {
    const part = told(since);
    return part === null ? [] : [`第 ${since} 个月 ${part}`];
  });
  const begun = `这几个月加了 ${number(added)} 位`;
  return parts.length === 0 ? `${begun}，日子还短或者人太少，看不出留不留得住。` : `${begun}，还有动静的：${parts.join('，')}。`;
}
