import { memo, type RefObject, useEffect, useRef } from 'react';
import type { FriendRow, FriendSort } from '../../../../shared/contracts/friends.ts';
import { count } from '../../../lib/format.ts';
import { type ColumnSettings, headHeight, rowHeight, type TableHandle } from '../column-settings.ts';
import type { FriendWindow } from '../queries.ts';
import { isSelected, type Selection, selectedCount } from '../store.ts';
import type { Grid } from '../use-grid.ts';
import { useRows } from '../use-rows.ts';
import { PointsOfRows } from './points-column.tsx';
import { TableHeader } from './table-header.tsx';
import { TableRow } from './table-row.tsx';
import './friends-table.css';

export interface FriendsTableProps {
  rows: FriendWindow;
  sort: FriendSort;
  onSort: (sort: FriendSort) => void;
  grid: Grid;
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

/** The rows on the screen, each at its height in the whole. */
function Rows({ props, first, last, height }: { props: FriendsTableProps; first: number; last: number; height: number }) {
  const { rows, selection, cursor, openId } = props;
  const { shown, width } = props.grid;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, a tbody cannot be
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
  );
}

/** All friends as a grid; only the rows on the screen exist. Typing in the search leaves it alone until the answer has come. */
export const FriendsTable = memo(function FriendsTable(props: FriendsTableProps) {
  const { rows, selection, cursor, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last, height, scrollTo } = useRows(rows.total, rows.key, scroller);
  useEffect(() => onRange(first, last), [first, last, onRange]);
  const { table, layout, shown, width } = props.grid;
  useHandle(props.handle, scroller, scrollTo);
  const chosen = selectedCount(selection, rows.total);
  const body = <Rows props={props} first={first} last={last} height={height} />;
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
      {shown.some(({ id }) => id === 'points') ? (
        <PointsOfRows rows={rows} first={first} last={last}>
          {body}
        </PointsOfRows>
      ) : (
        body
      )}
    </div>
  );
});
