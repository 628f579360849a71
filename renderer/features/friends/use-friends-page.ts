import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FriendFilter, FriendRow, FriendSort } from '../../../shared/contracts/friends.ts';
import { client } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';
import type { TableHandle } from './column-settings.ts';
import { askAhead, type FriendWindow, useFriendWindow } from './queries.ts';
import { friendsActions, noSelection, selectedCount, toggled, useFriendsStore, withIds } from './store.ts';
import { useFriendsAddress } from './use-address.ts';
import type { FriendsView } from './use-grid.ts';
import { useListKeys } from './use-list-keys.ts';

type Address = ReturnType<typeof useFriendsAddress>;

/** A new filter or order starts at the top; a selection 'everybody who matches' does not outlive its filter. */
function useFreshStart(address: Address, sort: FriendSort, table: RefObject<TableHandle | null>): void {
  const key = JSON.stringify([address.filter, sort]);
  const filterKey = JSON.stringify(address.filter);
  const before = useRef({ key, filterKey });
  useEffect(() => {
    if (before.current.key === key) return;
    const { selection } = useFriendsStore.getState();
    if (before.current.filterKey !== filterKey && selection.by === 'filter') friendsActions.clear();
    before.current = { key, filterKey };
    friendsActions.moveTo(0);
    table.current?.scrollTo(0);
  }, [key, filterKey, table]);
}

function useSelecting(address: Address, sort: FriendSort, rows: FriendWindow) {
  const { filter } = address;
  const onToggle = useCallback((friend: FriendRow, index: number) => {
    friendsActions.moveTo(index);
    friendsActions.select(toggled(useFriendsStore.getState().selection, friend.id));
  }, []);
  const onExtend = useCallback(
    (index: number) => {
      const { anchor } = useFriendsStore.getState();
      friendsActions.extendTo(index);
      client.friends.range
        .query({ filter, sort, from: Math.min(anchor, index), to: Math.max(anchor, index) })
        .then((ids) => friendsActions.select(withIds(useFriendsStore.getState().selection, ids)))
        .catch(notify.failed);
    },
    [filter, sort],
  );
  const onSelectAll = useCallback(
    (all: boolean) => friendsActions.select(all ? { by: 'filter', filter, except: new Set() } : noSelection),
    [filter],
  );
  const selection = useFriendsStore((state) => state.selection);
  return { selection, chosen: selectedCount(selection, rows.total), onToggle, onExtend, onSelectAll };
}

function useOpening(address: Address) {
  const { openId, setOpenId } = address;
  const onOpen = useCallback(
    (friend: FriendRow, index: number) => {
      friendsActions.moveTo(index);
      setOpenId(friend.id);
    },
    [setOpenId],
  );
  return { openId, onOpen, close: useCallback(() => setOpenId(null), [setOpenId]) };
}

/** The filter without its text: typing leaves it as it is. */
function useRest(filter: FriendFilter): FriendFilter {
  const rest = JSON.stringify({ ...filter, text: undefined });
  return useMemo(() => JSON.parse(rest) as FriendFilter, [rest]);
}

export type FriendsPageState = ReturnType<typeof useFriendsPage>;

/** Everything the friends page knows: what is asked for, what came, what is selected and open, and what each part may do. */
export function useFriendsPage(view: FriendsView) {
  const { sort } = view;
  const address = useFriendsAddress(useCallback((filter) => askAhead(filter, sort), [sort]));
  const [range, setRange] = useState({ start: 0, end: 30 });
  const { rows, stale } = useFriendWindow(address.filter, sort, range);
  const table = useRef<TableHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const selecting = useSelecting(address, sort, rows);
  const { openId, onOpen, close } = useOpening(address);
  const { onToggle, onExtend, onSelectAll } = selecting;
  useFreshStart(address, sort, table);
  const rest = useRest(address.filter);
  const { setFilter } = address;
  const onClear = useCallback(() => setFilter({}), [setFilter]);
  const onRange = useCallback(
    (start: number, end: number) => setRange((old) => (old.start === start && old.end === end ? old : { start, end })),
    [],
  );
  const onEverybody = useCallback(() => onSelectAll(true), [onSelectAll]);
  useListKeys({ total: rows.total, rowAt: rows.rowAt, table, field, openId, onOpen, onToggle, onExtend, onSelectAll: onEverybody });
  return {
    ...view,
    address,
    rows,
    stale,
    table,
    field,
    ...selecting,
    openId,
    onOpen,
    close,
    rest,
    onClear,
    onRange,
    onEverybody,
  };
}
