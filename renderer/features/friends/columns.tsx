import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import { type ReactNode, useContext } from 'react';
import type { FriendRow, FriendSortKey } from '../../../shared/contracts/friends.ts';
import { friendSortKeys } from '../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../shared/contracts/settings.ts';
import { birthdayText, dateText, fullTime, spokenAgo } from '../../lib/format.ts';
import { genderWords, statusWords } from '../../lib/words.ts';
import { LevelPill } from '../../ui/level.tsx';
import { TagChip } from '../../ui/tag-chip.tsx';
import { NameCell } from './components/name-cell.tsx';
import { Names } from './names.ts';

export const features = tableFeatures({
  columnOrderingFeature,
  columnVisibilityFeature,
  columnSizingFeature,
  columnResizingFeature,
  rowSortingFeature,
});

export const columnLabels: Record<FriendColumn, string> = {
  name: '名字',
  trustLevel: '信任等级',
  tags: '标签',
  accountId: '我的微信号',
  channelId: '渠道',
  status: '状态',
  lastContactAt: '最近联系',
  wxid: '微信 ID',
  alias: '微信号',
  nickname: '昵称',
  phone: '手机',
  gender: '性别',
  region: '地区',
  birthday: '生日',
  sourceText: '来源',
  addedAt: '添加时间',
  createdAt: '记入时间',
};

const widths: Record<FriendColumn, number> = {
  name: 156,
  trustLevel: 118,
  tags: 222,
  accountId: 112,
  channelId: 92,
  status: 80,
  lastContactAt: 104,
  wxid: 112,
  alias: 120,
  nickname: 128,
  phone: 120,
  gender: 60,
  region: 112,
  birthday: 128,
  sourceText: 112,
  addedAt: 104,
  createdAt: 104,
};

/** Whether a column can be sorted by. */
export function sortKeyOf(column: string): FriendSortKey | null {
  return friendSortKeys.includes(column as FriendSortKey) ? (column as FriendSortKey) : null;
}

/** The direction a first click gives: newest and highest first, names from A. */
export function firstDirection(key: FriendSortKey): 'asc' | 'desc' {
  return key === 'trustLevel' || key.endsWith('At') ? 'desc' : 'asc';
}

function Quiet({ children }: { children: ReactNode }) {
  return <span className="cell-quiet">{children}</span>;
}

function Time({ at, day = false }: { at: number | null; day?: boolean }) {
  if (at === null) return <Quiet>—</Quiet>;
  return <span title={fullTime(at)}>{day ? dateText(at) : spokenAgo(at)}</span>;
}

/** px a chip takes: 12 px a Chinese character, about 7 a letter, and its padding. */
const chipWidth = (name: string): number =>
  Math.min(
    160,
    [...name].reduce((sum, sign) => sum + (sign > '\u2e80' ? 12 : 7), 14),
  ) + 4;

/** How many chips fit whole into `room` px; the rest is told as a number. */
export function tagsThatFit(names: readonly string[], room: number): number {
  let used = 0;
  for (const [at, name] of names.entries()) {
    used += chipWidth(name);
    const more = at < names.length - 1 ? 28 : 0;
    if (used + more > room) return Math.max(1, at);
  }
  return names.length;
}

function TagsCell({ friend, width }: { friend: FriendRow; width: number }) {
  const { tags: byId } = useContext(Names);
  const tags = friend.tagIds.flatMap((id) => byId.get(id) ?? []);
  if (tags.length === 0) return null;
  const names = tags.map((tag) => tag.name);
  const fit = tagsThatFit(names, width - 20);
  return (
    <span className="cell-tags" title={names.join('、')}>
      {tags.slice(0, fit).map((tag, at) => (
        // by place: the next friend's tags are written into the chips that stand there
        <TagChip key={at} color={tag.color}>
          {tag.name}
        </TagChip>
      ))}
      {tags.length > fit && <span className="cell-more">+{tags.length - fit}</span>}
    </span>
  );
}

function AccountCell({ id }: { id: number }) {
  return useContext(Names).accounts.get(id)?.name ?? '';
}

function ChannelCell({ id }: { id: number | null }) {
  const { channels } = useContext(Names);
  return id === null ? <Quiet>—</Quiet> : (channels.get(id)?.name ?? '');
}

/** What stands in each column for a friend; `width` in px. */
export const cells: Record<FriendColumn, (friend: FriendRow, width: number) => ReactNode> = {
  name: (friend) => <NameCell friend={friend} />,
  trustLevel: (friend) => <LevelPill level={friend.trustLevel} />,
  tags: (friend, width) => <TagsCell friend={friend} width={width} />,
  accountId: (friend) => <AccountCell id={friend.accountId} />,
  channelId: (friend) => <ChannelCell id={friend.channelId} />,
  status: (friend) =>
    friend.status === 'normal' ? <Quiet>正常</Quiet> : <span className="cell-status">{statusWords[friend.status]}</span>,
  lastContactAt: (friend) => (friend.lastContactAt === null ? <Quiet>没有记录</Quiet> : <Time at={friend.lastContactAt} />),
  wxid: (friend) => friend.wxid,
  alias: (friend) => friend.alias,
  nickname: (friend) => friend.nickname,
  phone: (friend) => friend.phone,
  gender: (friend) => friend.gender && genderWords[friend.gender],
  region: (friend) => friend.region,
  birthday: (friend) => friend.birthday && birthdayText(friend.birthday),
  sourceText: (friend) => friend.sourceText,
  addedAt: (friend) => <Time at={friend.addedAt} day />,
  createdAt: (friend) => <Time at={friend.createdAt} day />,
};

const helper = createColumnHelper<typeof features, FriendRow>();

/** All columns of the friends table; order, choice and width are state. The rows are drawn from `cells`. */
export const columns = helper.columns(
  (Object.keys(columnLabels) as FriendColumn[]).map((id) =>
    helper.display({
      id,
      header: columnLabels[id],
      size: widths[id],
      minSize: 56,
      maxSize: 640,
      enableHiding: id !== 'name',
    }),
  ),
);
