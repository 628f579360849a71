import { type ColumnSizingState, functionalUpdate, type ReactTable, useTable } from '@tanstack/react-table';
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react';
import type { FriendRow, FriendSort } from '../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../shared/contracts/settings.ts';
import { type ColumnSettings, checkWidth } from './column-settings.ts';
import { columns, features } from './columns.tsx';
import type { ShownColumn } from './components/table-row.tsx';

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

/** The columns of the list as they are shown. */
export interface Grid {
  table: ReactTable<typeof features, FriendRow>;
  /** changes with order, choice and width of the columns: what of `table` is drawn */
  layout: string;
  shown: readonly ShownColumn[];
  /** px of all of them and the boxes */
  width: number;
}

/** How the list is looked at, as it is remembered. */
export interface FriendsView {
  sort: FriendSort;
  setSort: (sort: FriendSort) => void;
  columnSettings: ColumnSettings;
  setColumnSettings: (settings: ColumnSettings) => void;
  grid: Grid;
}

/** A column has its width; alone it takes all the room there is. */
export const columnStyle = (width: number, many: number): CSSProperties => (many === 1 ? { flex: 'auto' } : { width });

/** The columns as a table: order, choice and width applied; the same object until one of these changes. */
export function useGrid(columnSettings: ColumnSettings, onColumnSettings: (settings: ColumnSettings) => void): Grid {
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
  return useMemo<Grid>(() => {
    const columns = table.getVisibleLeafColumns();
    const shown = columns.map((column) => {
      const width = column.getSize();
      return { id: column.id as FriendColumn, width, style: columnStyle(width, columns.length) };
    });
    return { table, layout, shown, width: checkWidth + table.getTotalSize() };
  }, [layout]);
}
