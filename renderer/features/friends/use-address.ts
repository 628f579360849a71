import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { FriendFilter } from '../../../shared/contracts/friends.ts';
import { readFilter, writeFilter } from './filter.ts';

/** the address follows typing after this pause; the list follows at once */
const addressPauseMs = 250;

export interface FriendsAddress {
  filter: FriendFilter;
  setFilter: (filter: FriendFilter) => void;
  /** what stands in the search field */
  text: string;
  setText: (text: string) => void;
  /** the friend whose panel is open */
  openId: number | null;
  setOpenId: (id: number | null) => void;
}

/** Filter and open friend, kept in the address of the page: reloading or going back finds the same list. */
export function useFriendsAddress(): FriendsAddress {
  const [params, setParams] = useSearchParams();
  const inAddress = params.toString();
  const addressFilter = useMemo(() => readFilter(new URLSearchParams(inAddress)), [inAddress]);
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const stopTimer = useCallback(() => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
  }, []);
  useEffect(() => stopTimer, [stopTimer]);
  const text = typed ?? addressFilter.text ?? '';

  const filter = useMemo<FriendFilter>(() => {
    const { text: _, ...rest } = addressFilter;
    const wanted = text.trim();
    return wanted === '' ? rest : { ...rest, text: wanted };
  }, [addressFilter, text]);

  const setFilter = useCallback(
    (next: FriendFilter) => {
      stopTimer();
      setTyped(null);
      setParams((old) => writeFilter(old, next), { replace: true });
    },
    [setParams, stopTimer],
  );
  const setText = useCallback(
    (next: string) => {
      setTyped(next);
      stopTimer();
      timer.current = setTimeout(() => {
        timer.current = null;
        setParams((old) => writeFilter(old, { ...readFilter(old), text: next.trim() || undefined }), { replace: true });
        setTyped(null);
      }, addressPauseMs);
    },
    [setParams, stopTimer],
  );
  const setOpenId = useCallback(
    (id: number | null) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          if (id === null) next.delete('id');
          else next.set('id', String(id));
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  const open = Number(params.get('id'));
  return { filter, setFilter, text, setText, openId: Number.isInteger(open) && open > 0 ? open : null, setOpenId };
}
