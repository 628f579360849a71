import { useEffect, useMemo, useState } from 'react';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { BirthdayDue } from '../../../shared/contracts/friends.ts';
import { dayText, startOfDay } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { useCalendarDays, useOverduePosts, usePosts } from '../publishing/index.ts';
import { useBirthdays } from '../touches/index.ts';
import { makeAgenda } from './agenda.ts';

/** how far back a post may have been planned that she settles today and wants to see under 已完成 */
const backDays = 30;
const aheadDays = 7;
const noPosts: Post[] = [];
const noBirthdays: BirthdayDue[] = [];

/** The current minute (ms): the page that stays open over midnight turns to the new day. */
function useMinute(): number {
  const [at, setAt] = useState(() => now());
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return Math.floor(at / 60_000) * 60_000;
}

/** `days` days after the local day of `at`, at midnight. */
function dayAfter(at: number, days: number): number {
  const date = new Date(startOfDay(at));
  return date.setDate(date.getDate() + days);
}

/** Everything the page 今日 shows. */
export function useToday() {
  const minute = useMinute();
  const today = startOfDay(minute);
  const overdue = useOverduePosts();
  const recent = usePosts(dayAfter(today, -backDays), dayAfter(today, 1), null);
  const birthdays = useBirthdays(dayText(today), dayText(dayAfter(today, aheadDays)));
  const days = useCalendarDays(dayText(today), dayText(today));
  const agenda = useMemo(
    () => makeAgenda(overdue.data ?? noPosts, recent.data ?? noPosts, birthdays.data ?? noBirthdays, minute),
    [overdue.data, recent.data, birthdays.data, minute],
  );
  const queries = [overdue, recent, birthdays];
  return {
    agenda,
    nowAt: minute,
    day: days.data?.[0],
    ready: queries.every((query) => query.data !== undefined),
    error: queries.find((query) => query.error && query.data === undefined)?.error ?? null,
    retry: () => void Promise.all(queries.map((query) => query.refetch())),
  };
}
