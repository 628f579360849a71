import { type ColumnSizingState, functionalUpdate, useTable } from '@tanstack/react-table';
import { memo, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { FriendRow, FriendSort } from '../../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../../shared/contracts/settings.ts';
import { count } from '../../../lib/format.ts';
import { type ColumnSettings, checkWidth, headHeight, rowHeight, type TableHandle } from '../column-settings.ts';
import { columns, features } from '../columns.tsx';
import type { FriendWindow } from '../queries.ts';
import { isSelected, type Selection, selectedCount } from '../store.ts';
import { useRows } from '../use-rows.ts';
import { TableHeader } from './table-header.tsx';
import { type ShownColumn, TableRow } from './table-row.tsx';
import './friends-table.css';

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
  const { first, last, height, scrollTo } = useRows(rows.total, rows.rested, scroller);
  useEffect(() => onRange(first, last), [first, last, onRange]);
  const { table, layout, shown, width } = useGrid(props);
  useHandle(props.handle, scroller, scrollTo);
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
      <div role="rowgroup" className="friends-grid-body" style={{ height, minWidth: width }}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
          const index = first + at;
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
