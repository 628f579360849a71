import { maxPostText, maxPostTitle, textLength } from '../../../shared/contracts/calendar.ts';
import type { IncomingPost, LeftOutReason } from '../../../shared/contracts/calendar-files.ts';
import { dayParts } from '../../../shared/domain/birthday.ts';
import { wallTime } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { unguarded } from '../../platform/files/spreadsheet-cells.ts';
import type { TableSource } from '../imports/index.ts';
import { categoryOf, channelOf, type FileColumn, kindOf, placesOf, stateOf } from './file-columns.ts';
import { cutAt, type IncomingItem, type ReadCalendar, type ReadingRoom, roomFor, usualMinute } from './incoming.ts';

/**
 * Rows of a table as posts and own days. Times without a zone are the seller's own.
 * @throws AppError `fileNotUnderstood` when there is neither a day nor a word to find in the header
 */
export function readCalendarTable(table: TableSource, room: ReadingRoom): ReadCalendar {
  const places = placesOf(table.columns.map(({ header }) => header ?? ''));
  if (!(places.has('日期') || places.has('时间')) || !(places.has('内容') || places.has('标题')))
    throw new AppError('fileNotUnderstood', { what: 'calendar' });
  const read: ReadCalendar = { format: table.format === 'xlsx' ? 'xlsx' : 'csv', items: [], leftOut: [] };
  for (const { cells, line, problem } of table.rows) {
    const cell = (column: FileColumn) => unguarded(cells[places.get(column) ?? -1] ?? '').trim();
    const found = problem ? 'damagedRow' : readRow(cell, room);
    if (typeof found === 'string') read.leftOut.push({ line, what: (cell('标题') || cell('内容')).slice(0, 60), why: found });
    else read.items.push({ ...found, uid: null, line });
  }
  return read;
}

function readRow(cell: (column: FileColumn) => string, room: ReadingRoom): Pick<IncomingItem, 'item' | 'cut'> | LeftOutReason {
  const fromOn = readDay(cell('日期')) ?? readDay(cell('时间'));
  if (fromOn === null) return 'noTime';
  const eventKind = kindOf.get(cell('种类'));
  if (eventKind) {
    const { cut, ...words } = roomFor(cell('标题') || cell('内容'), cell('内容'));
    const toOn = readDay(cell('到')) ?? fromOn;
    if (words.title === '') return 'noText';
    return { item: { kind: 'event', ...words, eventKind, fromOn, toOn: toOn < fromOn ? fromOn : toOn }, cut };
  }
  const account = cell('微信号');
  const accountId = account === '' ? room.accountId : room.accounts.get(account);
  if (accountId === undefined) return 'noAccount';
  const text = cell('内容') || cell('标题');
  if (text === '') return 'noText';
  if (textLength(text) > maxPostText) return 'tooLong';
  const [title, cut] = cutAt(cell('内容') === '' ? '' : cell('标题'), maxPostTitle);
  const item: IncomingPost = {
    ...{ kind: 'post', accountId, text, title },
    category: categoryOf.get(cell('类别')) ?? 'life',
    channel: channelOf.get(cell('渠道')) ?? 'moments',
    state: stateOf.get(cell('状态')) ?? 'planned',
    scheduledAt: wallTime(fromOn, readMinute(cell('时间')) ?? readMinute(cell('日期')) ?? usualMinute),
  };
  return { item, cut };
}

/** a longer cell is no time: not looked through, which of blanks alone would take for ever */
const longestTime = 40;

/** 2026-11-22, 2026/11/22, 2026年11月22日, with or without a time behind it; null = no day. */
export function readDay(text: string): string | null {
  if (text.length > longestTime) return null;
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/.exec(text);
  if (!parts) return null;
  const on = `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`;
  // before 1970 lies the empty day of spreadsheets
  return dayParts(on) && on >= '1970' && on <= '2100' ? on : null;
}

/** The time in a cell, minutes since midnight: 20:00, 8点半, 下午 3:05, or the share of a day of a spreadsheet; null = none. */
export function readMinute(text: string): number | null {
  if (text.length > longestTime) return null;
  const parts = /(上午|下午|晚上)?\s*(\d{1,2})(?:[:：点时](\d{1,2}|半)?)分?(?::\d{1,2})?\s*([AP]M)?\s*$/i.exec(text);
  if (!parts) return /^0?\.\d+$/.test(text) ? Math.round(Number(text) * 1440) % 1440 : null;
  const late = parts[1] === '下午' || parts[1] === '晚上' || parts[4]?.toUpperCase() === 'PM';
  const hours = Number(parts[2]) + (late && Number(parts[2]) < 12 ? 12 : 0);
  const minutes = parts[3] === '半' ? 30 : Number(parts[3] ?? 0);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}
