import type { Post } from '../../../shared/contracts/calendar.ts';
import type { FollowUp, Promised } from '../../../shared/contracts/follow-ups.ts';
import type { BirthdayDue } from '../../../shared/contracts/friends.ts';
import type { CareList, CareName } from '../../../shared/contracts/today.ts';
import { overdueBefore } from '../../../shared/domain/overdue.ts';
import { dayText, startOfDay } from '../../lib/format.ts';
import { keyOf } from '../follow-ups/index.ts';

/** One line of 今日. */
export type TodayItem =
  | { kind: 'name'; key: string; row: CareName }
  | { kind: 'overdue'; key: string; post: Post }
  | { kind: 'post'; key: string; post: Post }
  | { kind: 'followUp'; key: string; one: FollowUp }
  | { kind: 'promise'; key: string; owed: Promised }
  | { kind: 'birthday'; key: string; due: BirthdayDue }
  | { kind: 'done'; key: string; post: Post };

/** The post of a line; null = the line is about a friend. */
export const postOf = (item: TodayItem | null): Post | null => (item && 'post' in item ? item.post : null);

export interface Agenda {
  names: TodayItem[];
  overdue: TodayItem[];
  posts: TodayItem[];
  /** of friends who are not among the names */
  followUps: TodayItem[];
  promises: TodayItem[];
  birthdays: TodayItem[];
  done: TodayItem[];
  upcoming: BirthdayDue[];
  /** what the cursor walks over, from top to bottom */
  walk: TodayItem[];
  /** still to do today: names, unanswered posts, posts, follow-ups, promises, birthdays not yet wished */
  open: number;
}

const dayMs = 86_400_000;
const minute = 60_000;
const hour = 60 * minute;

const settled = (post: Post) => post.state === 'posted' || post.state === 'skipped';

/** What was settled today, or was planned for today and is settled: the latest first. */
function doneToday(recent: readonly Post[], from: number): Post[] {
  return recent
    .filter((post) => settled(post) && ((post.settledAt ?? 0) >= from || post.scheduledAt >= from))
    .sort((a, b) => (b.settledAt ?? 0) - (a.settledAt ?? 0) || b.id - a.id);
}

/** From when on posts stand under 「今天要发」: a post of just before midnight stays to be posted until it is asked about. */
export const plannedSince = (nowAt: number): number => Math.min(startOfDay(nowAt), overdueBefore(nowAt));

/**
 * Puts the day together: whom to care for, then unanswered posts, then today's in order of time, then follow-ups and promises, then
 * birthdays of who is not among the names already, then what is done.
 * `recent` = posts planned for the last days and today; `nowAt` ms decides which day is today (local time).
 */
export function makeAgenda(
  { names, followUps, promises }: Pick<CareList, 'names' | 'followUps' | 'promises'>,
  overdue: readonly Post[],
  recent: readonly Post[],
  birthdays: readonly BirthdayDue[],
  nowAt: number,
): Agenda {
  const from = startOfDay(nowAt);
  const to = new Date(from).setDate(new Date(from).getDate() + 1);
  const today = dayText(nowAt);
  const named = new Set(names.map(({ friendId }) => friendId));
  const asked = new Set(overdue.map((post) => post.id));
  const since = plannedSince(nowAt);
  const ahead = recent.filter((post) => !settled(post) && !asked.has(post.id) && post.scheduledAt >= since && post.scheduledAt < to);
  const agenda = {
    names: names.map((row) => ({ kind: 'name' as const, key: `name-${row.friendId}`, row })),
    overdue: overdue.map((post) => ({ kind: 'overdue' as const, key: `post-${post.id}`, post })),
    posts: ahead.map((post) => ({ kind: 'post' as const, key: `post-${post.id}`, post })),
    followUps: followUps.rows.map((one) => ({ kind: 'followUp' as const, key: `follow-up-${keyOf(one)}`, one })),
    promises: promises.rows.map((owed) => ({ kind: 'promise' as const, key: `promise-${owed.id}`, owed })),
    birthdays: birthdays
      .filter((due) => due.on === today && (due.wished || !named.has(due.friendId)))
      .map((due) => ({ kind: 'birthday' as const, key: `birthday-${due.friendId}`, due })),
    done: doneToday(recent, from).map((post) => ({ kind: 'done' as const, key: `done-${post.id}`, post })),
  };
  return {
    ...agenda,
    upcoming: birthdays.filter((due) => due.on > today).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : b.trustLevel - a.trustLevel)),
    walk: [
      ...agenda.names,
      ...agenda.overdue,
      ...agenda.posts,
      ...agenda.followUps,
      ...agenda.promises,
      ...agenda.birthdays,
      ...agenda.done,
    ],
    open:
      agenda.names.length +
      agenda.overdue.length +
      agenda.posts.length +
      followUps.total +
      promises.total +
      agenda.birthdays.filter((item) => !item.due.wished).length,
  };
}

/** 「今天晚些」: eight in the evening, after that the next full hour; in the last hour of the day five minutes before midnight. */
export function laterToday(nowAt: number): number {
  const evening = startOfDay(nowAt) + 20 * hour;
  if (nowAt < evening - 30 * minute) return evening;
  const next = Math.ceil((nowAt + 5 * minute) / hour) * hour;
  const last = startOfDay(nowAt) + dayMs - 5 * minute;
  return Math.min(next, Math.max(last, nowAt + minute));
}
