import { Button } from 'antd';
import { useState } from 'react';
import type { ContentCard, ContentCategory, ContentFilter, ContentSort } from '../../../../shared/contracts/content.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { FilterBar, isFiltered, noFilter } from './filter-bar.tsx';
import { PieceList } from './piece-list.tsx';
import './piece-picker.css';

export interface PiecePickerProps {
  open: boolean;
  onClose: () => void;
  onPick: (piece: ContentCard) => void;
  /** what is looked for first: the kind a slot wants */
  category?: ContentCategory | undefined;
  title?: string;
}

/** Chooses a piece of the library, for a post or a queue: what may go out now, those longest not used first. */
export function PiecePicker({ open, onClose, onPick, category, title = '从素材库选一条' }: PiecePickerProps) {
  return (
    <Dialog open={open} title={title} width={900} onClose={onClose}>
      {open && <Choice onPick={onPick} category={category} />}
    </Dialog>
  );
}

function Choice({ onPick, category }: Pick<PiecePickerProps, 'onPick' | 'category'>) {
  const [filter, setFilter] = useState<ContentFilter>({ ...noFilter, use: 'free', categories: category ? [category] : [] });
  const [sort, setSort] = useState<ContentSort>('neverUsed');
  return (
    <div className="piece-picker">
      <div className="picker-bar">
        <FilterBar
          filter={filter}
          sort={sort}
          onFilter={(part) => setFilter((old) => ({ ...old, ...part }))}
          onSort={setSort}
          keysName="选素材"
          isShort
        />
      </div>
      <PieceList
        filter={filter}
        sort={sort}
        view="grid"
        openId={null}
        onOpen={onPick}
        keysName="选素材"
        empty={
          <EmptyState
            title="没有符合的素材"
            hint="换个词，或者少选一个条件。"
            action={isFiltered(filter) && <Button onClick={() => setFilter(noFilter)}>看全部</Button>}
          />
        }
      />
    </div>
  );
}
