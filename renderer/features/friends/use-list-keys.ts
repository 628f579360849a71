import type { RefObject } from 'react';
import type { FriendRow } from '../../../shared/contracts/friends.ts';
import { type Shortcut, useShortcuts } from '../../lib/keys.ts';
import { levels } from '../../lib/words.ts';
import type { TableHandle } from './column-settings.ts';
import { type FriendAction, friendsActions, type OpenAction, toWire, useFriendsStore } from './store.ts';

export interface ListKeys {
  total: number;
  rowAt: (index: number) => FriendRow | null;
  table: RefObject<TableHandle | null>;
  field: RefObject<HTMLInputElement | null>;
  openId: number | null;
  onOpen: (friend: FriendRow, index: number) => void;
  onToggle: (friend: FriendRow, index: number) => void;
  onExtend: (index: number) => void;
  onSelectAll: () => void;
}

/** Whom an action is for: the selected friends, else the one under the cursor. */
function target(rowAt: ListKeys['rowAt']): Omit<OpenAction, 'action'> | null {
  const { selection, cursor } = useFriendsStore.getState();
  if (selection.by === 'filter' || selection.ids.size > 0) return { selection: toWire(selection), name: null };
  const friend = rowAt(cursor);
  return friend ? { selection: { by: 'ids', ids: [friend.id] }, name: friend.name } : null;
}

function moveKeys({ total, table, rowAt, openId, onOpen, onExtend }: ListKeys): Shortcut[] {
  const place = (wanted: number) => Math.max(0, Math.min(total - 1, wanted));
  const move = (wanted: (cursor: number, page: number) => number) => () => {
    if (total === 0) return;
    const next = place(wanted(useFriendsStore.getState().cursor, table.current?.page() ?? 10));
    friendsActions.moveTo(next);
    table.current?.scrollTo(next);
    const friend = rowAt(next);
    // with the panel open the panel follows the cursor
    if (openId !== null && friend) onOpen(friend, next);
  };
  const extend = (step: number) => () => {
    const next = place(useFriendsStore.getState().cursor + step);
    table.current?.scrollTo(next);
    onExtend(next);
  };
  return [
    { keys: ['j', 'ArrowDown'], label: '下一位', run: move((at) => at + 1) },
    { keys: ['k', 'ArrowUp'], label: '上一位', run: move((at) => at - 1) },
    { keys: 'PageDown', label: '往下一屏', run: move((at, page) => at + page) },
    { keys: 'PageUp', label: '往上一屏', run: move((at, page) => at - page) },
    { keys: 'Home', label: '第一位', run: move(() => 0) },
    { keys: 'End', label: '最后一位', run: move(() => total - 1) },
    { keys: ['shift+ArrowDown', 'shift+j'], label: '往下连选', run: extend(1) },
    { keys: ['shift+ArrowUp', 'shift+k'], label: '往上连选', run: extend(-1) },
  ];
}

/** Every key of the friends list; they work wherever the focus is on the page but in a text field. */
export function useListKeys(keys: ListKeys): void {
  const { rowAt, field, onOpen, onToggle, onSelectAll } = keys;
  const atCursor = (act: (friend: FriendRow, index: number) => void) => () => {
    const { cursor } = useFriendsStore.getState();
    const friend = rowAt(cursor);
    if (friend) act(friend, cursor);
  };
  const ask = (action: FriendAction) => () => {
    const whom = target(rowAt);
    if (whom) friendsActions.ask({ ...whom, action });
  };
  useShortcuts('好友', [
    {
      keys: '/',
      label: '搜索好友',
      run: () => {
        field.current?.focus();
        field.current?.select();
      },
    },
    ...moveKeys(keys),
    { keys: 'Enter', label: '打开', run: atCursor(onOpen) },
    { keys: ['x', 'space'], label: '选中', run: atCursor(onToggle) },
    { keys: 'mod+a', label: '选中全部', run: onSelectAll },
    { keys: 'Escape', label: '取消选择', run: friendsActions.clear },
    { keys: levels.map(String), label: '设信任等级', run: (event) => ask({ kind: 'level', level: Number(event.key) })() },
    { keys: 't', label: '打标签', run: ask({ kind: 'tags' }) },
    {
      keys: 'n',
      label: '写笔记',
      run: atCursor((friend, index) => {
        friendsActions.writeNote(friend.id);
        onOpen(friend, index);
      }),
    },
    { keys: 'l', label: '记录联系', run: ask({ kind: 'touch' }) },
    { keys: 'p', label: '记积分', run: ask({ kind: 'points' }) },
    {
      keys: 'o',
      label: '记一单',
      run: atCursor(({ id, name }) => friendsActions.ask({ action: { kind: 'order' }, selection: { by: 'ids', ids: [id] }, name })),
    },
    { keys: 'shift+n', label: '新建好友', run: () => friendsActions.create(true) },
  ]);
}
