import type { ReactNode } from 'react';
import type { FriendRow } from '../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../shared/contracts/settings.ts';
import type { Tag } from '../../../shared/contracts/tags.ts';
import { birthdayText, dateText, fullTime, spokenAgo } from '../../lib/format.ts';
import { genderWords, statusWords } from '../../lib/words.ts';
import { LevelPill } from '../../ui/level.tsx';
import { NameCell } from './components/name-cell.tsx';
import { PointsCell } from './components/points-column.tsx';
import type { RowNames } from './names.ts';

/** What stands in one cell. Words need no element of their own: a screen of rows is written anew with every key of a search. */
export interface CellLook {
  content: ReactNode;
  /** quiet = nothing to say, alert = not as it should be */
  tone?: 'quiet' | 'alert';
  /** what the pointer is told */
  title?: string | undefined;
  /** too wide for its column, or perhaps so: cut with dots. Every cut is one more layer to paint, so the others have none. */
  cut: boolean;
}

/** px left and right in a cell together */
const padding = 20;
/** px that a chip takes at most */
const mostChip = 160;
const chipGap = 4;
/** px for the number of those that do not fit */
const moreWidth = 28;

/** px a chip takes: 12 px a Chinese character, about 7 a letter, and its padding. */
const chipWidth = (name: string): number =>
  Math.min(
    mostChip,
    [...name].reduce((sum, sign) => sum + (sign > '\u2e80' ? 12 : 7), 14),
  );

/** How many chips fit whole into `room` px, at least one; the rest is told as a number. */
export function tagsThatFit(names: readonly string[], room: number): number {
  let used = 0;
  for (const [at, name] of names.entries()) {
    used += chipWidth(name) + chipGap;
    const more = at < names.length - 1 ? moreWidth : 0;
    if (used + more > room) return Math.max(1, at);
  }
  return names.length;
}

/** Whether a text surely stands whole in `room` px: reckoned with the widest signs there are in the 13 px of a row. */
export function surelyFits(text: string, room: number): boolean {
  let used = 0;
  for (const sign of text) {
    used += sign.length > 1 ? 20 : sign > '\u2e80' || sign === '…' ? 14 : /[a-z0-9 :.-]/.test(sign) ? 9 : 13;
    if (used > room) return false;
  }
  return true;
}

function written(text: string | null, width: number, title?: string): CellLook {
  return { content: text, cut: text !== null && !surelyFits(text, width - padding), title };
}

const quiet = (content: string): CellLook => ({ content, tone: 'quiet', cut: false });

function day(at: number | null, width: number): CellLook {
  return at === null ? quiet('—') : written(dateText(at), width, fullTime(at));
}

function tagChips(tags: readonly Tag[], width: number): CellLook {
  const names = tags.map(({ name }) => name);
  const room = width - padding;
  const fit = tagsThatFit(names, room);
  const tight = chipWidth(names[0] ?? '') + (tags.length > 1 ? chipGap + moreWidth : 0) > room;
  const chips = tags.slice(0, fit).map((tag, at) => (
    // by place: the next friend's tags are written into the chips that stand there
    <span key={at} className={tight || chipWidth(tag.name) > 130 ? 'tag-chip' : 'tag-chip short'} data-tag-color={tag.color}>
      {tag.name}
    </span>
  ));
  if (tags.length > fit) chips.push(<small key="more">{`+${tags.length - fit}`}</small>);
  return { content: tight ? <span className="cell-tight">{chips}</span> : chips, title: names.join('、') || undefined, cut: false };
}

/** What stands in a column for a friend; `width` in px. */
export const cells: Record<FriendColumn, (friend: FriendRow, width: number, names: RowNames) => CellLook> = {
  name: (friend, width) => ({ content: <NameCell friend={friend} />, cut: !surelyFits(friend.name, width - padding) }),
  trustLevel: (friend, width) => ({ content: <LevelPill level={friend.trustLevel} />, cut: width < 114 }),
  tags: (friend, width, { tags }) =>
    tagChips(
      friend.tagIds.flatMap((id) => tags.get(id) ?? []),
      width,
    ),
  accountId: (friend, width, { accounts }) => written(accounts.get(friend.accountId)?.name ?? '', width),
  channelId: (friend, width, { channels }) =>
    friend.channelId === null ? quiet('—') : written(channels.get(friend.channelId)?.name ?? '', width),
  status: (friend, width) =>
    friend.status === 'normal' ? quiet('正常') : { ...written(statusWords[friend.status], width), tone: 'alert' },
  lastContactAt: (friend, width) =>
    friend.lastContactAt === null ? quiet('没有记录') : written(spokenAgo(friend.lastContactAt), width, fullTime(friend.lastContactAt)),
  wxid: (friend, width) => written(friend.wxid, width),
  alias: (friend, width) => written(friend.alias, width),
  nickname: (friend, width) => written(friend.nickname, width),
  phone: (friend, width) => written(friend.phone, width),
  gender: (friend, width) => written(friend.gender && genderWords[friend.gender], width),
  region: (friend, width) => written(friend.region, width),
  birthday: (friend, width) => written(friend.birthday && birthdayText(friend.birthday), width),
  sourceText: (friend, width) => written(friend.sourceText, width),
  addedAt: (friend, width) => day(friend.addedAt, width),
  createdAt: (friend, width) => day(friend.createdAt, width),
  points: (friend) => ({ content: <PointsCell friendId={friend.id} />, cut: false }),
};
