import type { Incoming, LeftOutReason } from '../../../shared/contracts/calendar-files.ts';

/** What a file of the calendar says: what may come in, and what not. Nothing of it is in the book yet. */
export interface ReadCalendar {
  format: 'csv' | 'xlsx' | 'ics';
  /** `uid`: of a file of ours, the row it was; `line`: where it stands in the file */
  items: { item: Incoming; uid: string | null; line: number }[];
  leftOut: LeftOut[];
}
export interface LeftOut {
  line: number;
  /** its title or the beginning of its words */
  what: string;
  why: LeftOutReason;
}

/** What is needed to read a file: her accounts, what to make of events from elsewhere, what day it is. */
export interface ReadingRoom {
  as: 'events' | 'posts';
  accountId: number;
  accounts: ReadonlyMap<string, number>;
  today: string;
}
/** events from elsewhere come in for so many days */
export const incomingDays = 366;
/** when a post goes out that has a day only */
export const usualMinute = 20 * 60;
