import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { guessHeight, type MessageItem, placeOf } from './message-items.ts';

/** px above the first and below the last message */
const padTop = 12;
export const padBottom = 20;
/** px beyond the screen, on each side, in which messages are drawn already */
const beyond = 500;

/** px from the end in which the way to it need not be offered */
const nearEnd = 160;

/** What keeps its place on the screen, whatever comes in above it or turns out higher than thought. */
type Anchor = { at: 'end' } | { at: 'row'; id: number; offset: number | 'centre' };

export interface MessageScroll {
  /** places drawn, both included; last < first = none */
  first: number;
  last: number;
  /** px in place of what is not drawn */
  before: number;
  after: number;
  /** place of the first message on the screen */
  top: number;
  /** how many stand on the screen */
  onScreen: number;
  atEnd: boolean;
  /** Puts a message into the middle, as soon as it is there. */
  centre: (id: number) => void;
  toEnd: () => void;
  /** Brings a message into view by as little as needed. */
  reveal: (index: number) => void;
}

function firstAtOrBelow(tops: Float64Array, y: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] as number) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

function useView(scroller: RefObject<HTMLDivElement | null>) {
  const [view, setView] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = () =>
      setView((old) =>
        old.width === element.clientWidth && old.height === element.clientHeight
          ? old
          : { width: element.clientWidth, height: element.clientHeight },
      );
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return view;
}

/** Heights as measured, by message; guesses until then. A column of another width is measured anew. */
function useTops(items: readonly MessageItem[], width: number, measured: number) {
  const heights = useRef({ width: 0, of: new Map<number, number>() });
  if (heights.current.width !== width) heights.current = { width, of: new Map() };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `measured` says that the heights changed
  const tops = useMemo(() => {
    const all = new Float64Array(items.length + 1);
    all[0] = padTop;
    items.forEach((item, at) => {
      all[at + 1] = (all[at] as number) + (heights.current.of.get(item.message.id) ?? guessHeight(item, width));
    });
    return all;
  }, [items, width, measured]);
  return { tops, heights };
}

/**
 * Which messages are drawn, and where the list is scrolled to. One message (or the end) is the anchor: scrolling chooses it,
 * and whatever changes above it (older messages, heights that were only guessed) moves the list so that it stays where it is.
 */
export function useMessageScroll(
  items: readonly MessageItem[],
  hasNewer: boolean,
  scroller: RefObject<HTMLDivElement | null>,
): MessageScroll {
  const view = useView(scroller);
  const [anchor, setAnchor] = useState<Anchor>({ at: 'end' });
  const [measured, setMeasured] = useState(0);
  const { tops, heights } = useTops(items, view.width, measured);
  const total = (tops[items.length] ?? 0) + padBottom;
  const lowest = Math.max(0, total - view.height);
  const wanted = wantedTop(anchor, items, tops, view.height, lowest);
  const first = items.length === 0 ? 0 : firstAtOrBelow(tops, wanted - beyond);
  const last = items.length === 0 ? -1 : firstAtOrBelow(tops, wanted + view.height + beyond);
  const top = items.length === 0 ? 0 : firstAtOrBelow(tops, wanted);

  const now = useRef({ items, tops, wanted, lowest, hasNewer, height: view.height });
  useLayoutEffect(() => {
    now.current = { items, tops, wanted, lowest, hasNewer, height: view.height };
    const element = scroller.current;
    if (!element || view.height === 0) return;
    let changed = false;
    for (const row of element.querySelectorAll<HTMLElement>('[data-message]')) {
      const id = Number(row.getAttribute('data-message'));
      const { height } = row.getBoundingClientRect();
      if (Math.abs((heights.current.of.get(id) ?? -1) - height) < 0.5) continue;
      heights.current.of.set(id, height);
      changed = true;
    }
    if (changed) setMeasured((old) => old + 1);
    else if (items.length > 0 && Math.abs(element.scrollTop - wanted) >= 1) element.scrollTop = wanted;
  });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // drawn with the frame that scrolls, or blank space would flash
    const follow = () => {
      const { items, tops, wanted, lowest, hasNewer } = now.current;
      const y = element.scrollTop;
      // a scroll of our own, and nothing new
      if (items.length === 0 || Math.abs(y - wanted) < 1) return;
      const at = firstAtOrBelow(tops, y);
      const next: Anchor =
        y >= lowest - 2 && !hasNewer
          ? { at: 'end' }
          : { at: 'row', id: (items[at] as MessageItem).message.id, offset: (tops[at] as number) - y };
      flushSync(() => setAnchor(next));
    };
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [scroller]);

  const reveal = useCallback((index: number) => {
    const { items, tops, wanted, height } = now.current;
    const item = items[index];
    if (!item) return;
    const from = tops[index] as number;
    const to = tops[index + 1] as number;
    if (from < wanted || to - from > height) setAnchor({ at: 'row', id: item.message.id, offset: 8 });
    else if (to > wanted + height - padBottom) setAnchor({ at: 'row', id: item.message.id, offset: height - (to - from) - padBottom });
  }, []);
  return {
    first,
    last,
    before: tops[first] ?? padTop,
    after: Math.max(0, total - (tops[last + 1] ?? total)),
    top,
    onScreen: items.length === 0 ? 0 : firstAtOrBelow(tops, wanted + view.height) - top + 1,
    atEnd: anchor.at === 'end' || wanted >= lowest - nearEnd,
    centre: useCallback((id: number) => setAnchor({ at: 'row', id, offset: 'centre' }), []),
    toEnd: useCallback(() => setAnchor({ at: 'end' }), []),
    reveal,
  };
}

function wantedTop(anchor: Anchor, items: readonly MessageItem[], tops: Float64Array, height: number, lowest: number): number {
  if (items.length === 0) return 0;
  if (anchor.at === 'end') return lowest;
  const at = placeOf(items, anchor.id);
  const top = tops[at] as number;
  const offset = anchor.offset === 'centre' ? Math.max(8, (height - ((tops[at + 1] as number) - top)) / 2) : anchor.offset;
  return Math.max(0, Math.min(lowest, top - offset));
}
