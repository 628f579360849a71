import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { FriendFilter } from '../../../shared/contracts/friends.ts';
import { useOwnParams } from '../../lib/own-params.ts';
import { readFilter, writeFilter } from './filter.ts';

/** the address follows typing after this pause; the list follows at once */
const addressPauseMs = 250;

export interface FriendsAddress {
  filter: FriendFilter;
  setFilter: (filter: FriendFilter) => void;
  /** changes all but the text, which stays what was typed last */
  setRest: (filter: FriendFilter) => void;
  /** what stands in the search field */
  text: string;
  setText: (text: string) => void;
  /** the friend whose panel is open */
  openId: number | null;
  setOpenId: (id: number | null) => void;
}

/**
 * Filter and open friend, kept in the address of the page: reloading or going back finds the same list.
 * The screen follows at once, the address a moment later.
 */
export function useFriendsAddress(): FriendsAddress {
  const [params, writeParams] = useOwnParams();
  // it is another one after every change of the address: whoever holds setText and its like would change with it
  const writer = useRef(writeParams);
  useLayoutEffect(() => {
    writer.current = writeParams;
  }, [writeParams]);
  const inAddress = params.toString();
  const [ahead, setAhead] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const shown = ahead ?? inAddress;
  const latest = useRef(shown);
  useLayoutEffect(() => {
    latest.current = shown;
  }, [shown]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the address changed, it is what counts again
  useEffect(() => {
    if (timer.current === null) setAhead(null);
  }, [inAddress]);
  const stopTimer = useCallback(() => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  useEffect(() => stopTimer, [stopTimer]);
  const write = useCallback(
    (next: URLSearchParams, pauseMs: number) => {
      stopTimer();
      const text = next.toString();
      latest.current = text;
      setAhead(text);
      const settle = () => {
        timer.current = null;
        writer.current(next);
      };
      if (pauseMs === 0) settle();
      else timer.current = setTimeout(settle, pauseMs);
    },
    [stopTimer],
  );

  const read = useMemo(() => new URLSearchParams(shown), [shown]);
  // opening a friend changes the address but not the filter: the same object keeps the rows as they are
  const filterText = writeFilter(new URLSearchParams(), readFilter(read)).toString();
  const filter = useMemo(() => readFilter(new URLSearchParams(filterText)), [filterText]);
  const setFilter = useCallback((next: FriendFilter) => write(writeFilter(new URLSearchParams(latest.current), next), 0), [write]);
  const setRest = useCallback(
    (rest: FriendFilter) => {
      const now = new URLSearchParams(latest.current);
      write(writeFilter(now, { ...rest, text: readFilter(now).text }), 0);
    },
    [write],
  );
  const setText = useCallback(
    (text: string) => {
      const now = new URLSearchParams(latest.current);
      write(writeFilter(now, { ...readFilter(now), text: text.trim() || undefined }), addressPauseMs);
    },
    [write],
  );
  const setOpenId = useCallback(
    (id: number | null) => {
      const next = new URLSearchParams(latest.current);
      if (id === null) next.delete('id');
      else next.set('id', String(id));
      write(next, 0);
    },
    [write],
  );
  const open = Number(read.get('id'));
  return {
    filter,
    setFilter,
    setRest,
    text: filter.text ?? '',
    setText,
    openId: Number.isInteger(open) && open > 0 ? open : null,
    setOpenId,
  };
}
