import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { CalendarEvent } from '../../../shared/contracts/calendar-events.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { escapeIcs, icsDay, icsMoment, writeIcs } from '../../../shared/domain/ics.ts';
import { dayNamed, dayNumber, wallClock, wallTime } from '../../../shared/domain/wall-time.ts';
import { calendarEventKindWords, categoryWords, postStateWords, publishChannelWords } from '../../../shared/domain/words.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { writeTableFile } from '../../platform/files/table-file.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import { listEvents } from './events.service.ts';
import { fileColumns, postKindWord } from './file-columns.ts';
import { beginning, type PostRow } from './post-rows.ts';

interface ExportInput {
  format: 'csv' | 'xlsx' | 'ics';
  fromOn: string;
  toOn: string;
  accountId: number | null;
}
type Place = { fileId: string; path: string; name: string };
type ExportedPost = PostRow & { account: string; pictures: number; created_at: number; updated_at: number };

/** Writes posts and own days of some days to a file. @throws AppError `invalidInput` (days in the wrong order), `diskFull` and its kind */
export async function exportCalendar(ctx: HostContext, input: ExportInput): Promise<ExportFile> {
  if (input.toOn < input.fromOn) throw new AppError('invalidInput', { fields: ['toOn'] });
  const name = `铁粉簿内容日历-${localDay(ctx.clock.now())}.${input.format}`;
  const { fileId, path } = ctx.staging.createExport(name);
  try {
    const posts = ctx.db.pluck('SELECT count(*) FROM posts').get() as number;
    return await ctx.execute(exportCalendarCommand, { ...input, posts, fileId, path, name });
  } catch (error) {
    // half a file is no export
    ctx.staging.drop(fileId);
    throw error;
  }
}

const exportCalendarCommand = defineCommand<ExportInput & Place & { posts: number }, ExportFile>({
  name: 'calendar.export',
  writes: false,
  // the library that writes workbooks alone takes longer to load than the host's thread may be held
  heavy: ({ format, posts }) => format === 'xlsx' || posts > 300,
  thread: 'reader',
  async run(ctx, input) {
    const posts = readPosts(ctx, input);
    const events = listEvents(ctx, input);
    if (input.format === 'ics') await writeText(input.path, toIcs(ctx, posts, events));
    else {
      const rows = [...posts.map(postLine), ...events.map(eventLine)].sort((a, b) => `${a[1]} ${a[2]}`.localeCompare(`${b[1]} ${b[2]}`));
      await writeTableFile(input.path, input.format, tableOf(rows));
    }
    return { fileId: input.fileId, name: input.name, count: posts.length + events.length };
  },
});

function readPosts(ctx: ServiceContext, { fromOn, toOn, accountId }: ExportInput): ExportedPost[] {
  return ctx.db
    .sql(
      `SELECT p.*, a.name AS account, (SELECT count(*) FROM post_assets WHERE post_id = p.id) AS pictures
       FROM posts p JOIN accounts a ON a.id = p.account_id
       WHERE p.scheduled_at >= @fromAt AND p.scheduled_at < @toAt AND (@accountId IS NULL OR p.account_id = @accountId)
       ORDER BY p.scheduled_at, p.id`,
    )
    .all({ fromAt: wallTime(fromOn, 0), toAt: wallTime(dayNamed(dayNumber(toOn) + 1), 0), accountId }) as ExportedPost[];
}

const two = (n: number) => String(n).padStart(2, '0');

function postLine(post: ExportedPost): string[] {
  const { on, minute } = wallClock(post.scheduled_at);
  const [channel, category] = [
    publishChannelWords[post.channel as keyof typeof publishChannelWords],
    categoryWords[post.category as keyof typeof categoryWords],
  ];
  const when = [on, `${two(Math.floor(minute / 60))}:${two(minute % 60)}`, ''];
  const pictures = post.pictures === 0 ? '' : `${post.pictures} 张`;
  return [postKindWord, ...when, post.account, channel, category, postStateWords[post.state], post.title, post.text, pictures];
}

const eventLine = ({ kind, fromOn, toOn, title, note }: CalendarEvent): string[] => [
  ...[calendarEventKindWords[kind], fromOn, '', toOn, '', '', '', '', title, note, ''],
];

async function writeText(path: string, text: string): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 });
  out.end(text);
  await finished(out);
}

const widths: Partial<Record<string, number>> = { 内容: 60, 标题: 24, 日期: 12, 到: 12 };
const tableOf = (rows: readonly string[][]) => ({
  sheet: '内容日历',
  columns: fileColumns.map((header) => ({ header, width: widths[header] ?? 10 })),
  rows,
});

/** a post is a moment; other calendars show it as long as this */
const shownMs = 30 * 60_000;

/**
 * Our own facts stand in X-TIEFEN properties, so that a file of ours comes back whole; the UID is that of the row and the moment it was
 * written, so that it stays the same however often it is exported, and never becomes another row's.
 */
function toIcs(ctx: ServiceContext, posts: readonly ExportedPost[], events: readonly CalendarEvent[]): string {
  const stamp = `DTSTAMP:${icsMoment(ctx.clock.now())}`;
  const created = ctx.db.pluck('SELECT created_at FROM calendar_events WHERE id = ?');
  const head = ['PRODID:-//tiefen//calendar//ZH', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', 'X-WR-CALNAME:铁粉簿内容日历'];
  return writeIcs(head, [
    ...posts.map((post) => ({ name: 'VEVENT', lines: [...postIcs(post), stamp] })),
    ...events.map((event) => ({ name: 'VEVENT', lines: [...eventIcs(event, created.get(event.id) as number), stamp] })),
  ]);
}

const postIcs = (post: ExportedPost): string[] => [
  `UID:${postUid(post.id, post.created_at)}`,
  `DTSTART:${icsMoment(post.scheduled_at)}`,
  `DTEND:${icsMoment(post.scheduled_at + shownMs)}`,
  `LAST-MODIFIED:${icsMoment(post.updated_at)}`,
  `SUMMARY:${escapeIcs(`${post.account}：${post.title || beginning(post.text) || '图片'}`)}`,
  `DESCRIPTION:${escapeIcs(post.text)}`,
  `CATEGORIES:${escapeIcs(categoryWords[post.category as keyof typeof categoryWords])}`,
  `STATUS:${post.state === 'planned' ? 'TENTATIVE' : post.state === 'skipped' ? 'CANCELLED' : 'CONFIRMED'}`,
  'X-TIEFEN-KIND:post',
  `X-TIEFEN-ACCOUNT:${escapeIcs(post.account)}`,
  `X-TIEFEN-TITLE:${escapeIcs(post.title)}`,
  `X-TIEFEN-CHANNEL:${post.channel}`,
  `X-TIEFEN-CATEGORY:${post.category}`,
  `X-TIEFEN-STATE:${post.state}`,
];

const eventIcs = (event: CalendarEvent, createdAt: number): string[] => [
  `UID:${eventUid(event.id, createdAt)}`,
  `DTSTART;VALUE=DATE:${icsDay(event.fromOn)}`,
  // the end of a day in a calendar file is the day after
  `DTEND;VALUE=DATE:${icsDay(dayNamed(dayNumber(event.toOn) + 1))}`,
  `SUMMARY:${escapeIcs(event.title)}`,
  `DESCRIPTION:${escapeIcs(event.note)}`,
  'TRANSP:TRANSPARENT',
  `X-TIEFEN-KIND:${event.kind}`,
];

export const postUid = (id: number, createdAt: number): string => `post-${id}-${createdAt}@tiefen`;
export const eventUid = (id: number, createdAt: number): string => `event-${id}-${createdAt}@tiefen`;

export const calendarExportCommands: AnyCommand[] = [exportCalendarCommand];
