import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { FriendFilter } from '../../../shared/contracts/friends.ts';
import { useOwnParams } from '../../lib/own-params.ts';
import { readFilter, writeFilter } from './filter.ts';
import { friendsActions } from './store.ts';

/** the address follows typing after this pause; the list follows at once */
const addressPauseMs = 250;
/** an answer that takes longer is waited for in sight of her */
const patienceMs = 80;

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
 * What is typed is asked for before anything is drawn, and drawn once with its answer: drawing the page twice for a key
 * would make the answer wait for the first.
 */
function useDrawnWithAnswer(ask: (filter: FriendFilter) => Promise<void>, draw: (params: string) => void) {
  const turn = useRef(0);
  const patience = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** whatever was to be drawn is not any more */
  const overtake = useCallback(() => {
    turn.current += 1;
    clearTimeout(patience.current);
    friendsActions.wait(false);
  }, []);
  useEffect(() => overtake, [overtake]);
  const drawLater = useCallback(
    (next: URLSearchParams) => {
      const answered = ask(readFilter(next));
      turn.current += 1;
      const mine = turn.current;
      friendsActions.wait(true);
      const show = () => {
        if (turn.current !== mine) return;
        flushSync(() => {
          overtake();
          draw(next.toString());
        });
      };
      clearTimeout(patience.current);
      patience.current = setTimeout(show, patienceMs);
      void answered.then(show);
    },
    [ask, draw, overtake],
  );
  return { drawLater, overtake };
}

/** What the address says, or is to say in a moment: `shown` now, `latest` by the time that whatever was pressed is done. */
function useAddressAhead() {
  const [params, writeParams] = useOwnParams('in turn');
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
  const writeNow = useCallback(
    (next: URLSearchParams) => {
      stopTimer();
      const text = next.toString();
      latest.current = text;
      setAhead(text);
      writer.current(next);
    },
    [stopTimer],
  );
  const writeSoon = useCallback(
    (next: URLSearchParams) => {
      latest.current = next.toString();
      stopTimer();
      timer.current = setTimeout(() => {
        timer.current = null;
        writer.current(next);
      }, addressPauseMs);
    },
    [stopTimer],
  );
  return { shown, latest, draw: setAhead, writeNow, writeSoon };
}

/**
 * Filter and open friend, kept in the address of the page: reloading or going back finds the same list.
 * The screen follows at once, the address a moment later. `ask` sends for the head of a list and resolves when it is there.
 */
export function useFriendsAddress(ask: (filter: FriendFilter) => Promise<void>): FriendsAddress {
  const { shown, latest, draw, writeNow, writeSoon } = useAddressAhead();
  const { drawLater, overtake } = useDrawnWithAnswer(ask, draw);
  const write = useCallback(
    (next: URLSearchParams) => {
      overtake();
      writeNow(next);
    },
    [overtake, writeNow],
  );

  const read = useMemo(() => new URLSearchParams(shown), [shown]);
  // opening a friend changes the address but not the filter: the same object keeps the rows as they are
  const filterText = useMemo(() => writeFilter(new URLSearchParams(), readFilter(read)).toString(), [read]);
  const filter = useMemo(() => readFilter(new URLSearchParams(filterText)), [filterText]);
  const setFilter = useCallback((next: FriendFilter) => write(writeFilter(new URLSearchParams(latest.current), next)), [write, latest]);
  const setRest = useCallback(
    (rest: FriendFilter) => {
      const now = new URLSearchParams(latest.current);
      write(writeFilter(now, { ...rest, text: readFilter(now).text }));
    },
    [write, latest],
  );
  const setText = useCallback(
    (text: string) => {
      const now = new URLSearchParams(latest.current);
      const next = writeFilter(now, { ...readFilter(now), text: text.trim() || undefined });
      writeSoon(next);
      drawLater(next);
    },
    [drawLater, writeSoon, latest],
  );
  const setOpenId = useCallback(
    (id: number | null) => {
      const next = new URLSearchParams(latest.current);
      if (id === null) next.delete('id');
      else next.set('id', String(id));
      write(next);
    },
    [write, latest],
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
