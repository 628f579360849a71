import { memo, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { type BoardWidth, boardWidth } from '../month-plan.ts';
import type { CalendarBoardProps } from './board-props.ts';
import { HoursBoard } from './hours-board.tsx';
import { MonthBoard } from './month-board.tsx';
import '../../../ui/tag-chip.css';
import './calendar-board.css';

interface Size {
  /** px */
  height: number;
  width: BoardWidth;
}

/** How big the frame is; null before it was looked at. */
function useSize(frame: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const read = () => {
      const [height, width] = [element.clientHeight, boardWidth(element.clientWidth)];
      setSize((old) => (old?.height === height && old.width === width ? old : { height, width }));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return size;
}

/** Month, week or day with everything that is planned; posts are dragged to another day or hour. */
export const CalendarBoard = memo(function CalendarBoard(props: CalendarBoardProps) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const { view } = props;
  return (
    <div className="board-frame" ref={frame}>
      {size && (view === 'month' ? <MonthBoard {...props} {...size} /> : <HoursBoard {...props} view={view} />)}
    </div>
  );
});
