import { type FocusEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { TodayItem } from './agenda.ts';

const idOf = (key: string) => `today-${key}`;

/**
 * The line that has the keys. When a line leaves the list (done, skipped) its place is taken by the one that came after it,
 * and the focus goes there, so that one key after another works down the list.
 */
export function useCursor(walk: readonly TodayItem[]) {
  const [key, setKey] = useState<string | null>(null);
  const place = useRef(0);
  const found = walk.findIndex((item) => item.key === key);
  const at = walk.length === 0 ? -1 : found >= 0 ? found : Math.min(place.current, walk.length - 1);
  const current = walk[at] ?? null;
  const lost = key !== null && found < 0;
  useEffect(() => {
    if (at >= 0) place.current = at;
  }, [at]);
  useEffect(() => {
    if (!lost || !current) return;
    setKey(current.key);
    if (document.activeElement === document.body) document.getElementById(idOf(current.key))?.focus();
  }, [lost, current]);
  const step = useCallback(
    (by: 1 | -1) => {
      const next = walk[Math.min(walk.length - 1, Math.max(0, (key === null ? (by > 0 ? -1 : 0) : at) + by))];
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
