import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { headHeight, rowHeight } from './column-settings.ts';

/** never more row elements than this in the page */
const mostRows = 56;
/** rows kept above and below the screen once it has been scrolled; until then one below it will do */
const beside = 8;
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
 * do. More of them are kept beside the screen once the list `key` has been scrolled: each key in the search shows another
 * list from its top, and rows that nobody sees would only make it wait.
 */
export function useRows(total: number, key: string, scroller: RefObject<HTMLDivElement | null>): ShownRows {
  const [view, setView] = useState({ top: 0, rows: 0 });
  const [moved, setMoved] = useState<string | null>(null);
  // px, as last seen: asking the element would lay out everything that has just been drawn
  const place = useRef({ top: 0, height: 0 });
  const shownKey = useRef(key);
  useLayoutEffect(() => {
    shownKey.current = key;
  }, [key]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () => {
      // out of sight while nobody matches
      if (element.clientHeight === 0) return;
      place.current = { top: element.scrollTop, height: element.clientHeight };
      const top = Math.floor(element.scrollTop / rowHeight);
      // under the head; one more, as the first may be half out of sight
      const rows = Math.ceil((element.clientHeight - headHeight) / rowHeight) + 1;
      setView((old) => (old.top === top && old.rows === rows ? old : { top, rows }));
    };
    // drawn with the frame that scrolls, or blank rows would flash
    const follow = () =>
      flushSync(() => {
        read();
        if (place.current.top > 0) setMoved(shownKey.current);
      });
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
      const { top: seen, height } = place.current;
      const top = index * rowHeight;
      const lowest = top + headHeight + rowHeight + messageHeight - height;
      if (seen <= top && seen >= lowest) return;
      element.scrollTop = seen > top ? top : lowest;
      place.current.top = element.scrollTop;
    },
    [scroller],
  );
  const room = Math.max(1, Math.floor((mostRows - view.rows) / 2));
  const spare = moved === key ? Math.min(room, beside) : 0;
  // a list that has just become shorter is scrolled back by the browser, and the place read before is past its end
  const top = Math.max(0, Math.min(view.top, total - view.rows));
  return {
    first: Math.max(0, top - spare),
    last: Math.min(total - 1, top + view.rows - 1 + spare),
    height: headHeight + total * rowHeight + messageHeight,
    scrollTo,
  };
}
