import { maxEventNote, maxEventTitle } from '../../../shared/contracts/calendar-events.ts';
import type { Incoming, LeftOutReason } from '../../../shared/contracts/calendar-files.ts';

/** What a file of the calendar says: what may come in, and what not. Nothing of it is in the book yet. */
export interface ReadCalendar {
  format: 'csv' | 'xlsx' | 'ics';
  /** `uid`: of a file of ours, the row it was; `line`: where it stands in the file */
  items: IncomingItem[];
  leftOut: LeftOut[];
}
export interface IncomingItem {
  item: Incoming;
  uid: string | null;
  line: number;
  /** words of the file there is no room for; '' = all of it comes in */
  cut: string;
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

/** Two parts of a text, the first of at most `most` characters; no sign is cut in two. */
export function cutAt(text: string, most: number): [kept: string, cut: string] {
  if (text.length <= most) return [text, ''];
  const at = /[\uD800-\uDBFF]/.test(text[most - 1]!) ? most - 1 : most;
  return [text.slice(0, at), text.slice(at)];
}

/** Name and note of a day: a name too long for the calendar stands whole at the top of the note. */
export function roomFor(title: string, note: string): { title: string; note: string; cut: string } {
  const [name, rest] = cutAt(title, maxEventTitle);
  const [kept, cut] = cutAt(rest === '' || note.startsWith(title) ? note : [title, note].filter(Boolean).join('\n'), maxEventNote);
  return { title: name, note: kept, cut };
}
