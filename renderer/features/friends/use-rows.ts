import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { headHeight, rowHeight } from './column-settings.ts';

/** never more row elements than this in the page */
const mostRows = 56;
/** px at the bottom that a message may cover: the last rows can be scrolled above it */
const messageHeight = 64;

export interface ShownRows {
  /** places in the list, both included; last < first when there is none */
  first: number;
  last: number;
  /** px of the whole list under its head */
  height: number;
  /** Brings a row into view, by as little as needed. */
  scrollTo: (index: number) => void;
}

/**
 * Which rows are on the screen. All rows are equally high, so nothing is measured and a hundred thousand cost what ten
 * do; how many more are kept beside them depends on the height, and on whether there is time.
 */
export function useRows(total: number, rested: boolean, scroller: RefObject<HTMLDivElement | null>): ShownRows {
  const [view, setView] = useState({ top: 0, rows: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => {
      const top = Math.floor(element.scrollTop / rowHeight);
      const rows = Math.ceil(element.clientHeight / rowHeight) + 1;
      setView((old) => (old.top === top && old.rows === rows ? old : { top, rows }));
    };
    // drawn with the frame that scrolls, or blank rows would flash
    const follow = () => flushSync(read);
    read();
    element.addEventListener('scroll', follow, { passive: true });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', follow);
      observer.disconnect();
    };
  }, [scroller]);
  const scrollTo = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const top = index * rowHeight;
      const lowest = top + headHeight + rowHeight + messageHeight - element.clientHeight;
      if (element.scrollTop > top) element.scrollTop = top;
      else if (element.scrollTop < lowest) element.scrollTop = lowest;
    },
    [scroller],
  );
  const beside = rested ? Math.max(1, Math.min(8, Math.floor((mostRows - view.rows) / 2))) : 1;
  // a list that has just become shorter is scrolled back by the browser, and the place read before is past its end
  const top = Math.max(0, Math.min(view.top, total - view.rows));
  return {
    first: Math.max(0, top - beside),
    last: Math.min(total - 1, top + view.rows - 1 + beside),
    height: headHeight + total * rowHeight + messageHeight,
    scrollTo,
  };
}
