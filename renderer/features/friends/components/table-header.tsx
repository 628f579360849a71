import { FlexRender, type Header, type ReactTable } from '@tanstack/react-table';
import { type DragEvent, memo, useState } from 'react';
import type { FriendRow, FriendSort } from '../../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../../shared/contracts/settings.ts';
import { ArrowDownIcon, ArrowUpIcon, CheckIcon } from '../../../ui/icons.tsx';
import type { ColumnSettings } from '../column-settings.ts';
import { columnLabels, type features, firstDirection, sortKeyOf } from '../columns.tsx';
import { columnStyle } from '../use-grid.ts';

interface ColumnProps {
  /** changes with order, choice and width of the columns: what of `table` is drawn */
  layout: string;
  table: ReactTable<typeof features, FriendRow>;
  sort: FriendSort;
  onSort: (sort: FriendSort) => void;
  settings: ColumnSettings;
  onSettings: (settings: ColumnSettings) => void;
}

interface TableHeaderProps extends ColumnProps {
  width: number;
  allLabel: string;
  all: boolean;
  some: boolean;
  onSelectAll: (all: boolean) => void;
}

/** The order after `moved` was dropped on `target`; the name stays first. */
export function reordered(order: readonly FriendColumn[], moved: FriendColumn, target: FriendColumn): FriendColumn[] {
  if (moved === target || moved === 'name') return [...order];
  const rest = order.filter((id) => id !== moved);
  const was = order.indexOf(moved);
  const at = rest.indexOf(target);
  rest.splice(target === 'name' ? 1 : order.indexOf(target) > was ? at + 1 : at, 0, moved);
  return rest;
}

type FriendHeader = Header<typeof features, FriendRow, unknown>;

function HeaderCell({ header, props }: { header: FriendHeader; props: ColumnProps }) {
  const id = header.column.id as FriendColumn;
  const key = sortKeyOf(id);
  const sorted = key !== null && props.sort.key === key ? props.sort.direction : null;
  const [over, setOver] = useState(false);
  const onSort = () => {
    if (!key) return;
    const first = firstDirection(key);
    props.onSort({ key, direction: sorted === null ? first : sorted === 'asc' ? 'desc' : 'asc' });
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const moved = event.dataTransfer.getData('text/x-column') as FriendColumn;
    if (moved in columnLabels) props.onSettings({ ...props.settings, order: reordered(props.settings.order, moved, id) });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of divs
    <div
      role="columnheader"
      className={over ? 'friends-head-cell over' : 'friends-head-cell'}
      style={columnStyle(header.getSize(), props.table.getVisibleLeafColumns().length)}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
      tabIndex={-1}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('text/x-column')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <button
        type="button"
        className="friends-head-button"
        draggable={id !== 'name'}
        disabled={!key}
        aria-label={key ? `按${columnLabels[id]}排序` : columnLabels[id]}
        title={id === 'name' ? undefined : '拖动可换位置'}
        onDragStart={(event) => event.dataTransfer.setData('text/x-column', id)}
        onClick={onSort}
      >
        <FlexRender header={header} />
        {sorted === 'asc' && <ArrowUpIcon width="12" height="12" />}
        {sorted === 'desc' && <ArrowDownIcon width="12" height="12" />}
      </button>
      <span
        className="friends-head-edge"
        aria-hidden="true"
        onMouseDown={header.getResizeHandler()}
        onTouchStart={header.getResizeHandler()}
      />
    </div>
  );
}

/** Drawn again only when a column, the order or a handler changes, not with every answer of a search. */
const HeaderCells = memo(
  function HeaderCells(props: ColumnProps) {
    return props.table.getHeaderGroups()[0]?.headers.map((header) => <HeaderCell key={header.id} header={header} props={props} />);
  },
  (a, b) =>
    a.layout === b.layout && a.sort === b.sort && a.onSort === b.onSort && a.settings === b.settings && a.onSettings === b.onSettings,
);

/** Names of the columns: click sorts, dragging moves, the edge sets the width. */
export function TableHeader(props: TableHeaderProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of divs
    <div role="rowgroup" className="friends-head" style={{ minWidth: props.width }}>
      {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: a grid of divs */}
      <div role="row" className="friends-head-row" aria-rowindex={1}>
        {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: a grid of divs */}
        <div role="columnheader" className="friends-cell check" aria-label="选择">
          <label className="friends-check">
            <input
              type="checkbox"
              className="over-input"
              checked={props.all}
              aria-label={props.allLabel}
              ref={(input) => {
                if (input) input.indeterminate = props.some && !props.all;
              }}
              onChange={() => props.onSelectAll(!props.all)}
            />
            <span className={props.some ? 'check-box on' : 'check-box'} aria-hidden="true">
              {props.all ? <CheckIcon width="12" height="12" /> : props.some && <i />}
            </span>
          </label>
        </div>
        <HeaderCells
          layout={props.layout}
          table={props.table}
          sort={props.sort}
          onSort={props.onSort}
          settings={props.settings}
          onSettings={props.onSettings}
        />
      </div>
    </div>
  );
}
