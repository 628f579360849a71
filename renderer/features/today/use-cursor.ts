import { type FocusEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { TodayItem } from './agenda.ts';

const idOf = (key: string) => `today-${key}`;

/** Posts to do, birthdays, what is done: a key pressed for one of them must not fall on another. */
const groupOf = ({ kind }: TodayItem) => (kind === 'overdue' ? 'post' : kind);

/** The line that takes the place of one that left: the next of its group, else the last of it, else none. */
export function heir(walk: readonly TodayItem[], place: number, group: string): number {
  const next = walk.findIndex((item, at) => at >= place && groupOf(item) === group);
  return next >= 0 ? next : walk.findLastIndex((item) => groupOf(item) === group);
}

/**
 * The line that has the keys. When a line leaves the list (done, skipped) its place is taken by the next of its kind, and the focus
 * goes there, so that one key after another works down the list. After the last of its kind no line has the keys until she moves on.
 * @param isComing lines are still to come above these: the one that has the keys keeps them
 */
export function useCursor(walk: readonly TodayItem[], isComing: boolean) {
  const [key, setKey] = useState<string | null>(null);
  const place = useRef({ at: 0, group: 'post' });
  const found = walk.findIndex((item) => item.key === key);
  const at = found >= 0 ? found : key === null ? Math.min(0, walk.length - 1) : heir(walk, place.current.at, place.current.group);
  const current = walk[at] ?? null;
  const lost = key !== null && found < 0;
  useEffect(() => {
    if (current) place.current = { at, group: groupOf(current) };
  }, [at, current]);
  useEffect(() => {
    if (isComing && key === null && current) setKey(current.key);
  }, [isComing, key, current]);
  useEffect(() => {
    if (!lost || !current) return;
    setKey(current.key);
    if (document.activeElement === document.body) document.getElementById(idOf(current.key))?.focus();
  }, [lost, current]);
  const step = useCallback(
    (by: 1 | -1) => {
      // from nowhere: down to the line that stands where the last one stood, up to the one before it
      const from = key === null ? (by > 0 ? -1 : 0) : at >= 0 ? at : by > 0 ? place.current.at - 1 : place.current.at;
      const next = walk[Math.min(walk.length - 1, Math.max(0, from + by))];
      if (!next) return;
      setKey(next.key);
      const line = document.getElementById(idOf(next.key));
      line?.focus({ preventScroll: true });
      line?.scrollIntoView({ block: 'nearest' });
    },
    [walk, at, key],
  );
  /** what a line needs to be walked to */
  const line = (item: TodayItem) => ({
    id: idOf(item.key),
    tabIndex: current?.key === item.key ? 0 : -1,
    'aria-current': current?.key === item.key ? ('true' as const) : undefined,
    // not yet when the mouse is only down: the line before would fold up and the button slip away from under the pointer
    onFocus: (event: FocusEvent<HTMLElement>) => event.target.matches(':focus-visible') && setKey(item.key),
    onClick: () => setKey(item.key),
  });
  return { current, step, line };
}
