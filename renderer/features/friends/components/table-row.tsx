import { type CSSProperties, type MouseEvent, memo, useContext } from 'react';
import type { FriendRow } from '../../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../../shared/contracts/settings.ts';
import { cells } from '../cells.tsx';
import { Names, type RowNames } from '../names.ts';

/** A column that is shown, and its width in px. */
export interface ShownColumn {
  id: FriendColumn;
  width: number;
  /** the same object for every row: what has not changed is not looked at again */
  style: CSSProperties;
}

export interface TableRowProps {
  friend: FriendRow | null;
  index: number;
  /** px from the top of the list */
  top: number;
  /** changes with order, choice and width of the columns only */
  shown: readonly ShownColumn[];
  selected: boolean;
  current: boolean;
  open: boolean;
  onOpen: (friend: FriendRow, index: number) => void;
  onToggle: (friend: FriendRow, index: number) => void;
  onExtend: (index: number) => void;
}

function rowClass({ selected, current, open }: TableRowProps): string {
  return `friends-row${selected ? ' selected' : ''}${current ? ' current' : ''}${open ? ' open' : ''}`;
}

function drawnCell({ id, width, style }: ShownColumn, friend: FriendRow | null, names: RowNames) {
  const look = friend && cells[id](friend, width, names);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: focus stays on the grid, aria-activedescendant names the row
    <div
      key={id}
      role="gridcell"
      className={look ? `friends-cell${look.cut ? ' cut' : ''}${look.tone ? ` ${look.tone}` : ''}` : 'friends-cell'}
      style={style}
      title={look?.title}
    >
      {look ? look.content : <i className="friends-blank" />}
    </div>
  );
}

function FriendsRow(props: TableRowProps) {
  const { shown, friend, index, top, selected } = props;
  const names = useContext(Names);
  const mark = (shift: boolean) => {
    if (!friend) return;
    if (shift) props.onExtend(index);
    else props.onToggle(friend, index);
  };
  const onClick = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    // the box answers for itself
    if (!friend || target.tagName === 'INPUT') return;
    // beside the box is meant for the box
    if (event.shiftKey || event.ctrlKey || event.metaKey || target.classList.contains('check')) mark(event.shiftKey);
    else props.onOpen(friend, index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useSemanticElements: the keys of the list are handled for the whole grid
    <div
      id={`friend-row-${index}`}
      className={rowClass(props)}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ top }}
      onClick={onClick}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: see below */}
      <div role="gridcell" className="friends-cell check">
        {friend && (
          <input
            type="checkbox"
            className="check-box"
            tabIndex={-1}
            checked={selected}
            aria-label={`选择 ${friend.name}`}
            // not prevented: the browser would take its own tick back and differ from what is drawn
            onChange={(event) => mark((event.nativeEvent as unknown as globalThis.MouseEvent).shiftKey)}
          />
        )}
      </div>
      {shown.map((column) => drawnCell(column, friend, names))}
    </div>
  );
}

/** One row; drawn again only when its friend, its place or its marks change. */
export const TableRow = memo(FriendsRow);
