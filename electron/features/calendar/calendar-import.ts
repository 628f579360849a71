import type { z } from 'zod';
import type { PostInput } from '../../../shared/contracts/calendar.ts';
import type { CalendarPreview, InspectCalendarInput, importedCalendar } from '../../../shared/contracts/calendar-files.ts';
import { type Incoming, type IncomingPost, maxCalendarRows, shownCut } from '../../../shared/contracts/calendar-files.ts';
import { everybody } from '../../../shared/contracts/segments.ts';
import { isIcs } from '../../../shared/domain/ics.ts';
import { wallTime } from '../../../shared/domain/wall-time.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { decodeText, readStableFile, tableFromBytes } from '../imports/index.ts';
import { eventUid, postUid } from './calendar-export.ts';
import { insertEvent } from './events.service.ts';
import { cutAt, type LeftOut, type ReadCalendar, type ReadingRoom } from './incoming.ts';
import { checkPost, insertPost, isSettled } from './post-rows.ts';
import { readIcsCalendar } from './read-ics.ts';
import { readCalendarTable } from './read-table.ts';

const mostBytes = 20 * 1024 * 1024;
/** a table of a month or two is read sooner than a thread is asked */
const smallBytes = 64 * 1024;
const shown = 200;
type Imported = z.output<typeof importedCalendar>;

/** What a staged file would bring; nothing is changed. @throws AppError of category `file`, with what is wrong with it */
export async function inspectCalendar(ctx: HostContext, input: InspectCalendarInput): Promise<CalendarPreview> {
  const { name, found } = await readFile(ctx, input);
  const count = (kind: Incoming['kind']) => found.items.filter(({ item }) => item.kind === kind).length;
  const leftOut = found.leftOut.filter(({ why }) => why !== 'known');
  // the days of one rule say the same
  const cut = new Map(found.items.flatMap(({ line, item, cut }) => (cut === '' ? [] : [[line, { what: item.title, cut }]])));
  return {
    ...{ format: found.format, name, posts: count('post'), events: count('event'), known: found.leftOut.length - leftOut.length },
    sample: found.items
      .map(({ item }) => item)
      .sort((a, b) => startOf(a) - startOf(b))
      .slice(0, shown),
    leftOut: leftOut.slice(0, shown),
    leftOutCount: leftOut.length,
    cut: [...cut].slice(0, shown).map(([line, { what, cut }]) => {
      return { line, what, characters: cut.length, words: cutAt(cut, shownCut)[0] };
    }),
    cutCount: cut.size,
  };
}

const startOf = (item: Incoming) => (item.kind === 'post' ? item.scheduledAt : wallTime(item.fromOn, 0));

/** Brings in what inspecting showed, in one action; the staged file goes. @throws AppError of category `file`, `notFound` (account) */
export async function importCalendar(ctx: HostContext, input: InspectCalendarInput): Promise<Imported> {
  const { name, found } = await readFile(ctx, input);
  const items = found.items.map(({ item }) => item);
  const done = await ctx.execute(importCalendarCommand, { name, items, leftOut: found.leftOut.length });
  ctx.staging.drop(input.fileId);
  return done;
}

async function readFile(ctx: HostContext, { fileId, as, accountId }: InspectCalendarInput): Promise<{ name: string; found: ReadCalendar }> {
  const { path, name, size } = ctx.staging.find(fileId);
  if (size > mostBytes) throw new AppError('fileTooLarge', { maxBytes: mostBytes, name });
  return { name, found: await ctx.execute(readCalendarCommand, { path, name, size, as, accountId }) };
}

type ReadInput = { path: string; name: string; size: number } & Pick<ReadingRoom, 'as' | 'accountId'>;

const readCalendarCommand = defineCommand<ReadInput, ReadCalendar>({
  name: 'calendar.read',
  writes: false,
  // what an .ics asks for is not known by its size: a few lines may mean thousands of days
  heavy: ({ name, size }) => size > smallBytes || !/\.(csv|xlsx)$/i.test(name),
  thread: 'reader',
  async run(ctx, { path, name, as, accountId }) {
    const accounts = new Map(ctx.db.arrays('SELECT name, id FROM accounts WHERE archived_at IS NULL').all() as [string, number][]);
    const room: ReadingRoom = { as, accountId, accounts, today: localDay(ctx.clock.now()) };
    const bytes = await readStableFile(path);
    const read = await readBytes(bytes, room).catch((error: unknown) => {
      // the sentences for lists of friends do not fit here
      if (error instanceof AppError && (error.kind === 'fileNotUnderstood' || error.kind === 'fileEmpty'))
        throw new AppError(error.kind, { ...error.details, what: 'calendar', name }, { cause: error });
      throw error;
    });
    return withoutKnown(ctx, read);
  },
});

async function readBytes(bytes: Buffer, room: ReadingRoom): Promise<ReadCalendar> {
  const isZip = bytes.subarray(0, 2).toString('latin1') === 'PK';
  if (!isZip && isIcs(bytes.subarray(0, 400).toString('utf8'))) {
    const read = readIcsCalendar(decodeText(bytes).text, room);
    if (read.items.length + read.leftOut.length === 0) throw new AppError('fileEmpty', {});
    return read;
  }
  return readCalendarTable(await tableFromBytes(bytes, { headerLine: 1 }), room);
}

/** Leaves out what the book has, what the file says twice, and more than can be looked through. */
function withoutKnown(ctx: ServiceContext, read: ReadCalendar): ReadCalendar {
  const post = ctx.db.pluck('SELECT 1 FROM posts WHERE account_id = ? AND scheduled_at = ? AND text = ?');
  const event = ctx.db.pluck('SELECT 1 FROM calendar_events WHERE title = ? AND from_on = ? AND to_on = ?');
  const uids = new Set([
    ...(ctx.db.arrays('SELECT id, created_at FROM posts').all() as [number, number][]).map((row) => postUid(...row)),
    ...(ctx.db.arrays('SELECT id, created_at FROM calendar_events').all() as [number, number][]).map((row) => eventUid(...row)),
  ]);
  const seen = new Set<string>();
  const items: ReadCalendar['items'] = [];
  const leftOut: LeftOut[] = [...read.leftOut];
  for (const one of read.items) {
    const { item } = one;
    const key = item.kind === 'post' ? [item.accountId, item.scheduledAt, item.text] : [item.title, item.fromOn, item.toOn];
    const stored = (item.kind === 'post' ? post : event).get(...key) === 1;
    const what = (item.title || (item.kind === 'post' ? item.text : '')).slice(0, 60);
    if (stored || (one.uid !== null && uids.has(one.uid)) || seen.has(JSON.stringify(key))) {
      leftOut.push({ line: one.line, what, why: 'known' });
    } else if (items.length >= maxCalendarRows) leftOut.push({ line: one.line, what, why: 'tooMany' });
    else items.push(one);
    seen.add(JSON.stringify(key));
  }
  return { ...read, items, leftOut };
}

/** Input: what a file brings. @throws AppError `notFound`, `invalidInput` (an account was archived meanwhile) */
const importCalendarCommand = defineCommand<{ name: string; items: Incoming[]; leftOut: number }, Imported>({
  name: 'calendar.import',
  writes: true,
  heavy: ({ items }) => items.length > 200,
  run(ctx, { name, items, leftOut }) {
    const posts = items.filter((item) => item.kind === 'post');
    const { undoId } = act(ctx, { kind: 'calendar.import', topics: ['posts', 'calendar'] }, (record, details) => {
      for (const item of items) {
        if (item.kind === 'post') bringPost(ctx, record, item);
        else insertEvent(ctx, record, { ...item, kind: item.eventKind });
      }
      Object.assign(details, { file: name, count: items.length });
    });
    return { posts: posts.length, events: items.length - posts.length, leftOut, undoId };
  },
});

/** What is said to be out keeps its time as the moment; who could see it nobody knows. What is said to be out in the future is not. */
function bringPost(ctx: ServiceContext, record: Recorder, { kind: _kind, state, ...post }: IncomingPost): void {
  const input: PostInput = {
    ...post,
    audience: everybody,
    contentId: null,
    assetIds: [],
    state: state === 'planned' ? state : 'scheduled',
  };
  checkPost(ctx, input, null);
  const id = insertPost(ctx, record, input);
  if (isSettled(state) && post.scheduledAt <= ctx.clock.now())
    ctx.db.sql('UPDATE posts SET state = ?, settled_at = scheduled_at WHERE id = ?').run(state, id);
}

export const calendarImportCommands: AnyCommand[] = [readCalendarCommand, importCalendarCommand];
