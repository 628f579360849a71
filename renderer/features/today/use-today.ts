import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Post } from '../../../shared/contracts/calendar.ts';
import type { BirthdayDue } from '../../../shared/contracts/friends.ts';
import type { CareList } from '../../../shared/contracts/today.ts';
import { dayText, startOfDay } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { useAfter } from '../../ui/states.tsx';
import { useCalendarDays, useOverduePosts, usePosts } from '../publishing/index.ts';
import { useBirthdays } from '../touches/index.ts';
import { makeAgenda } from './agenda.ts';
import { useCare } from './use-care.ts';

/** how far back a post may have been planned that she settles today and wants to see under 已完成 */
const backDays = 30;
const aheadDays = 7;
/** so long the page waits for its names */
const patienceMs = 800;
const nothing = { total: 0, rows: [] };
const noCare: Pick<CareList, 'names' | 'followUps' | 'promises'> = { names: [], followUps: nothing, promises: nothing };
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

/** What was reckoned for yesterday is asked again when the page stays open over midnight. */
function useNewDay(today: number): void {
  const queryClient = useQueryClient();
  const last = useRef(today);
  useEffect(() => {
    if (last.current === today) return;
    last.current = today;
    void queryClient.invalidateQueries({ queryKey: [['today']] });
  }, [today, queryClient]);
}

/** Everything the page 今日 shows; `more` names on top of those that the minutes are enough for. */
export function useToday(more: number) {
  const minute = useMinute();
  const today = startOfDay(minute);
  const care = useCare(more);
  useNewDay(today);
  const overdue = useOverduePosts();
  const recent = usePosts(dayAfter(today, -backDays), dayAfter(today, 1), null);
  const birthdays = useBirthdays(dayText(today), dayText(dayAfter(today, aheadDays)));
  const days = useCalendarDays(dayText(today), dayText(today));
  const agenda = useMemo(
    () => makeAgenda(care.data ?? noCare, overdue.data ?? noPosts, recent.data ?? noPosts, birthdays.data ?? noBirthdays, minute),
    [care.data, overdue.data, recent.data, birthdays.data, minute],
  );
  const late = useAfter(patienceMs);
  const queries = [overdue, recent, birthdays];
  return {
    agenda,
    care: care.data,
    nowAt: minute,
    day: days.data?.[0],
    // in a book of a million orders the names take a while after the start: what is to be posted does not wait for them
    ready: queries.every((query) => query.data !== undefined) && (late || care.data !== undefined || care.error !== null),
    careError: care.data === undefined ? care.error : null,
    error: queries.find((query) => query.error && query.data === undefined)?.error ?? null,
    retry: () => void Promise.all([care, ...queries].map((query) => query.refetch())),
  };
}
