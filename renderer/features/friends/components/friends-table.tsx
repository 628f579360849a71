import { type ColumnSizingState, functionalUpdate, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { FriendRow, FriendSort } from '../../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../../shared/contracts/settings.ts';
import { count } from '../../../lib/format.ts';
import { type ColumnSettings, checkWidth, headHeight, rowHeight, type TableHandle } from '../column-settings.ts';
import { columns, features } from '../columns.tsx';
import type { FriendWindow } from '../queries.ts';
import { isSelected, type Selection, selectedCount } from '../store.ts';
import { TableHeader } from './table-header.tsx';
import { type ShownColumn, TableRow } from './table-row.tsx';
import './friends-table.css';

/** never more row elements than this in the page */
const mostRows = 56;
/** px at the bottom that a message may cover */
const messageHeight = 64;

export interface FriendsTableProps {
  rows: FriendWindow;
  sort: FriendSort;
  onSort: (sort: FriendSort) => void;
  columnSettings: ColumnSettings;
  onColumnSettings: (settings: ColumnSettings) => void;
  selection: Selection;
  cursor: number;
  openId: number | null;
  onRange: (start: number, end: number) => void;
  onOpen: (friend: FriendRow, index: number) => void;
  onToggle: (friend: FriendRow, index: number) => void;
  onExtend: (index: number) => void;
  onSelectAll: (all: boolean) => void;
  handle: RefObject<TableHandle | null>;
}

/** Widths follow the pointer at once and are remembered when it rests. */
function useColumnState(settings: ColumnSettings, onChange: (settings: ColumnSettings) => void) {
  const [dragged, setDragged] = useState<ColumnSizingState | null>(null);
  const latest = useRef(settings);
  useEffect(() => {
    latest.current = settings;
  }, [settings]);
  const sizing = dragged ?? settings.widths;
  useEffect(() => {
    if (!dragged) return;
    const timer = setTimeout(() => {
      const widths = Object.fromEntries(Object.entries(dragged).map(([id, width]) => [id, Math.round(Math.min(800, Math.max(40, width)))]));
      onChange({ ...latest.current, widths });
      setDragged(null);
    }, 400);
    return () => clearTimeout(timer);
  }, [dragged, onChange]);
  const state = useMemo(
    () => ({
      columnOrder: ['name', ...settings.order.filter((id) => id !== 'name')],
      columnVisibility: Object.fromEntries(settings.hidden.map((id) => [id, id === 'name'])),
      columnSizing: sizing,
    }),
    [settings, sizing],
  );
  return { state, sizing, setDragged };
}

/** Which rows are on the screen; how many more are kept beside them depends on the height, and on whether there is time. */
function useRows({ total, rested }: FriendWindow, scroller: RefObject<HTMLDivElement | null>) {
  const [most, setMost] = useState(6);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
    // the last rows can be scrolled above a message
    paddingEnd: messageHeight,
    scrollPaddingEnd: messageHeight,
    overscan: rested ? most : 1,
    onChange: (instance) => {
      const visible = Math.ceil((instance.scrollRect?.height ?? 0) / rowHeight) + 1;
      setMost(Math.max(1, Math.min(8, Math.floor((mostRows - visible) / 2))));
    },
  });
  const items = virtualizer.getVirtualItems();
  return { virtualizer, items, first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0 };
}

/** the table knows of columns only: its rows come and go with the screen */
const noRows: FriendRow[] = [];

/** The columns as a table: order, choice and width applied. */
function useGrid({ columnSettings, onColumnSettings }: FriendsTableProps) {
  const { state, sizing, setDragged } = useColumnState(columnSettings, onColumnSettings);
  const table = useTable({
    features,
    columns,
    data: noRows,
    manualSorting: true,
    columnResizeMode: 'onChange',
    state,
    onColumnSizingChange: (updater) => setDragged(functionalUpdate(updater, sizing)),
  });
  const layout = JSON.stringify([state.columnOrder, state.columnVisibility, sizing]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: layout stands for what the table gives
  const shown = useMemo<ShownColumn[]>(
    () => table.getVisibleLeafColumns().map((column) => ({ id: column.id as FriendColumn, width: column.getSize() })),
    [layout],
  );
  return { table, layout, shown, width: checkWidth + table.getTotalSize() };
}

/** Lets the keys of the page move the grid. */
function useHandle(
  handle: RefObject<TableHandle | null>,
  scroller: RefObject<HTMLDivElement | null>,
  scrollTo: (index: number) => void,
): void {
  useEffect(() => {
    handle.current = {
      scrollTo,
      page: () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 400) - headHeight) / rowHeight) - 1),
      focus: () => scroller.current?.focus({ preventScroll: true }),
    };
  });
}

/** All friends as a grid; only the rows on the screen exist. Typing in the search leaves it alone until the answer has come. */
export const FriendsTable = memo(function FriendsTable(props: FriendsTableProps) {
  const { rows, selection, cursor, openId, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { virtualizer, items, first, last } = useRows(rows, scroller);
  useEffect(() => onRange(first, last), [first, last, onRange]);
  const { table, layout, shown, width } = useGrid(props);
  useHandle(props.handle, scroller, (index) => {
    // at the top already: measuring for a way of nothing would lay the page out once more
    if (index > 0 || virtualizer.scrollOffset !== 0) virtualizer.scrollToIndex(index);
  });
  const chosen = selectedCount(selection, rows.total);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, a table cannot be
    <div
      ref={scroller}
      className="friends-grid"
      role="grid"
      aria-label="好友"
      aria-rowcount={rows.total + 1}
      aria-colcount={shown.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={cursor >= first && cursor <= last ? `friend-row-${cursor}` : undefined}
      tabIndex={0}
    >
      <TableHeader
        table={table}
        layout={layout}
        width={width}
        sort={props.sort}
        onSort={props.onSort}
        settings={props.columnSettings}
        onSettings={props.onColumnSettings}
        allLabel={`选择全部 ${count(rows.total)} 位`}
        all={rows.total > 0 && chosen === rows.total}
        some={chosen > 0}
        onSelectAll={props.onSelectAll}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, a tbody cannot be */}
      <div role="rowgroup" className="friends-grid-body" style={{ height: virtualizer.getTotalSize(), minWidth: width }}>
        {items.map(({ index }) => {
          const friend = rows.rowAt(index);
          return (
            <TableRow
              key={index}
              friend={friend}
              index={index}
              top={headHeight + index * rowHeight}
              shown={shown}
              selected={friend !== null && isSelected(selection, friend.id)}
              current={index === cursor}
              open={friend !== null && friend.id === openId}
              onOpen={props.onOpen}
              onToggle={props.onToggle}
              onExtend={props.onExtend}
            />
          );
        })}
      </div>
    </div>
  );
});
