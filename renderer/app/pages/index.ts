import type { ComponentType, SVGProps } from 'react';
import {
  AccountIcon,
  CalendarIcon,
  ChatIcon,
  FollowUpIcon,
  ImportIcon,
  InsightsIcon,
  LadderIcon,
  LibraryIcon,
  OrderIcon,
  PeopleIcon,
  SegmentIcon,
  SendIcon,
  SettingsIcon,
  ShieldIcon,
  SunIcon,
  TagIcon,
} from '../../ui/icons.tsx';

export type PageId =
  | 'today'
  | 'calendar'
  | 'friends'
  | 'chats'
  | 'orders'
  | 'trust'
  | 'tags'
  | 'accounts'
  | 'import'
  | 'backup'
  | 'insights'
  | 'library'
  | 'segments'
  | 'sending'
  | 'follow-ups'
  | 'settings';

export interface PageEntry {
  id: PageId;
  /** `/friends` */
  path: string;
  label: string;
  group: '每天' | '经营' | '资料';
  icon: ComponentType<SVGProps<SVGSVGElement>>;
  load: () => Promise<{ default: ComponentType }>;
}

/** Every `pages/<id>.tsx` that exists; a page without its file has no entry anywhere. */
const modules = import.meta.glob<{ default: ComponentType }>('./*.tsx');

const known: readonly Omit<PageEntry, 'load' | 'path'>[] = [
  { id: 'today', label: '今日', group: '每天', icon: SunIcon },
  { id: 'calendar', label: '内容日历', group: '每天', icon: CalendarIcon },
  { id: 'sending', label: '发送', group: '每天', icon: SendIcon },
  { id: 'follow-ups', label: '跟进', group: '每天', icon: FollowUpIcon },
  { id: 'friends', label: '好友', group: '经营', icon: PeopleIcon },
  { id: 'segments', label: '人群', group: '经营', icon: SegmentIcon },
  { id: 'chats', label: '聊天', group: '经营', icon: ChatIcon },
  { id: 'orders', label: '订单', group: '经营', icon: OrderIcon },
  { id: 'trust', label: '信任阶梯', group: '经营', icon: LadderIcon },
  { id: 'insights', label: '洞察', group: '经营', icon: InsightsIcon },
  { id: 'tags', label: '标签', group: '经营', icon: TagIcon },
  { id: 'library', label: '素材库', group: '资料', icon: LibraryIcon },
  { id: 'accounts', label: '账号与渠道', group: '资料', icon: AccountIcon },
  { id: 'import', label: '导入', group: '资料', icon: ImportIcon },
  { id: 'backup', label: '备份', group: '资料', icon: ShieldIcon },
  { id: 'settings', label: '设置', group: '资料', icon: SettingsIcon },
];

/** The pages of the program in the order of the sidebar. */
export const pages: readonly PageEntry[] = known.flatMap((page) => {
  const load = modules[`./${page.id}.tsx`];
  return load ? [{ ...page, path: `/${page.id}`, load }] : [];
});

/** The page with this id, when it exists. */
export function pageOf(id: PageId): PageEntry | undefined {
  return pages.find((page) => page.id === id);
}
