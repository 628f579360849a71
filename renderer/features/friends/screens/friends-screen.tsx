import { Button } from 'antd';
import { memo, type ReactNode, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import type { FriendFilter } from '../../../../shared/contracts/friends.ts';
import { useCommands } from '../../../lib/commands.ts';
import { count } from '../../../lib/format.ts';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useSetting } from '../../settings/index.ts';
import { BulkDialogs } from '../components/bulk-dialogs.tsx';
import { ColumnMenu } from '../components/column-menu.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { FilterText } from '../components/filter-options.tsx';
import { FriendPanel } from '../components/friend-panel.tsx';
import { FriendsTable } from '../components/friends-table.tsx';
import { DoublesDialogs } from '../components/merge-dialog.tsx';
import { SearchedText } from '../components/name-cell.tsx';
import { NewFriendDialog } from '../components/new-friend-dialog.tsx';
import { NoFriends, NoMatch } from '../components/no-friends.tsx';
import { SelectionBar } from '../components/selection-bar.tsx';
import { isFiltered } from '../filter.ts';
import { usePinyinSoon } from '../highlight.ts';
import { Names, useRowNames } from '../names.ts';
import type { FriendWindow } from '../queries.ts';
import { friendsActions, useFriendsStore } from '../store.ts';
import { type FriendsPageState, useFriendsPage } from '../use-friends-page.ts';
import { type FriendsView, useGrid } from '../use-grid.ts';
import './friends-screen.css';

interface FriendsScreenProps {
  /** leads to the import page; absent while there is none */
  onImport?: (() => void) | undefined;
  /** what chats say of a friend, for her panel */
  chat?: ((friendId: number) => ReactNode) | undefined;
}

function summary(rows: FriendWindow, filtered: boolean): string {
  if (rows.loading || (rows.all === 0 && rows.total === 0)) return '';
  return filtered ? `${count(rows.total)} 位，共 ${count(rows.all)} 位好友` : `${count(rows.total)} 位好友`;
}

const create = () => friendsActions.create(true);
const showDoubles = () => friendsActions.showDoubles(true);
/** When everybody who is listed writes. */
const askHours = (filter: FriendFilter, chosen: number) =>
  friendsActions.ask({ action: { kind: 'hours', chosen }, selection: { by: 'filter', filter, except: [] }, name: null });

/** Not drawn again with every key in the search. */
const HeadButtons = memo(function HeadButtons({ onHours }: { onHours: () => void }) {
  return (
    <>
      <Button onClick={onHours} title="按导入的聊天，看列出的这些人什么时候写消息">
        什么时候说话
      </Button>
      <Button onClick={showDoubles}>可能重复</Button>
      <Button type="primary" title="新建好友（Shift+N）" onClick={create}>
        新建好友
      </Button>
    </>
  );
});

/** Search, filters and columns; below them what can be done to the selected. */
function Tools({ page }: { page: FriendsPageState }) {
  const { address, rows, chosen, selection } = page;
  const toList = () => page.table.current?.focus();
  return (
    <div className="friends-tools">
      <div className="friends-tools-line">
        <SearchField
          label="搜索好友"
          placeholder="搜姓名、备注名、拼音首字母、微信号、手机"
          value={address.text}
          onChange={address.setText}
          onLeave={toList}
          onKey={(key) => {
            const on = key === 'ArrowDown' || key === 'Enter';
            if (on) toList();
            return on;
          }}
          field={page.field}
        />
        <FilterText value={address.text}>
          <FilterBar filter={page.rest} onChange={address.setRest} onClear={page.onClear} />
        </FilterText>
        <ColumnMenu settings={page.columnSettings} onChange={page.setColumnSettings} />
      </div>
      {chosen > 0 && (
        <SelectionBar
          selection={selection}
          chosen={chosen}
          total={rows.total}
          sort={page.sort}
          archivedView={address.filter.archived === 'only'}
          onSelectAll={page.onEverybody}
        />
      )}
    </div>
  );
}

const Doubles = memo(DoublesDialogs);

const listParts = [
  'rows',
  'sort',
  'grid',
  'setSort',
  'columnSettings',
  'setColumnSettings',
  'selection',
  'openId',
  'onRange',
  'onOpen',
  'onToggle',
  'onExtend',
  'onSelectAll',
  'table',
] as const satisfies readonly (keyof FriendsPageState)[];

/** Not drawn again before there is something new in it: a key in the search must not wait for the rows it replaces. */
const List = memo(DrawnList, (a, b) => listParts.every((part) => a.page[part] === b.page[part]));

function DrawnList({ page }: { page: Pick<FriendsPageState, (typeof listParts)[number]> }) {
  const cursor = useFriendsStore((state) => state.cursor);
  return (
    <SearchedText value={page.rows.text}>
      <FriendsTable
        rows={page.rows}
        sort={page.sort}
        onSort={page.setSort}
        grid={page.grid}
        columnSettings={page.columnSettings}
        onColumnSettings={page.setColumnSettings}
        selection={page.selection}
        cursor={cursor}
        openId={page.openId}
        onRange={page.onRange}
        onOpen={page.onOpen}
        onToggle={page.onToggle}
        onExtend={page.onExtend}
        onSelectAll={page.onSelectAll}
        handle={page.table}
      />
    </SearchedText>
  );
}

/** Where the rows stand, and whether they are still those of the text before. */
function ListFrame({ stale, hidden, children }: { stale: boolean; hidden: boolean; children: ReactNode }) {
  const waiting = useFriendsStore((state) => state.waiting);
  return (
    <div className="friends-list" aria-busy={stale || waiting} hidden={hidden}>
      {children}
    </div>
  );
}

/** 好友: everybody, found, narrowed, selected and opened without leaving the list. */
export function FriendsScreen(props: FriendsScreenProps) {
  // read out here: what they ask about themselves is asked once, not with every key in the search
  const names = useRowNames();
  usePinyinSoon();
  const [sort, setSort] = useSetting('friends.sort');
  const [columnSettings, setColumnSettings] = useSetting('friends.columns');
  const grid = useGrid(columnSettings, setColumnSettings);
  const view = useMemo(
    () => ({ sort, setSort, columnSettings, setColumnSettings, grid }),
    [sort, setSort, columnSettings, setColumnSettings, grid],
  );
  return (
    <Names value={names}>
      <Screen view={view} {...props} />
    </Names>
  );
}

function Screen({ view, onImport, chat }: FriendsScreenProps & { view: FriendsView }) {
  const page = useFriendsPage(view);
  const { address, rows, openId } = page;
  const listed = useRef({ filter: address.filter, total: rows.total });
  useLayoutEffect(() => {
    listed.current = { filter: address.filter, total: rows.total };
  });
  const onHours = useCallback(() => askHours(listed.current.filter, listed.current.total), []);
  useCommands([
    { id: 'new-friend', label: '新建好友', words: 'xinjian xjhy', keys: 'shift+n', run: create },
    {
      id: 'hours',
      label: '列出的好友什么时候说话',
      words: 'heshi zaixian shijian hszx',
      run: onHours,
    },
    { id: 'doubles', label: '找可能重复的好友', words: 'chongfu hebing cf hb', run: showDoubles },
  ]);
  const filtered = isFiltered(address.filter);
  const bookEmpty = !rows.loading && !page.stale && rows.all === 0 && rows.total === 0 && !filtered;
  const noMatch = !rows.loading && rows.error === null && !bookEmpty && rows.total === 0;
  return (
    <div className="friends">
      <PageFrame
        title="谁在我的池子里？"
        summary={summary(rows, filtered)}
        scroll={false}
        actions={<HeadButtons onHours={onHours} />}
        toolbar={bookEmpty ? undefined : <Tools page={page} />}
      >
        {rows.loading && <LoadingSkeleton rows={14} />}
        {rows.error !== null && rows.total === 0 && <ErrorState error={rows.error} onRetry={rows.retry} />}
        {bookEmpty && <NoFriends onImport={onImport} />}
        {noMatch && <NoMatch text={rows.text} onClear={() => address.setFilter({})} onCreate={create} />}
        {(rows.total > 0 || noMatch) && (
          // only put out of sight while nobody matches: the next key may bring the rows back
          <ListFrame stale={page.stale} hidden={rows.total === 0}>
            <List page={page} />
          </ListFrame>
        )}
      </PageFrame>
      {openId !== null && <FriendPanel key="panel" id={openId} onClose={page.close} onOpen={address.setOpenId} chat={chat} />}
      <BulkDialogs />
      <Doubles openId={openId} onOpen={address.setOpenId} />
      <NewFriendDialog onCreated={address.setOpenId} />
    </div>
  );
}
