import type {
  Birthday,
  FriendDetail,
  FriendFilter,
  FriendPage,
  FriendRow,
  FriendSelection,
  FriendSort,
  Note,
  TimelineItem,
} from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { Breather } from '../../platform/jobs/breather.ts';
import type { FriendIndex } from './friend-index.ts';
import { friendIndex, indexIsReady, knownFilter, tagIdsOf, timelineSources } from './plugs.ts';

/** A row of `friends` as SQLite gives it. */
export interface FriendRecord {
  id: number;
  account_id: number;
  channel_id: number | null;
  nickname: string;
  remark: string;
  wxid: string | null;
  alias: string | null;
  phone: string | null;
  phone_key: string | null;
  gender: FriendRow['gender'];
  region: string | null;
  address: string | null;
  birthday_calendar: Birthday['calendar'] | null;
  birthday_year: number | null;
  birthday_month: number | null;
  birthday_day: number | null;
  birthday_leap: number;
  age_band: FriendDetail['ageBand'];
  income_band: FriendDetail['incomeBand'];
  interests: string;
  tie: FriendDetail['tie'];
  signature: string | null;
  description: string | null;
  source_text: string | null;
  status: FriendRow['status'];
  trust_level: number;
  trust_since_at: number;
  last_contact_at: number | null;
  added_at: number | null;
  archived_at: number | null;
  import_batch_id: number | null;
  search_text: string;
  sort_name: string;
  created_at: number;
  updated_at: number;
}

/** @throws AppError `notFound` */
export function readFriend(ctx: ServiceContext, id: number): FriendRecord {
  const record = ctx.db.sql('SELECT * FROM friends WHERE id = ?').get(id) as FriendRecord | undefined;
  if (!record) throw new AppError('notFound', { what: 'friend' });
  return record;
}

export function birthdayOf(
  record: Pick<FriendRecord, 'birthday_calendar' | 'birthday_year' | 'birthday_month' | 'birthday_day' | 'birthday_leap'>,
): Birthday | null {
  if (record.birthday_calendar === null || record.birthday_month === null || record.birthday_day === null) return null;
  return {
    calendar: record.birthday_calendar,
    year: record.birthday_year,
    month: record.birthday_month,
    day: record.birthday_day,
    leap: record.birthday_leap === 1,
  };
}

export function toRow(record: ListRecord, tagIds: number[]): FriendRow {
  return {
    id: record.id,
    accountId: record.account_id,
    channelId: record.channel_id,
    name: record.remark || record.nickname,
    nickname: record.nickname,
    remark: record.remark,
    wxid: record.wxid,
    alias: record.alias,
    phone: record.phone,
    gender: record.gender,
    region: record.region,
    sourceText: record.source_text,
    status: record.status,
    trustLevel: record.trust_level,
    trustSinceAt: record.trust_since_at,
    lastContactAt: record.last_contact_at,
    addedAt: record.added_at,
    createdAt: record.created_at,
    archivedAt: record.archived_at,
    birthday: birthdayOf(record),
    tagIds,
  };
}

/** One page of the list. A page costs the same at any depth: the order is kept in memory, only its rows are read. */
export async function listFriends(
  ctx: HostContext,
  input: { filter: FriendFilter; sort: FriendSort; offset: number; limit: number },
): Promise<FriendPage> {
  const early = await pageBeforeIndex(ctx, input);
  if (early) return early;
  const filter = await knownFilter(ctx, input.filter);
  const index = await friendIndex(ctx);
  const view = index.view(filter, input.sort);
  return { total: view.length, all: index.total, rows: readRows(ctx, index, view.subarray(input.offset, input.offset + input.limit)) };
}

/** How far down SQLite is asked: what it skips it has to walk over. */
const earlyRows = 500;

/**
 * The first page of everybody by name, out of SQLite: after a start or a big import she need not wait until the index has read
 * the book. The same rows in the same order as from the index, whose reading begins behind the answer. Null = ask the index.
 */
async function pageBeforeIndex(
  ctx: HostContext,
  { filter, sort, offset, limit }: { filter: FriendFilter; sort: FriendSort; offset: number; limit: number },
): Promise<FriendPage | null> {
  const asked = Object.values(filter).some((value) => value !== undefined);
  if (asked || sort.key !== 'name' || sort.direction !== 'asc' || offset + limit > earlyRows || indexIsReady(ctx)) return null;
  const breather = new Breather();
  const records = ctx.db
    .sql(`SELECT ${listColumns} FROM friends WHERE archived_at IS NULL ORDER BY sort_name, id LIMIT ? OFFSET ?`)
    .all(limit, offset) as ListRecord[];
  const rows: FriendRow[] = [];
  for (const record of records) {
    await breather.breathe();
    // behind a big import this goes by way of all tags
    rows.push(toRow(record, tagIdsOf(ctx, record.id)));
  }
  const total = await countShown(ctx, breather);
  setImmediate(() => void friendIndex(ctx).catch(() => {}));
  return { total, all: total, rows };
}

/** ids counted in one go: a few ms over a book that has just been written */
const countedIds = 10_000;

/** Friends in the book, archived ones left out; no index knows, so that all are walked over. */
async function countShown(ctx: HostContext, breather: Breather): Promise<number> {
  const last = (ctx.db.pluck('SELECT max(id) FROM friends').get() as number | null) ?? 0;
  const count = ctx.db.pluck('SELECT count(*) FROM friends WHERE archived_at IS NULL AND id > ? AND id <= ?');
  let total = 0;
  for (let from = 0; from < last; from += countedIds) {
    await breather.breathe();
    total += count.get(from, from + countedIds) as number;
  }
  return total;
}

/** What toRow needs; the long texts of a friend stay where they are. */
const listColumns =
  'friends.id, account_id, channel_id, nickname, remark, wxid, alias, phone, gender, region, source_text, status, trust_level, trust_since_at, last_contact_at, added_at, created_at, archived_at, birthday_calendar, birthday_year, birthday_month, birthday_day, birthday_leap';
type ListRecord = Omit<
  FriendRecord,
  | 'phone_key'
  | 'address'
  | 'age_band'
  | 'income_band'
  | 'interests'
  | 'tie'
  | 'signature'
  | 'description'
  | 'import_batch_id'
  | 'search_text'
  | 'sort_name'
  | 'updated_at'
>;

/** Rows by id, in the given order; ids that are gone are left out. */
export function readRows(ctx: ServiceContext, index: FriendIndex, ids: ArrayLike<number>): FriendRow[] {
  const read = ctx.db.sql(
    `SELECT ${listColumns} FROM json_each(?) AS wanted CROSS JOIN friends ON friends.id = wanted.value ORDER BY wanted.key`,
  );
  const records = read.all(`[${Array.prototype.join.call(ids, ',')}]`) as ListRecord[];
  return records.map((record) => toRow(record, index.tagsOf(record.id)));
}

/** Ids between two places of the list, both included. */
export async function rangeOfFriends(
  ctx: HostContext,
  input: { filter: FriendFilter; sort: FriendSort; from: number; to: number },
): Promise<number[]> {
  const filter = await knownFilter(ctx, input.filter);
  const view = (await friendIndex(ctx)).view(filter, input.sort);
  return [...view.subarray(Math.min(input.from, input.to), Math.max(input.from, input.to) + 1)];
}

/** The friends an action is for, ascending by id. */
export async function resolveSelection(ctx: HostContext, selection: FriendSelection): Promise<Uint32Array> {
  // an id past 32 bits is nobody; in the array it would become somebody else's
  if (selection.by === 'ids') return Uint32Array.from(new Set(selection.ids.filter((id) => id <= 0xffff_ffff))).sort();
  const filter = await knownFilter(ctx, selection.filter);
  const ids = (await friendIndex(ctx)).select(filter);
  if (selection.except.length === 0) return ids;
  const left = new Set(selection.except);
  return ids.filter((id) => !left.has(id));
}

/** Ids of a selection in the order of a sort, for exports. */
export async function orderedSelection(ctx: HostContext, selection: FriendSelection, sort: FriendSort): Promise<Uint32Array> {
  const chosen = new Set(await resolveSelection(ctx, selection));
  const filter = selection.by === 'filter' ? await knownFilter(ctx, selection.filter) : { archived: 'any' as const };
  return (await friendIndex(ctx)).view(filter, sort).filter((id) => chosen.has(id));
}

export async function getFriend(ctx: HostContext, id: number): Promise<FriendDetail> {
  const record = readFriend(ctx, id);
  const index = await friendIndex(ctx);
  const notes = ctx.db
    .sql(
      'SELECT id, friend_id AS friendId, body, created_at AS createdAt, updated_at AS updatedAt FROM notes WHERE friend_id = ? ORDER BY created_at DESC, id DESC',
    )
    .all(id) as Note[];
  return {
    ...toRow(record, index.tagsOf(id)),
    address: record.address,
    ageBand: record.age_band,
    incomeBand: record.income_band,
    interests: JSON.parse(record.interests) as string[],
    tie: record.tie,
    signature: record.signature,
    description: record.description,
    updatedAt: record.updated_at,
    notes,
  };
}

/** Everything that happened to one friend, newest first, out of every feature that knows something. */
export function readTimeline(ctx: HostContext, friendId: number, limit: number): TimelineItem[] {
  const friend = readFriend(ctx, friendId);
  const own = ctx.db
    .sql('SELECT id, at, kind, details FROM friend_events WHERE friend_id = ? ORDER BY at DESC, id DESC LIMIT ?')
    .all(friendId, limit) as {
    id: number;
    at: number;
    kind: TimelineItem['kind'];
    details: string;
  }[];
  const notes = ctx.db
    .sql('SELECT id, created_at AS at, body FROM notes WHERE friend_id = ? ORDER BY created_at DESC LIMIT ?')
    .all(friendId, limit) as {
    id: number;
    at: number;
    body: string;
  }[];
  const items: TimelineItem[] = [
    ...own.map(({ id, at, kind, details }) => ({ key: `event-${id}`, at, kind, details: JSON.parse(details) as TimelineItem['details'] })),
    ...notes.map(({ id, at, body }) => ({ key: `note-${id}`, at, kind: 'note' as const, details: { text: body.slice(0, 200) } })),
    ...timelineSources(ctx).flatMap((source) => source(ctx, friendId, limit)),
  ];
  if (friend.import_batch_id === null) items.push({ key: 'created', at: friend.created_at, kind: 'created', details: {} });
  // stable: what each source puts in order stays so within one moment
  return items.sort((a, b) => b.at - a.at).slice(0, limit);
}
