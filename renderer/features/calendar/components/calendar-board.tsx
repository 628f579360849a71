import { memo, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { type BoardSize, boardWidth } from '../month-plan.ts';
import type { CalendarBoardProps } from './board-props.ts';
import { HoursBoard } from './hours-board.tsx';
import { MonthBoard } from './month-board.tsx';
import '../../../ui/tag-chip.css';
import './calendar-board.css';

/** How big the frame is; null before it was looked at. */
function useSize(frame: RefObject<HTMLElement | null>): BoardSize | null {
  const [size, setSize] = useState<BoardSize | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const read = () => {
      const { clientHeight: height, clientWidth } = element;
      const [width, dayWidth] = [boardWidth(clientWidth), Math.floor(clientWidth / 7)];
      setSize((old) => (old?.height === height && old.width === width && old.dayWidth === dayWidth ? old : { height, width, dayWidth }));
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
