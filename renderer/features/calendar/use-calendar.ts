import { useMemo } from 'react';
import type { CalendarDay, Post } from '../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import type { FreeSlot } from '../../../shared/contracts/slots.ts';
import { useAccounts } from '../../lib/book.ts';
import { dayText } from '../../lib/format.ts';
import { useCalendarDays, usePosts } from '../publishing/index.ts';
import { useSetting } from '../settings/index.ts';
import { addDays, rangeOf } from './days.ts';
import { useEvents, useFreeSlots } from './queries.ts';
import { useSelection } from './selection.ts';
import { usePlace } from './use-place.ts';
import { usePostActions } from './use-post-actions.ts';

const noPosts: Post[] = [];
const noDays: CalendarDay[] = [];
const noEvents: CalendarEvent[] = [];
const noSlots: FreeSlot[] = [];

/** Everything the page knows: where she is, what lies there, what is chosen. */
export function useCalendar() {
  const [view, setView] = useSetting('calendar.view');
  const [wantedAccount, setAccountId] = useSetting('calendar.accountId');
  const accounts = useAccounts();
  // an account that was archived since is no filter any more
  const accountId = accounts.active.some((account) => account.id === wantedAccount) ? wantedAccount : null;
  const place = usePlace();
  const range = rangeOf(view, place.cursorAt);
  const [fromOn, toOn] = [dayText(range.fromAt), dayText(addDays(range.toAt, -1))];
  const posts = usePosts(range.fromAt, range.toAt, accountId);
  const days = useCalendarDays(fromOn, toOn);
  const events = useEvents(fromOn, toOn);
  const free = useFreeSlots(range.fromAt, range.toAt, accountId, view === 'week' || view === 'day');
  const dayMap = useMemo(() => new Map((days.data ?? noDays).map((day) => [day.on, day])), [days.data]);
  const list = posts.data ?? noPosts;
  const found = { posts, list, events: events.data ?? noEvents, slots: free.data ?? noSlots, dayMap, fromOn, toOn };
  const [selection, actions] = [useSelection(list), usePostActions()];
  return { view, setView, accountId, setAccountId, accounts, ...place, ...found, selection, actions };
}

export type Calendar = ReturnType<typeof useCalendar>;

/** Posts of the day of the cursor, by time. */
export function postsOf(calendar: Calendar): Post[] {
  const [fromAt, toAt] = [addDays(calendar.cursorAt, 0), addDays(calendar.cursorAt, 1)];
  return calendar.list.filter(({ scheduledAt }) => scheduledAt >= fromAt && scheduledAt < toAt);
}

/** What a key means: the chosen posts, else the one that has the focus, else the open one, else those of the day of the cursor. */
export function meantPosts(calendar: Calendar): readonly Post[] {
  const { selection, list, target } = calendar;
  if (selection.posts.length > 0) return selection.posts;
  const focused = Number(document.activeElement?.closest<HTMLElement>('[data-post]')?.dataset.post);
  const one = list.find(({ id }) => id === focused) ?? (target?.kind === 'post' ? list.find(({ id }) => id === target.id) : undefined);
  return one ? [one] : postsOf(calendar);
}
