import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ContentCard, ContentFilter, ContentSort } from '../../../../shared/contracts/content.ts';
import { searchWords } from '../../../../shared/domain/content-search.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { usePieces } from '../queries.ts';
import { PieceCard, PieceRow } from './piece-card.tsx';
import './piece-list.css';

const narrowest = 228;
const gap = 12;
const cardHeight = 262;
const rowHeight = 40;

export interface PieceListProps {
  filter: ContentFilter;
  sort: ContentSort;
  view: 'grid' | 'list';
  openId: number | null;
  onOpen: (piece: ContentCard) => void;
  chosen?: ReadonlySet<number> | undefined;
  onChoose?: ((id: number) => void) | undefined;
  /** instead of the list when nothing is found */
  empty: ReactNode;
  /** keys work while no dialog lies over it */
  keysName: string;
}

/** px that the list is wide. */
function useWidth(frame: React.RefObject<HTMLElement | null>, isThere: boolean): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element || !isThere) return;
    const measure = () => setWidth(element.clientWidth - 2 * 24);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, isThere]);
  return width;
}

/** The pieces that are found, as cards or as lines; only what is looked at is drawn and read. */
export function PieceList({ filter, sort, view, openId, onOpen, chosen, onChoose, empty, keysName }: PieceListProps) {
  const frame = useRef<HTMLElement>(null);
  const [range, setRange] = useState({ first: 0, last: 30 });
  const pieces = usePieces(filter, sort, range.first, range.last);
  const total = pieces.total ?? 0;
  const width = useWidth(frame, total > 0);
  const columns = view === 'list' ? 1 : Math.max(1, Math.floor((width + gap) / (narrowest + gap)));
  const virtual = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => frame.current,
    estimateSize: () => (view === 'list' ? rowHeight : cardHeight + gap),
    overscan: 3,
  });
  // both views have rows of their own height
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew whenever the view changes
  useEffect(() => virtual.measure(), [view, virtual]);
  const rows = virtual.getVirtualItems();
  const first = (rows[0]?.index ?? 0) * columns;
  const last = ((rows.at(-1)?.index ?? 0) + 1) * columns - 1;
  useEffect(() => setRange({ first, last }), [first, last]);
  const { cursor, setCursor } = useCursor({
    total,
    columns,
    scrollTo: (at) => virtual.scrollToIndex(Math.floor(at / columns)),
    keysName,
    at: pieces.at,
    onOpen,
    onChoose,
    key: JSON.stringify([filter, sort]),
  });
  const words = searchWords(filter.search);
  if (pieces.error) return <ErrorState error={pieces.error} onRetry={pieces.retry} />;
  if (pieces.total === undefined) return <LoadingSkeleton />;
  if (total === 0) return empty;
  const Piece = view === 'list' ? PieceRow : PieceCard;
  const draw = (place: number) => {
    const piece = pieces.at(place);
    if (!piece) return <div key={`wait-${place}`} className="piece-wait" />;
    return (
      <Piece
        key={piece.id}
        piece={piece}
        words={words}
        isOpen={piece.id === openId}
        isCursor={place === cursor.at && cursor.isShown}
        isChosen={chosen?.has(piece.id) ?? false}
        onChoose={onChoose && (() => onChoose(piece.id))}
        onOpen={() => {
          setCursor({ at: place, isShown: false });
          onOpen(piece);
        }}
      />
    );
  };
  return (
    <section ref={frame} className={`piece-list ${view}`} aria-label={`素材，${count(total)} 条`}>
      <div className="piece-list-size" style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => (
          <div key={row.key} className="piece-list-row" style={rowStyle(row, columns, view)}>
            {Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, at) => draw(row.index * columns + at))}
          </div>
        ))}
      </div>
    </section>
  );
}

const rowStyle = (row: { size: number; start: number }, columns: number, view: 'grid' | 'list') => ({
  height: row.size - (view === 'list' ? 0 : gap),
  transform: `translateY(${row.start}px)`,
  gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
});

interface CursorInput {
  total: number;
  columns: number;
  scrollTo: (at: number) => void;
  keysName: string;
  at: (index: number) => ContentCard | undefined;
  onOpen: (piece: ContentCard) => void;
  onChoose: ((id: number) => void) | undefined;
  /** what is asked for: another question begins at the top */
  key: string;
}

/** Where the keys are; shown once one of them was pressed. */
function useCursor({ total, columns, scrollTo, keysName, at, onOpen, onChoose, key }: CursorInput) {
  const [cursor, setCursor] = useState<{ at: number | null; isShown: boolean }>({ at: null, isShown: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at the top
  useEffect(() => setCursor({ at: null, isShown: false }), [key]);
  const move = (step: number) => {
    const next = cursor.at === null ? 0 : Math.max(0, Math.min(total - 1, cursor.at + step));
    setCursor({ at: next, isShown: true });
    scrollTo(next);
  };
  const here = cursor.at === null ? undefined : at(cursor.at);
  useShortcuts(keysName, [
    { keys: ['j', 'ArrowRight'], label: '下一条', run: () => move(1) },
    { keys: ['k', 'ArrowLeft'], label: '上一条', run: () => move(-1) },
    { keys: 'ArrowDown', label: '下一行', run: () => move(columns) },
    { keys: 'ArrowUp', label: '上一行', run: () => move(-columns) },
    { keys: 'Home', label: '第一条', run: () => move(-total) },
    { keys: 'End', label: '最后一条', run: () => move(total) },
    { keys: 'Enter', label: '打开', enabled: here !== undefined, run: () => here && onOpen(here) },
    { keys: ['x', 'space'], label: '选中', enabled: here !== undefined && onChoose !== undefined, run: () => here && onChoose?.(here.id) },
  ]);
  return { cursor, setCursor };
}
