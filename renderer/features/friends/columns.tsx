import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { FriendRow, FriendSortKey } from '../../../shared/contracts/friends.ts';
import { friendSortKeys } from '../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../shared/contracts/settings.ts';

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
  points: '积分',
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
  points: 80,
};

/** Whether a column can be sorted by. */
export function sortKeyOf(column: string): FriendSortKey | null {
  return friendSortKeys.includes(column as FriendSortKey) ? (column as FriendSortKey) : null;
}

/** The direction a first click gives: newest and highest first, names from A. */
export function firstDirection(key: FriendSortKey): 'asc' | 'desc' {
  return key === 'trustLevel' || key.endsWith('At') ? 'desc' : 'asc';
}

const helper = createColumnHelper<typeof features, FriendRow>();

/** All columns of the friends table; order, choice and width are state. The rows are drawn from `cells.tsx`. */
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
