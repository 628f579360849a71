import { maxPostText, maxPostTitle, type PostState, postStates, textLength } from '../../../shared/contracts/calendar.ts';
import { type CalendarEventKind, calendarEventKinds } from '../../../shared/contracts/calendar-events.ts';
import { type IncomingPost, type LeftOutReason, maxCalendarRows } from '../../../shared/contracts/calendar-files.ts';
import { plannedMoment } from '../../../shared/contracts/common.ts';
import { contentCategories, publishChannels } from '../../../shared/contracts/content.ts';
import { type IcsComponent, type IcsTime, propertyOf, readIcs, readIcsTime, textOf } from '../../../shared/domain/ics.ts';
import { type IcsRule, icsRuleDays, icsRuleWalk, readIcsRule } from '../../../shared/domain/ics-rule.ts';
import { dayNamed, dayNumber, localZone, wallClock, wallTime, type ZoneOffset, zoneNamed } from '../../../shared/domain/wall-time.ts';
import {
  cutAt,
  type IncomingItem,
  incomingDays,
  type LeftOut,
  type ReadCalendar,
  type ReadingRoom,
  roomFor,
  usualMinute,
} from './incoming.ts';

/** Names under which Outlook writes zones of ours and of the goods' origins. */
const outlookZones: Readonly<Record<string, string>> = {
  'China Standard Time': 'Asia/Shanghai',
  'Taipei Standard Time': 'Asia/Taipei',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Korea Standard Time': 'Asia/Seoul',
  'Singapore Standard Time': 'Asia/Singapore',
  'W. Europe Standard Time': 'Europe/Berlin',
  'GMT Standard Time': 'Europe/London',
  'Eastern Standard Time': 'America/New_York',
  'Pacific Standard Time': 'America/Los_Angeles',
  UTC: 'UTC',
};
const utc: ZoneOffset = () => 0;

/** No more days of rules than these: the rest of a file is left out by name. What is known already is sorted out later. */
const mostRepeated = 4 * maxCalendarRows;
/** days of rules looked at in one file, about a second */
const mostWalked = 20_000_000;

/** One file being read. */
interface Reading extends ReadingRoom {
  read: ReadCalendar;
  /** days on which an event of a rule was moved elsewhere, by its UID */
  moved: ReadonlyMap<string, ReadonlySet<string>>;
  /** zones asked for so far: making one is slow */
  zones: Map<string, ZoneOffset | null>;
  walked: number;
}

/** Zone of a time; a floating one is the seller's own. null = a name nobody knows. */
function zoneOf(time: IcsTime, { zones }: Reading): ZoneOffset | null {
  if (time.utc) return utc;
  if (time.zone === null) return localZone;
  let zone = zones.get(time.zone);
  if (zone === undefined) {
    zone = zoneNamed(outlookZones[time.zone] ?? time.zone.replace(/^\/[^/]+\/(?=[A-Z])/, ''));
    zones.set(time.zone, zone);
  }
  return zone;
}

const timeOf = (event: IcsComponent, name: string): IcsTime | null => {
  const property = propertyOf(event, name);
  return property ? readIcsTime(property.value, property.params.get('TZID') ?? null) : null;
};

/** Events of a calendar file: ours come back as what they were, others become own days or posts. */
export function readIcsCalendar(text: string, room: ReadingRoom): ReadCalendar {
  const read: ReadCalendar = { format: 'ics', items: [], leftOut: [] };
  const events = readIcs(text, 'VEVENT');
  const reading: Reading = { ...room, read, moved: movedDays(events), zones: new Map(), walked: 0 };
  for (const event of events) {
    const why = textOf(event, 'X-TIEFEN-KIND') ? readOurs(event, reading) : readForeign(event, reading);
    if (why) read.leftOut.push(named(event, why));
  }
  return read;
}

function movedDays(events: readonly IcsComponent[]): Map<string, Set<string>> {
  const moved = new Map<string, Set<string>>();
  for (const event of events) {
    const on = readIcsTime(propertyOf(event, 'RECURRENCE-ID')?.value ?? '')?.on;
    if (on === undefined) continue;
    const uid = textOf(event, 'UID');
    const days = moved.get(uid) ?? new Set();
    moved.set(uid, days.add(on));
  }
  return moved;
}

const named = (event: IcsComponent, why: LeftOutReason): LeftOut => ({
  line: event.line,
  what: textOf(event, 'SUMMARY').slice(0, 60),
  why,
});

/** What the book can plan: it would answer for no other moment again. */
const isPlannable = (at: number): boolean => plannedMoment.safeParse(at).success;

function readOurs(event: IcsComponent, reading: Reading): LeftOutReason | null {
  const { read } = reading;
  const start = timeOf(event, 'DTSTART');
  if (!start) return 'noTime';
  const place = { uid: textOf(event, 'UID'), line: event.line };
  const kind = textOf(event, 'X-TIEFEN-KIND');
  if (calendarEventKinds.includes(kind as CalendarEventKind)) {
    const last = timeOf(event, 'DTEND');
    const toOn = last && last.on > start.on ? dayNamed(dayNumber(last.on) - 1) : start.on;
    const { cut, ...words } = roomFor(textOf(event, 'SUMMARY'), textOf(event, 'DESCRIPTION'));
    if (words.title === '') return 'noText';
    if (!isPlannable(wallTime(start.on, 0)) || !isPlannable(wallTime(toOn, 0))) return 'outOfRange';
    read.items.push({ item: { kind: 'event', ...words, eventKind: kind as CalendarEventKind, fromOn: start.on, toOn }, cut, ...place });
    return null;
  }
  const accountId = reading.accounts.get(textOf(event, 'X-TIEFEN-ACCOUNT'));
  if (accountId === undefined) return 'noAccount';
  const text = textOf(event, 'DESCRIPTION');
  if (text === '') return 'noText';
  if (textLength(text) > maxPostText) return 'tooLong';
  const scheduledAt = wallTime(start.on, start.minute ?? usualMinute, zoneOf(start, reading) ?? localZone);
  if (!isPlannable(scheduledAt)) return 'outOfRange';
  const one = <T extends string>(name: string, of: readonly T[], usual: T): T => of.find((word) => word === textOf(event, name)) ?? usual;
  const [title, cut] = cutAt(textOf(event, 'X-TIEFEN-TITLE'), maxPostTitle);
  const post: IncomingPost = {
    ...{ kind: 'post', accountId, text, title },
    category: one('X-TIEFEN-CATEGORY', contentCategories, 'life'),
    channel: one('X-TIEFEN-CHANNEL', publishChannels, 'moments'),
    state: one<PostState>('X-TIEFEN-STATE', postStates, 'planned'),
    scheduledAt,
  };
  read.items.push({ item: post, cut, ...place });
  return null;
}

function readForeign(event: IcsComponent, reading: Reading): LeftOutReason | null {
  const { read } = reading;
  if (textOf(event, 'STATUS').toUpperCase() === 'CANCELLED') return 'cancelled';
  const start = timeOf(event, 'DTSTART');
  if (!start) return 'noTime';
  const zone = zoneOf(start, reading);
  if (!zone) return 'zoneNotUnderstood';
  const title = textOf(event, 'SUMMARY');
  const note = [textOf(event, 'LOCATION'), textOf(event, 'DESCRIPTION')].filter(Boolean).join('\n');
  if (title === '' && note === '') return 'noText';
  const text = [title, note].filter(Boolean).join('\n');
  if (reading.as === 'posts' && textLength(text) > maxPostText) return 'tooLong';
  const { days, why } = daysOf(event, start, reading);
  if (why) read.leftOut.push(named(event, why));
  if (days.length === 0) return why ? null : 'outOfRange';
  const spanDays = lengthOf(event, start);
  for (const on of days) {
    const at = start.minute === null ? null : wallTime(on, start.minute, zone);
    const found = reading.as === 'posts' ? { item: asPost(on, at), cut: '' } : asEvent(on, at);
    read.items.push({ ...found, uid: null, line: event.line });
  }
  return null;

  function asPost(on: string, at: number | null): IncomingPost {
    const scheduledAt = at ?? wallTime(on, usualMinute);
    const usual = {
      kind: 'post',
      accountId: reading.accountId,
      title: '',
      category: 'life',
      channel: 'moments',
      state: 'planned',
    } as const;
    return { ...usual, text, scheduledAt };
  }
  function asEvent(on: string, at: number | null): Pick<IncomingItem, 'item' | 'cut'> {
    const fromOn = at === null ? on : wallClock(at).on;
    const toOn = dayNamed(dayNumber(fromOn) + spanDays);
    const usual = { kind: 'event', eventKind: /直播|live/i.test(title) ? 'live' : 'other' } as const;
    const { cut, ...words } = roomFor(title || note, note);
    return { item: { ...usual, ...words, fromOn, toOn }, cut };
  }
}

/** The days within the coming year on which an event takes place, and what of it was not understood. */
function daysOf(event: IcsComponent, start: IcsTime, reading: Reading): { days: string[]; why: LeftOutReason | null } {
  const { today, moved } = reading;
  const last = dayNamed(dayNumber(today) + incomingDays);
  const within = (days: readonly string[]) => days.filter((on) => on >= today && on <= last);
  const value = propertyOf(event, 'RRULE')?.value;
  if (value === undefined || propertyOf(event, 'RECURRENCE-ID')) return { days: within([start.on]), why: null };
  const rule = readIcsRule(value);
  if (!rule) return { days: within([start.on]), why: 'ruleNotUnderstood' };
  if (!mayWalk(rule, start.on, last, reading)) return { days: [], why: 'tooMany' };
  const left = new Set(
    event.properties
      .filter(({ name }) => name === 'EXDATE')
      .flatMap((property) => property.value.split(','))
      .map((text) => readIcsTime(text)?.on),
  );
  const elsewhere = moved.get(textOf(event, 'UID'));
  return { days: icsRuleDays(rule, start.on, today, last).filter((on) => !left.has(on) && !elsewhere?.has(on)), why: null };
}

/** Whether there is room left for the days of a rule; takes it. */
function mayWalk(rule: IcsRule, startOn: string, last: string, reading: Reading): boolean {
  const walk = icsRuleWalk(rule, startOn, reading.today, last);
  reading.walked += Math.max(0, walk.last - walk.first + 1);
  return reading.walked <= mostWalked && reading.read.items.length < mostRepeated;
}

/** How many days after its first one an event ends. */
function lengthOf(event: IcsComponent, start: IcsTime): number {
  const end = timeOf(event, 'DTEND');
  if (!end) return 0;
  // the end is not part of it: midnight still belongs to the day before
  const lastOn = end.minute === null || end.minute === 0 ? dayNumber(end.on) - 1 : dayNumber(end.on);
  return Math.max(0, Math.min(lastOn - dayNumber(start.on), incomingDays));
}
