import { SolarDay } from 'tyme4ts';
import { searchTextOf } from '../../../shared/domain/content-search.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { packIds } from '../../platform/id-pack.ts';
import { keepAssetRow } from '../content/index.ts';
import { friendTexts } from '../friends/index.ts';
import type { DemoFile, DemoFriend, DemoPiece, DemoPost, RelativeMoment } from './demo-file.ts';
import { insertShop } from './insert-shop.ts';
import { fromNow, hour, insertRow, minute, moment, named, type Places, pastMoment, plainInsert, type Row, register } from './rows.ts';

export interface KeptPicture {
  sha256: string;
  name: string;
  mime: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif';
  bytes: number;
  width: number;
  height: number;
}

/** Puts everything but the chats in, inside the caller's transaction. `now`: ms UTC that the relative times count from. */
export function insertDemo(ctx: ServiceContext, data: DemoFile, pictures: KeptPicture[], now: number): Places {
  const first = Math.min(...data.friends.map((friend) => pastMoment(friend.added, now)));
  const stamps = { created_at: first, updated_at: first };
  const groups = data.tagGroups.map((group, place) => named(ctx, 'tag_groups', { ...group, place, created_at: first }));
  const places: Places = {
    accounts: data.accounts.map((account) => insertRow(ctx, 'accounts', { ...account, ...stamps })),
    channels: data.channels.map((channel) => named(ctx, 'channels', { ...channel, ...stamps })),
    tags: data.tags.map(({ name, group }, place) =>
      named(ctx, 'tags', { name, group_id: groups[group]!, color: null, origin: 'manual', place, created_at: first }),
    ),
    assets: pictures.map((picture) => {
      const { id, isNew } = keepAssetRow(ctx, picture);
      if (isNew) register(ctx, 'assets', id);
      return id;
    }),
    pieces: [],
    friends: [],
  };
  places.friends = data.friends.map((friend) => insertFriend(ctx, friend, places, now));
  insertReferrals(ctx, data, places, now);
  // kinds mixed, as they would have been written
  places.pieces = data.pieces.map((piece, at) => insertPiece(ctx, piece, places, first + ((at * 23) % data.pieces.length) * minute));
  for (const post of data.posts) insertPost(ctx, post, places, now);
  insertShop(ctx, data, places, now);
  return places;
}

function insertFriend(ctx: ServiceContext, friend: DemoFriend, places: Places, now: number): number {
  const { searchText, sortName, phoneKey } = friendTexts(friend);
  const addedAt = pastMoment(friend.added, now);
  // on the day she was added, nothing happened before that
  const at = (moment: RelativeMoment) => Math.max(addedAt, pastMoment(moment, now));
  const lastLevel = friend.levels.at(-1)!;
  const touches = friend.touches.map(([moment, touchpoint, direction, note]) => ({ at: at(moment), touchpoint, direction, note }));
  const id = insertRow(ctx, 'friends', {
    account_id: places.accounts[friend.account]!,
    channel_id: friend.channel === null ? null : places.channels[friend.channel]!,
    nickname: friend.nickname,
    remark: friend.remark,
    wxid: friend.wxid,
    alias: friend.alias,
    phone: friend.phone,
    phone_key: phoneKey,
    gender: friend.gender,
    region: friend.region,
    address: friend.address,
    ...birthdayColumns(friend.birthday, now),
    age_band: friend.ageBand,
    income_band: friend.incomeBand,
    interests: JSON.stringify(friend.interests),
    tie: friend.tie,
    signature: friend.signature,
    description: friend.description,
    source_text: friend.sourceText,
    status: friend.status,
    trust_level: lastLevel.to,
    trust_since_at: at(lastLevel.at),
    last_contact_at: touches.length === 0 ? null : Math.max(...touches.map((touch) => touch.at)),
    added_at: addedAt,
    search_text: searchText,
    sort_name: sortName,
    created_at: addedAt,
    updated_at: addedAt,
  });
  insertHistory(ctx, id, friend, at);
  for (const touch of touches) plainInsert(ctx, 'touches', { friend_id: id, ...touch });
  for (const tag of friend.tags) plainInsert(ctx, 'friend_tags', { tag_id: places.tags[tag]!, friend_id: id, added_at: addedAt });
  return id;
}

function insertHistory(ctx: ServiceContext, friendId: number, friend: DemoFriend, at: (moment: RelativeMoment) => number): void {
  friend.levels.forEach(({ at: moment, to, reason }, n) => {
    const from_level = friend.levels[n - 1]?.to ?? null;
    plainInsert(ctx, 'level_changes', { friend_id: friendId, from_level, to_level: to, at: at(moment), reason, author: 'manual' });
  });
  for (const { at: moment, body } of friend.notes)
    plainInsert(ctx, 'notes', { friend_id: friendId, body, created_at: at(moment), updated_at: at(moment) });
  if (friend.statusSince)
    plainInsert(ctx, 'friend_events', {
      friend_id: friendId,
      at: at(friend.statusSince),
      kind: 'status',
      details: JSON.stringify({ from: 'normal', to: friend.status }),
    });
}

/** Told on the day the friend came. They go with their friends. */
function insertReferrals(ctx: ServiceContext, data: DemoFile, places: Places, now: number): void {
  for (const { friend, by } of data.referrals) {
    const created_at = pastMoment(data.friends[friend]!.added, now);
    plainInsert(ctx, 'referrals', { friend_id: places.friends[friend]!, by_friend_id: places.friends[by]!, created_at });
  }
}

/** `at`: ms UTC it was written. */
function insertPiece(ctx: ServiceContext, piece: DemoPiece, places: Places, at: number): number {
  const { title, text, category, form, aim } = piece;
  const id = insertRow(ctx, 'contents', {
    ...{ title, text, category, form, aim },
    tags: JSON.stringify(piece.tags),
    seasons: JSON.stringify(piece.seasons),
    evergreen: piece.evergreen ? 1 : 0,
    cooldown_days: piece.cooldownDays,
    max_uses: piece.maxUses,
    search_text: searchTextOf(piece),
    created_at: at,
    updated_at: at,
  });
  for (const variant of piece.variants) plainInsert(ctx, 'content_variants', { content_id: id, ...variant });
  piece.assets.forEach((asset, place) => {
    plainInsert(ctx, 'content_assets', { content_id: id, place, asset_id: places.assets[asset]! });
  });
  return id;
}

function insertPost(ctx: ServiceContext, post: DemoPost, places: Places, now: number): void {
  const scheduledAt = Array.isArray(post.at) ? moment(post.at, now) : fromNow(post.at.inMinutes, now);
  const isSettled = post.state === 'posted' || post.state === 'skipped';
  const writtenAt = Math.min(now, scheduledAt) - 26 * hour;
  const settledAt = isSettled ? Math.min(now, scheduledAt + 4 * minute) : null;
  const id = insertRow(ctx, 'posts', {
    account_id: places.accounts[post.account]!,
    text: post.text,
    category: post.category,
    content_id: places.pieces[post.piece]!,
    scheduled_at: scheduledAt,
    state: post.state,
    settled_at: settledAt,
    created_at: writtenAt,
    updated_at: settledAt ?? writtenAt,
  });
  if (settledAt !== null && post.state === 'posted')
    plainInsert(ctx, 'post_audiences', { post_id: id, ...whoSaw(ctx, places.accounts[post.account]!, settledAt) });
  if (post.result) plainInsert(ctx, 'post_results', { post_id: id, ...post.result, noted_at: Math.min(now, scheduledAt + 30 * hour) });
  post.assets.forEach((asset, place) => {
    plainInsert(ctx, 'post_assets', { post_id: id, place, asset_id: places.assets[asset]! });
  });
}

/** Everybody of the account who was there by then. `at`: ms UTC. */
function whoSaw(ctx: ServiceContext, accountId: number, at: number): Row {
  const ids = ctx.db
    .pluck("SELECT id FROM friends WHERE account_id = ? AND added_at <= ? AND status = 'normal' ORDER BY id")
    .all(accountId, at) as number[];
  return { heads: ids.length, friend_ids: packIds(Float64Array.from(ids)) };
}

function birthdayColumns(birthday: DemoFriend['birthday'], now: number): Row {
  if (!birthday) return {};
  const date = new Date(moment([birthday.inDays, 12 * 60], now));
  const solar = { month: date.getMonth() + 1, day: date.getDate() };
  const lunar = () => {
    const day = SolarDay.fromYmd(date.getFullYear(), solar.month, solar.day).getLunarDay();
    return { month: day.getLunarMonth().getMonth(), day: day.getDay() };
  };
  const { month, day } = birthday.calendar === 'solar' ? solar : lunar();
  return { birthday_calendar: birthday.calendar, birthday_year: birthday.year, birthday_month: month, birthday_day: day };
}
