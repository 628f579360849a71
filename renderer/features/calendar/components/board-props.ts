import type { CalendarDay, Post } from '../../../../shared/contracts/calendar.ts';
import type { CalendarEvent } from '../../../../shared/contracts/calendar-events.ts';
import type { FreeSlot } from '../../../../shared/contracts/slots.ts';
import type { BoardItem } from './board-items.tsx';

export type BoardView = 'month' | 'week' | 'day';

export interface CalendarBoardProps {
  view: BoardView;
  /** ms; any moment of the day that has the cursor */
  cursorAt: number;
  posts: readonly Post[];
  events: readonly CalendarEvent[];
  /** shown where the hours are */
  slots: readonly FreeSlot[];
  days: ReadonlyMap<string, CalendarDay>;
  /** names of accounts, shown when posts of several stand together */
  accountNames: ReadonlyMap<number, string> | null;
  openId: number | null;
  chosen: ReadonlySet<number>;
  onItem: (item: BoardItem, keys: { toggle: boolean; reach: boolean }) => void;
  /** a click on free space: the day, and the time when the hours are shown */
  onDay: (at: number, hasTime: boolean) => void;
  /** dropped elsewhere, `copy`: with Alt held; it stands there when `posts` say so */
  onMove: (post: Post, scheduledAt: number, copy: boolean) => void;
}
