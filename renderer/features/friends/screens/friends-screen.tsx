import { Button } from 'antd';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FriendRow, FriendSort } from '../../../../shared/contracts/friends.ts';
import { client } from '../../../lib/api.ts';
import { useCommands } from '../../../lib/commands.ts';
import { count } from '../../../lib/format.ts';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSetting } from '../../settings/index.ts';
import type { TableHandle } from '../column-settings.ts';
import { BulkDialogs } from '../components/bulk-dialogs.tsx';
import { ColumnMenu } from '../components/column-menu.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { FriendPanel } from '../components/friend-panel.tsx';
import { FriendsTable } from '../components/friends-table.tsx';
import { SearchedText } from '../components/name-cell.tsx';
import { NewFriendDialog } from '../components/new-friend-dialog.tsx';
import { NoFriends, NoMatch } from '../components/no-friends.tsx';
import { SearchField } from '../components/search-field.tsx';
import { SelectionBar } from '../components/selection-bar.tsx';
import { isFiltered } from '../filter.ts';
import { type FriendWindow, useFriendWindow } from '../queries.ts';
import { friendsActions, noSelection, selectedCount, toggled, useFriendsStore, withIds } from '../store.ts';
import { useFriendsAddress } from '../use-address.ts';
import { useListKeys } from '../use-list-keys.ts';
import './friends-screen.css';

/** rows asked for beyond the screen, so that scrolling finds them there */
const ahead = 40;

interface FriendsScreenProps {
  /** leads to the import page; absent while there is none */
  onImport?: (() => void) | undefined;
}

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

function summary(rows: FriendWindow, filtered: boolean): string {
  if (rows.loading) return '';
  return filtered ? `${count(rows.total)} 位，共 ${count(rows.all)} 位好友` : `${count(rows.total)} 位好友`;
}

/** 好友: everybody, found, narrowed, selected and opened without leaving the list. */
export function FriendsScreen({ onImport }: FriendsScreenProps) {
  const address = useFriendsAddress();
  const [sort, setSort] = useSetting('friends.sort');
  const [columnSettings, setColumnSettings] = useSetting('friends.columns');
  const [range, setRange] = useState({ start: 0, end: 30 });
  const window = useMemo(() => ({ start: Math.max(0, range.start - ahead), end: range.end + ahead }), [range]);
  const rows = useFriendWindow(address.filter, sort, window);
  const table = useRef<TableHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const cursor = useFriendsStore((state) => state.cursor);
  const { selection, chosen, onToggle, onExtend, onSelectAll } = useSelecting(address, sort, rows);
  const { openId, onOpen, close } = useOpening(address);
  useFreshStart(address, sort, table);
  const onRange = useCallback(
    (start: number, end: number) => setRange((old) => (old.start === start && old.end === end ? old : { start, end })),
    [],
  );
  const onEverybody = useCallback(() => onSelectAll(true), [onSelectAll]);
  useListKeys({ total: rows.total, rowAt: rows.rowAt, table, field, openId, onOpen, onToggle, onExtend, onSelectAll: onEverybody });
  useCommands([{ id: 'new-friend', label: '新建好友', words: 'xinjian xjhy', keys: 'shift+n', run: () => friendsActions.create(true) }]);
  const filtered = isFiltered(address.filter);
  const bookEmpty = !rows.loading && !rows.stale && rows.all === 0 && rows.total === 0 && !filtered;
  return (
    <div className="friends">
      <PageFrame
        title="谁在我的池子里？"
        summary={summary(rows, filtered)}
        scroll={false}
        actions={
          <Button type="primary" title="新建好友（Shift+N）" onClick={() => friendsActions.create(true)}>
            新建好友
          </Button>
        }
        toolbar={
          bookEmpty ? undefined : (
            <div className="friends-tools">
              <div className="friends-tools-line">
                <SearchField value={address.text} onChange={address.setText} onLeave={() => table.current?.focus()} field={field} />
                <FilterBar filter={address.filter} onChange={address.setFilter} />
                <ColumnMenu settings={columnSettings} onChange={setColumnSettings} />
              </div>
              {chosen > 0 && (
                <SelectionBar
                  selection={selection}
                  chosen={chosen}
                  total={rows.total}
                  sort={sort}
                  archivedView={address.filter.archived === 'only'}
                  onSelectAll={onEverybody}
                />
              )}
            </div>
          )
        }
      >
        {rows.loading && <LoadingSkeleton rows={14} />}
        {rows.error !== null && rows.total === 0 && <ErrorState error={rows.error} onRetry={rows.retry} />}
        {bookEmpty && <NoFriends onImport={onImport} />}
        {!rows.loading && rows.error === null && !bookEmpty && rows.total === 0 && (
          <NoMatch text={address.text} onClear={() => address.setFilter({})} onCreate={() => friendsActions.create(true)} />
        )}
        {rows.total > 0 && (
          <SearchedText value={address.text.trim()}>
            <FriendsTable
              rows={rows}
              sort={sort}
              onSort={setSort}
              columnSettings={columnSettings}
              onColumnSettings={setColumnSettings}
              selection={selection}
              cursor={cursor}
              openId={openId}
              onRange={onRange}
              onOpen={onOpen}
              onToggle={onToggle}
              onExtend={onExtend}
              onSelectAll={onSelectAll}
              handle={table}
            />
          </SearchedText>
        )}
      </PageFrame>
      {openId !== null && <FriendPanel key="panel" id={openId} onClose={close} />}
      <BulkDialogs />
      <NewFriendDialog onCreated={(id) => address.setOpenId(id)} />
    </div>
  );
}
