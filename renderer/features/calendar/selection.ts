import { useCallback, useMemo, useState } from 'react';
import type { Post } from '../../../shared/contracts/calendar.ts';

export interface Selection {
  ids: ReadonlySet<number>;
  /** those that are on the screen, by time */
  posts: readonly Post[];
  toggle: (id: number) => void;
  /** everything from the one chosen last to this one, by time */
  reach: (id: number) => void;
  set: (ids: Iterable<number>) => void;
  clear: () => void;
}

/** The ids after a reach from one post to another, in the order of the list. */
export function reached(list: readonly Pick<Post, 'id'>[], from: number | null, to: number): number[] {
  const [a, b] = [list.findIndex(({ id }) => id === from), list.findIndex(({ id }) => id === to)];
  if (b < 0) return [];
  return list.slice(Math.min(a < 0 ? b : a, b), Math.max(a, b) + 1).map(({ id }) => id);
}

/** Which posts are chosen. Those that leave the screen stay chosen until they are gone from the book. */
export function useSelection(list: readonly Post[]): Selection {
  const [state, setState] = useState<{ ids: ReadonlySet<number>; last: number | null }>({ ids: new Set(), last: null });
  const toggle = useCallback((id: number) => {
    setState(({ ids }) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      return { ids: next, last: id };
    });
  }, []);
  const reach = useCallback(
    (id: number) => setState(({ ids, last }) => ({ ids: new Set([...ids, ...reached(list, last, id)]), last: id })),
    [list],
  );
  const set = useCallback((ids: Iterable<number>) => setState({ ids: new Set(ids), last: null }), []);
  const clear = useCallback(() => setState({ ids: new Set(), last: null }), []);
  const posts = useMemo(() => list.filter(({ id }) => state.ids.has(id)), [list, state.ids]);
  return { ids: state.ids, posts, toggle, reach, set, clear };
}
