import { type BackupDifference, type BackupPeople, type BackupPerson, mostFound } from '../../../shared/contracts/bring-back.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { adoptChats } from '../chats/index.ts';
import { fold, friendTexts, noteEvents, type PortraitField, portraitColumns } from '../friends/index.ts';
import type { OtherBook } from '../orders/index.ts';
import { assignPairs, ensureTags } from '../tags/index.ts';
import { bringRecords, lackingRecords } from './bring-records.ts';
import type { ErasedPerson } from './erased-people.ts';
import { marker, rowName, wxidName } from './marks.ts';
import { type CopiedFriend, presentAccounts, presentFriend } from './same.ts';

/** Fields whose values are words that can be shown as they are. */
const texts = new Set(['remark', 'nickname', 'wxid', 'alias', 'phone', 'region', 'address', 'signature', 'description', 'sourceText']);

const isEmpty = (values: SqlValue[]) => values.every((value) => value === null || value === '' || value === 0 || value === '[]');

function differences(theirs: CopiedFriend, ours: CopiedFriend): BackupDifference[] {
  return Object.entries(portraitColumns).flatMap(([field, columns]) => {
    const [held, present] = [theirs, ours].map((row) => columns.map((column) => row[column] ?? null)) as [SqlValue[], SqlValue[]];
    if (isEmpty(held) || held.every((value, i) => value === present[i])) return [];
    const shown = (values: SqlValue[]) => (texts.has(field) && values[0] !== null ? String(values[0]) : null);
    return [{ field, fills: isEmpty(present), theirs: shown(held), ours: shown(present) }];
  });
}

const readFriend = (db: Database, id: number) => db.sql('SELECT * FROM friends WHERE id = ?').get(id) as CopiedFriend | undefined;
const nameOf = ({ remark, nickname }: Pick<CopiedFriend, 'remark' | 'nickname'>) => remark || nickname;

/** Tags of a friend with the groups they are in. */
const tagsOf = (db: Database, friendId: number) =>
  db
    .sql(
      `SELECT t.name, g.name AS "group" FROM friend_tags f JOIN tags t ON t.id = f.tag_id LEFT JOIN tag_groups g ON g.id = t.group_id
       WHERE f.friend_id = ? ORDER BY t.name`,
    )
    .all(friendId) as { name: string; group: string | null }[];

interface Note {
  body: string;
  created_at: number;
}
const notesOf = (db: Database, friendId: number) =>
  db.sql('SELECT body, created_at FROM notes WHERE friend_id = ? ORDER BY created_at, id').all(friendId) as Note[];

/** Tags and notes of the backup that a present friend lacks. */
function lacking(copy: Database, present: Database, from: number, to: number | null) {
  const tags = new Set(to === null ? [] : tagsOf(present, to).map(({ name }) => name));
  const notes = new Set(to === null ? [] : notesOf(present, to).map(({ body }) => body));
  return {
    tags: tagsOf(copy, from).filter(({ name }) => !tags.has(name)),
    notes: notesOf(copy, from).filter(({ body }) => !notes.has(body)),
  };
}

/** Who was erased does not come back: neither that row nor, from before, anybody with that wxid. */
function barring(erased: readonly ErasedPerson[]): (friend: CopiedFriend) => boolean {
  const all = erased.map(({ key, at, marks }) => ({ mark: marker(key), at, marks: new Set(marks) }));
  return ({ id, created_at, wxid }) =>
    all.some(
      ({ mark, at, marks }) =>
        marks.has(mark(rowName('friends', id, created_at))) || (wxid !== null && created_at <= at && marks.has(mark(wxidName(wxid)))),
    );
}

function* candidates(copy: Database, query: string): Generator<CopiedFriend> {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const where = words.map(() => 'instr(search_text, ?) > 0').join(' AND ') || '1';
  yield* copy.raw.prepare(`SELECT * FROM friends WHERE ${where} ORDER BY sort_name, id`).iterate(...words) as Iterable<CopiedFriend>;
}

/** Friends of an opened backup and how they stand in the present book. */
export const lookPeopleCommand = defineCommand<{ book: string; erased: ErasedPerson[]; query: string }, BackupPeople>({
  name: 'backups.lookPeople',
  writes: false,
  heavy: () => true,
  thread: 'backup',
  run(ctx, { book, erased, query }) {
    const copy = openDatabase(book, { readonly: true });
    try {
      const accountOf = presentAccounts(ctx, copy);
      const isBarred = barring(erased);
      const people: BackupPerson[] = [];
      for (const friend of candidates(copy, query)) {
        const account = accountOf(friend.account_id);
        const presentId = presentFriend(ctx, account.id, friend);
        if ((query === '' && presentId !== null) || isBarred(friend)) continue;
        if (people.length === mostFound) return { people, more: true };
        people.push(personOf(ctx, { db: copy, accountOf }, friend, account.name, presentId));
      }
      return { people, more: false };
    } finally {
      copy.close();
    }
  },
});

function personOf(ctx: ServiceContext, other: OtherBook, friend: CopiedFriend, account: string, presentId: number | null): BackupPerson {
  const { id, wxid, phone } = friend;
  const ours = presentId === null ? undefined : readFriend(ctx.db, presentId);
  const { tags, notes } = lacking(other.db, ctx.db, id, presentId);
  return {
    ...{ id, name: nameOf(friend), wxid, phone, account },
    present: ours ? { id: ours.id, name: nameOf(ours) } : null,
    differences: ours ? differences(friend, ours) : [],
    tags: tags.length,
    notes: notes.length,
    ...lackingRecords(ctx, other, id, presentId),
  };
}

export interface BringPeople {
  book: string;
  erased: ErasedPerson[];
  ids: number[];
  mode: 'fill' | 'replace';
}

/** Brings people of an opened backup into the present book, as one action that can be taken back. */
export const bringPeopleCommand = defineCommand<BringPeople, { count: number; undoId: number | null }>({
  name: 'backups.bringPeople',
  writes: true,
  // somebody may have thousands of contacts and orders
  heavy: () => true,
  run(ctx, { book, erased, ids, mode }) {
    const copy = openDatabase(book, { readonly: true });
    try {
      const topics = [
        'friends',
        'tags',
        'notes',
        'trust',
        'touches',
        'points',
        'orders',
        'chats',
        'followUps',
        'referrals',
        'suggestions',
      ] as const;
      const { value: count, undoId } = act(ctx, { kind: 'backups.bringPeople', topics: [...topics] }, (record, details) => {
        const accountOf = presentAccounts(ctx, copy);
        const isBarred = barring(erased);
        const done = ids.flatMap((id) => {
          const friend = readFriend(copy, id);
          if (!friend || isBarred(friend)) return [];
          return bringOne(ctx, record, { db: copy, accountOf }, friend, mode) ? [nameOf(friend)] : [];
        });
        details.count = done.length;
        details.name = done[0] ?? '';
        return done.length;
      });
      return { count, undoId };
    } finally {
      copy.close();
    }
  },
});

/** @returns whether anything of the present book changed */
function bringOne(ctx: ServiceContext, record: Recorder, other: OtherBook, friend: CopiedFriend, mode: BringPeople['mode']): boolean {
  const steps = record.steps.length;
  const { db: copy } = other;
  const accountId = other.accountOf(friend.account_id).id;
  const presentId = presentFriend(ctx, accountId, friend);
  const { tags, notes } = lacking(copy, ctx.db, friend.id, presentId);
  const id = presentId ?? insertFriend(ctx, record, copy, friend, accountId);
  if (presentId !== null) change(ctx, record, friend, presentId, mode);
  const wanted = tags.map(({ name, group }) => (group === null ? { name } : { name, group }));
  assignPairs(
    ctx,
    record,
    [...ensureTags(ctx, record, wanted, 'manual').values()].map((tagId) => [tagId, [id]] as const),
  );
  const insert = ctx.db.sql('INSERT INTO notes (friend_id, body, created_at, updated_at) VALUES (?, ?, ?, ?)');
  record.inserted(
    'notes',
    notes.map(({ body, created_at }) => Number(insert.run(id, body, created_at, created_at).lastInsertRowid)),
  );
  bringRecords(ctx, record, other, friend.id, id, presentId === null);
  if (presentId === null) adoptChats(ctx, record, id);
  return record.steps.length > steps;
}

/** Columns that a new row takes as they are, beside the fields. */
const kept = ['status', 'trust_level', 'trust_since_at'];

function insertFriend(ctx: ServiceContext, record: Recorder, copy: Database, friend: CopiedFriend, accountId: number): number {
  const now = ctx.clock.now();
  const channel = copy.pluck('SELECT name FROM channels WHERE id = ?').get(friend.channel_id ?? null) as string | undefined;
  const { searchText, sortName, phoneKey } = friendTexts(friend);
  const values: Record<string, SqlValue> = {
    account_id: accountId,
    channel_id: channel === undefined ? null : ((ctx.db.pluck('SELECT id FROM channels WHERE name = ?').get(channel) as number) ?? null),
    ...Object.fromEntries([...Object.values(portraitColumns).flat(), ...kept].map((column) => [column, friend[column] ?? null])),
    ...{ phone_key: phoneKey, search_text: searchText, sort_name: sortName, created_at: now, updated_at: now },
  };
  const columns = Object.keys(values);
  const text = `INSERT INTO friends (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  const id = Number(ctx.db.sql(text).run(...Object.values(values)).lastInsertRowid);
  record.inserted('friends', [id]);
  ctx.emit(record, 'friends.created', { ids: Uint32Array.of(id), at: now, author: 'manual' });
  return id;
}

function change(ctx: ServiceContext, record: Recorder, friend: CopiedFriend, id: number, mode: BringPeople['mode']): void {
  const ours = readFriend(ctx.db, id)!;
  const taken = ctx.db.pluck('SELECT 1 FROM friends WHERE account_id = ? AND wxid = ? AND id <> ?');
  const wanted = differences(friend, ours).filter(
    ({ field, fills }) => (fills || mode === 'replace') && !(field === 'wxid' && taken.get(ours.account_id, friend.wxid, id) !== undefined),
  );
  if (wanted.length === 0) return;
  const changed = Object.fromEntries(
    wanted.flatMap(({ field }) => portraitColumns[field as PortraitField].map((column) => [column, friend[column] ?? null] as const)),
  );
  const { searchText, sortName, phoneKey } = friendTexts({ ...ours, ...changed });
  const derived = { phone_key: phoneKey, search_text: searchText, sort_name: sortName, updated_at: ctx.clock.now() };
  record.update('friends', [id], { ...changed, ...derived }, Object.keys(changed));
  noteEvents(ctx, record, [id], 'edited', { fields: wanted.map(({ field }) => field) });
}
