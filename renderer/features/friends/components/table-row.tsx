import { type MouseEvent, memo } from 'react';
import type { FriendRow } from '../../../../shared/contracts/friends.ts';
import type { FriendColumn } from '../../../../shared/contracts/settings.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { cells } from '../columns.tsx';

/** A column that is shown, and its width in px. */
export interface ShownColumn {
  id: FriendColumn;
  width: number;
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

function className({ selected, current, open }: TableRowProps): string {
  return `friends-row${selected ? ' selected' : ''}${current ? ' current' : ''}${open ? ' open' : ''}`;
}

function FriendsRow(props: TableRowProps) {
  const { shown, friend, index, top, selected } = props;
  const onClick = (event: MouseEvent) => {
    if (!friend) return;
    if (event.shiftKey) props.onExtend(index);
    else if (event.ctrlKey || event.metaKey) props.onToggle(friend, index);
    else props.onOpen(friend, index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useSemanticElements: the keys of the list are handled for the whole grid
    <div
      id={`friend-row-${index}`}
      className={className(props)}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ top }}
      onClick={onClick}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: focus stays on the grid, aria-activedescendant names the row */}
      <div role="gridcell" className="friends-cell check">
        {friend && (
          <label className="friends-check">
            <input
              type="checkbox"
              className="over-input"
              tabIndex={-1}
              checked={selected}
              aria-label={`选择 ${friend.name}`}
              onClick={(event) => event.stopPropagation()}
              onChange={(event) => {
                // not prevented: the browser would take its own tick back and differ from what is drawn
                if ((event.nativeEvent as unknown as globalThis.MouseEvent).shiftKey) props.onExtend(index);
                else props.onToggle(friend, index);
              }}
            />
            <span className="check-box" aria-hidden="true">
              {selected && <CheckIcon width="12" height="12" />}
            </span>
          </label>
        )}
      </div>
      {shown.map(({ id, width }) => (
        // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useSemanticElements: see above
        <div key={id} role="gridcell" className="friends-cell" style={{ width }}>
          {friend ? cells[id](friend, width) : <i className="friends-blank" />}
        </div>
      ))}
    </div>
  );
}

/** One row; drawn again only when its friend, its place or its marks change. */
export const TableRow = memo(FriendsRow);
