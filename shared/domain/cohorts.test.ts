import { expect, it } from 'vitest';
import { type Cohort, cohortMonths, cohortSentence, monthsBetween } from './cohorts.ts';

it('tells a period by months, the last two years of a longer one', () => {
  expect(cohortMonths({ fromOn: '2025-11-30', toOn: '2026-02-01' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  const long = cohortMonths({ fromOn: '2020-01-01', toOn: '2026-02-28' });
  expect([long.length, long[0], long.at(-1)]).toEqual([24, '2024-03', '2026-02']);
  expect([monthsBetween('2025-11', '2026-02'), monthsBetween('2026-02', '2026-02')]).toEqual([3, 0]);
});

it('says in one sentence how many stayed, by months that are over and not by few', () => {
  const cohorts: Cohort[] = [
    { month: '2026-07', added: 100, kept: [80, 40, 30, 20, 10] },
    { month: '2026-08', added: 100, kept: [90, 60, 40, 30] },
    { month: '2026-11', added: 50, kept: [50] },
  ];
  // the third month of those of August is the present one
  expect(cohortSentence(cohorts, '2026-11')).toBe('这几个月加了 250 位，还有动静的：第 1 个月 50%，第 3 个月 20%。');
  expect(cohortSentence([], '2026-11')).toBe('这段时间没有新加的好友。');
  expect(cohortSentence([{ month: '2026-09', added: 5, kept: [5, 4, 3] }], '2026-11')).toBe(
    '这几个月加了 5 位，日子还短或者人太少，看不出留不留得住。',
  );
});
