import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { FriendInput, FriendStatus } from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { failureCode } from '../../platform/db/storage-error.ts';
import type { ChangeHint } from '../../platform/events.ts';
import { type AnyCommand, defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import { fillChosen, type Recorder, type SqlValue, type UndoTable } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { friendTexts } from './friend-texts.ts';
import { readFriend } from './friends.queries.ts';

declare module '../../platform/context.ts' {
  interface DomainEvents {
    /** new friends are in the book, in this transaction */
    /** `mayRest`: the command makes resting indexes again behind its answer (wakeIndexesCommand) */
    'friends.created': { ids: Uint32Array; at: number; author: 'manual' | 'import'; mayRest?: boolean };
  }
}

/** Column values of what was typed or imported; order is that of `inputColumns`. */
export function friendValues(input: FriendInput): Record<string, SqlValue> {
  const texts = friendTexts(input);
  return {
    account_id: input.accountId,
    channel_id: input.channelId,
    nickname: input.nickname,
    remark: input.remark,
    wxid: input.wxid,
    alias: input.alias,
    phone: input.phone,
    phone_key: texts.phoneKey,
    gender: input.gender,
    region: input.region,
    address: input.address,
    birthday_calendar: input.birthday?.calendar ?? null,
    birthday_year: input.birthday?.year ?? null,
    birthday_month: input.birthday?.month ?? null,
    birthday_day: input.birthday?.day ?? null,
    birthday_leap: input.birthday?.leap ? 1 : 0,
    age_band: input.ageBand,
    income_band: input.incomeBand,
    interests: JSON.stringify(input.interests),
    tie: input.tie,
    signature: input.signature,
    description: input.description,
    source_text: input.sourceText,
    added_at: input.addedAt,
    search_text: texts.searchText,
    sort_name: texts.sortName,
  };
}

/** Which portrait fields an edit touched, in the contract's words, for the timeline. */
const fieldOfColumn: Record<string, string> = {
  account_id: 'accountId',
  channel_id: 'channelId',
  nickname: 'nickname',
  remark: 'remark',
  wxid: 'wxid',
  alias: 'alias',
  phone: 'phone',
  gender: 'gender',
  region: 'region',
  address: 'address',
  birthday_calendar: 'birthday',
  birthday_year: 'birthday',
  birthday_month: 'birthday',
  birthday_day: 'birthday',
  birthday_leap: 'birthday',
  age_band: 'ageBand',
  income_band: 'incomeBand',
  interests: 'interests',
  tie: 'tie',
  signature: 'signature',
  description: 'description',
  source_text: 'sourceText',
  added_at: 'addedAt',
};

export const createFriendCommand = defineCommand<FriendInput, Saved>({
  name: 'friends.create',
  writes: true,
  heavy: () => false,
  run: (ctx, input) => {
    const { value: id, undoId } = act(
      ctx,
      { kind: 'friends.create', topics: ['friends', 'trust'], details: { name: input.remark || input.nickname } },
      (record) => {
        const now = ctx.clock.now();
        const values = { ...friendValues(input), trust_since_at: now, created_at: now, updated_at: now };
        const columns = Object.keys(values);
        const id = uniqueWxid(input, () =>
          Number(
            ctx.db
              .sql(`INSERT INTO friends (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
              .run(...Object.values(values)).lastInsertRowid,
          ),
        );
        record.inserted('friends', [id]);
        ctx.emit(record, 'friends.created', { ids: Uint32Array.of(id), at: now, author: 'manual' });
        return id;
      },
    );
    return { id, undoId };
  },
});

export const updateFriendCommand = defineCommand<{ id: number; values: FriendInput }, Saved>({
  name: 'friends.update',
  writes: true,
  heavy: () => false,
  run: (ctx, { id, values: input }) => {
    const before = readFriend(ctx, id) as unknown as Record<string, SqlValue>;
    const values = friendValues(input);
    const changed = Object.keys(values).filter((column) => values[column] !== before[column]);
    if (changed.length === 0) return { id, undoId: null };
    const fields = [...new Set(changed.flatMap((column) => fieldOfColumn[column] ?? []))];
    const { undoId } = act(
      ctx,
      { kind: 'friends.update', topics: ['friends'], details: { name: input.remark || input.nickname, fields } },
      (record) => {
        uniqueWxid(input, () => record.update('friends', [id], { ...values, updated_at: ctx.clock.now() }, changed));
        noteEvents(ctx, record, [id], 'edited', { fields });
      },
    );
    return { id, undoId };
  },
});

export interface FriendsInput {
  friendIds: Uint32Array;
}

export const setStatusCommand = defineCommand<FriendsInput & { status: FriendStatus }, ChangeReport>({
  name: 'friends.setStatus',
  writes: true,
  heavy: ({ friendIds }) => friendIds.length > heavyRows,
  run: (ctx, { friendIds, status }) =>
    change(ctx, friendIds, { kind: 'friends.setStatus', details: { status } }, (record) => {
      const from = new Map(
        withChosen(ctx, friendIds, () =>
          ctx.db.arrays('SELECT id, status FROM friends WHERE id IN (SELECT id FROM temp.chosen)').all(),
        ) as [number, string][],
      );
      const changed = record.update('friends', friendIds, { status, updated_at: ctx.clock.now() }, ['status']);
      const ids: number[] = [];
      const insert = ctx.db.sql("INSERT INTO friend_events (friend_id, at, kind, details) VALUES (?, ?, 'status', ?)");
      for (const id of changed)
        ids.push(Number(insert.run(id, ctx.clock.now(), JSON.stringify({ from: from.get(id) ?? null, to: status })).lastInsertRowid));
      record.inserted('friend_events', ids);
      return changed;
    }),
});

export const setArchivedCommand = defineCommand<FriendsInput & { archived: boolean }, ChangeReport>({
  name: 'friends.setArchived',
  writes: true,
  heavy: ({ friendIds }) => friendIds.length > heavyRows,
  run: (ctx, { friendIds, archived }) =>
    change(ctx, friendIds, { kind: archived ? 'friends.archive' : 'friends.unarchive', details: {} }, (record) => {
      const now = ctx.clock.now();
      const wanted = withChosen(ctx, friendIds, () =>
        ctx.db
          .pluck(`SELECT id FROM friends WHERE id IN (SELECT id FROM temp.chosen) AND archived_at IS ${archived ? '' : 'NOT '}NULL`)
          .all(),
      ) as number[];
      const changed = record.update('friends', wanted, { archived_at: archived ? now : null, updated_at: now }, ['archived_at']);
      noteEvents(ctx, record, changed, archived ? 'archived' : 'unarchived', {});
      return changed;
    }),
});

export const setChannelCommand = defineCommand<FriendsInput & { channelId: number | null }, ChangeReport>({
  name: 'friends.setChannel',
  writes: true,
  heavy: ({ friendIds }) => friendIds.length > heavyRows,
  run: (ctx, { friendIds, channelId }) => {
    const channel =
      channelId === null ? null : (ctx.db.pluck('SELECT name FROM channels WHERE id = ?').get(channelId) as string | undefined);
    if (channel === undefined) throw new AppError('notFound', { what: 'channel' });
    return change(ctx, friendIds, { kind: 'friends.setChannel', details: { channel } }, (record) => {
      const changed = record.update('friends', friendIds, { channel_id: channelId, updated_at: ctx.clock.now() }, ['channel_id']);
      noteEvents(ctx, record, changed, 'edited', { fields: ['channelId'] });
      return changed;
    });
  },
});

export const addNoteCommand = defineCommand<{ friendId: number; body: string }, Saved>({
  name: 'friends.addNote',
  writes: true,
  heavy: () => false,
  run: (ctx, { friendId, body }) => {
    const { value: id, undoId } = act(ctx, { kind: 'friends.addNote', topics: ['notes'] }, (record, details) => {
      details.name = friendName(ctx, friendId);
      const now = ctx.clock.now();
      const id = Number(
        ctx.db.sql('INSERT INTO notes (friend_id, body, created_at, updated_at) VALUES (?, ?, ?, ?)').run(friendId, body, now, now)
          .lastInsertRowid,
      );
      record.inserted('notes', [id]);
      return id;
    });
    return { id, undoId };
  },
});

export const updateNoteCommand = defineCommand<{ id: number; body: string }, Saved>({
  name: 'friends.updateNote',
  writes: true,
  heavy: () => false,
  run: (ctx, { id, body }) => {
    requireNote(ctx, id);
    const { undoId } = act(ctx, { kind: 'friends.updateNote', topics: ['notes'] }, (record) =>
      record.update('notes', [id], { body, updated_at: ctx.clock.now() }, ['body']),
    );
    return { id, undoId };
  },
});

export const deleteNoteCommand = defineCommand<{ id: number }, Saved>({
  name: 'friends.deleteNote',
  writes: true,
  heavy: () => false,
  run: (ctx, { id }) => {
    requireNote(ctx, id);
    const { undoId } = act(ctx, { kind: 'friends.deleteNote', topics: ['notes'] }, (record) => record.remove('notes', [id]));
    return { id, undoId };
  },
});

/** Runs one bulk change and counts. @throws AppError `nothingSelected` */
function change(
  ctx: ServiceContext,
  friendIds: Uint32Array,
  meta: { kind: string; details: Record<string, SqlValue> },
  work: (record: Recorder) => Uint32Array,
): ChangeReport {
  if (friendIds.length === 0) throw new AppError('nothingSelected');
  const { value, undoId } = act(ctx, { ...meta, topics: ['friends'] }, (record, details) => {
    const changed = work(record);
    details.count = changed.length;
    return changed.length;
  });
  return { changed: value, unchanged: friendIds.length - value, undoId };
}

/** One timeline event of the same kind for many friends. */
export function noteEvents(
  ctx: ServiceContext,
  record: Recorder,
  friendIds: ArrayLike<number>,
  kind: string,
  details: Record<string, SqlValue | string[]>,
  at: number = ctx.clock.now(),
): void {
  if (friendIds.length === 0) return;
  const before = (ctx.db.pluck('SELECT coalesce(max(id), 0) FROM friend_events').get() as number) ?? 0;
  withChosen(ctx, friendIds, () =>
    ctx.db
      .sql('INSERT INTO friend_events (friend_id, at, kind, details) SELECT id, ?, ?, ? FROM temp.chosen')
      .run(at, kind, JSON.stringify(details)),
  );
  record.inserted('friend_events', ctx.db.pluck('SELECT id FROM friend_events WHERE id > ? ORDER BY id').all(before) as number[]);
}

function withChosen<T>(ctx: ServiceContext, ids: ArrayLike<number>, work: () => T): T {
  fillChosen(ctx.db, ids);
  return work();
}

function uniqueWxid<T>(input: FriendInput, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (failureCode(error) === 'SQLITE_CONSTRAINT_UNIQUE') throw new AppError('wxidTaken', { wxid: input.wxid });
    if (failureCode(error) === 'SQLITE_CONSTRAINT_FOREIGNKEY') throw new AppError('notFound', { what: 'account' });
    throw error;
  }
}

/** What the seller calls a friend. @throws AppError `notFound` */
function friendName(ctx: ServiceContext, id: number): string {
  const name = ctx.db.pluck("SELECT coalesce(nullif(remark, ''), nickname) FROM friends WHERE id = ?").get(id) as string | undefined;
  if (name === undefined) throw new AppError('notFound', { what: 'friend' });
  return name;
}

function requireNote(ctx: ServiceContext, id: number): void {
  if (ctx.db.pluck('SELECT 1 FROM notes WHERE id = ?').get(id) === undefined) throw new AppError('notFound', { what: 'note' });
}

const friendHint = (friendIds: ArrayLike<number>): ChangeHint => ({ friendIds });

export const friendsUndoTables: UndoTable[] = [
  {
    name: 'friends',
    key: 'id',
    hint: friendHint,
    // the level is worked out of its history
    derived: ['search_text', 'sort_name', 'phone_key', 'trust_level', 'trust_since_at'],
    together: [['birthday_calendar', 'birthday_year', 'birthday_month', 'birthday_day', 'birthday_leap']],
    refresh: refreshTexts,
    staysInUse: 'whole',
    inUse: editedSince,
  },
  { name: 'notes', key: 'id' },
  { name: 'friend_events', key: 'id', about: 'friend_id' },
  { name: 'person_links', key: 'friend_id' },
  { name: 'friends_apart', key: 'id' },
];

function editedSince(db: ServiceContext['db'], ids: ArrayLike<number>, since: number): number[] {
  fillChosen(db, ids);
  return db.pluck('SELECT id FROM friends WHERE id IN (SELECT id FROM temp.chosen) AND updated_at > ?').all(since) as number[];
}

/** After an undo that kept some newer values, the derived texts must fit what stands in the row now. */
function refreshTexts(db: ServiceContext['db'], ids: ArrayLike<number>): void {
  const read = db.sql('SELECT nickname, remark, wxid, alias, phone, search_text AS searchText FROM friends WHERE id = ?');
  const set = db.sql('UPDATE friends SET search_text = ?, sort_name = ?, phone_key = ? WHERE id = ?');
  for (let i = 0; i < ids.length; i++) {
    const row = read.get(ids[i]) as (Parameters<typeof friendTexts>[0] & { searchText: string }) | undefined;
    if (!row) continue;
    const texts = friendTexts(row);
    if (texts.searchText !== row.searchText) set.run(texts.searchText, texts.sortName, texts.phoneKey, ids[i]);
  }
}

export const friendsCommands: AnyCommand[] = [
  createFriendCommand,
  updateFriendCommand,
  setStatusCommand,
  setArchivedCommand,
  setChannelCommand,
  addNoteCommand,
  updateNoteCommand,
  deleteNoteCommand,
];
