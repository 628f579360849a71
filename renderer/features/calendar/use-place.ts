import { useCallback, useEffect, useRef, useState } from 'react';
import { contentCategories } from '../../../shared/contracts/content.ts';
import { dayText, startOfDay } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { useOwnParams } from '../../lib/own-params.ts';
import { type PanelTarget, usualTime } from '../publishing/index.ts';
import { dayAt } from './days.ts';

/** a run of key presses becomes one change of the address */
const addressPauseMs = 150;

interface Place {
  /** ms; the day that has the cursor */
  cursorAt: number;
  target: PanelTarget | null;
}

function readPlace(params: URLSearchParams): Place {
  const on = dayAt(params.get('on') ?? '');
  const cursorAt = Number.isNaN(on) ? startOfDay(now()) : on;
  return { cursorAt, target: readTarget(params, cursorAt) };
}

/**
 * `post=12` opens that post, with `tell` to say what came of it; `write=life` begins one of that category on the day, with `at` (ms UTC)
 * and `account` for that slot.
 */
function readTarget(params: URLSearchParams, cursorAt: number): PanelTarget | null {
  const id = number(params, 'post');
  if (id !== null) return { kind: 'post', id, telling: params.has('tell') };
  const category = contentCategories.find((one) => one === params.get('write'));
  if (!category) return null;
  const [at, accountId] = [number(params, 'at'), number(params, 'account')];
  return { kind: 'new', at: at ?? usualTime(cursorAt, now()), begin: accountId === null ? { category } : { category, accountId } };
}

/** A whole number above 0; null = none, or no such number. */
function number(params: URLSearchParams, name: string): number | null {
  const value = Number(params.get(name));
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

function writePlace({ cursorAt, target }: Place): URLSearchParams {
  const params = new URLSearchParams({ on: dayText(cursorAt) });
  if (target?.kind === 'post') params.set('post', String(target.id));
  return params;
}

/**
 * The day of the cursor and the open post. They follow the keys at once; the address (/calendar?on=2026-11-26&post=12)
 * follows after a pause, so that going back or reloading finds the same place.
 */
export function usePlace() {
  const [params, writeParams] = useOwnParams('in turn');
  const [place, setPlace] = useState(() => readPlace(params));
  const inAddress = params.toString();
  const seen = useRef(inAddress);
  const written = useRef(new Set<string>());
  useEffect(() => {
    if (inAddress === seen.current) return;
    seen.current = inAddress;
    // a link from elsewhere, not the echo of what was written here
    if (!written.current.delete(inAddress)) setPlace(readPlace(new URLSearchParams(inAddress)));
  }, [inAddress]);
  useEffect(() => {
    const next = writePlace(place).toString();
    const timer = setTimeout(() => {
      if (next === seen.current) return;
      written.current.add(next);
      writeParams(next);
    }, addressPauseMs);
    return () => clearTimeout(timer);
  }, [place, writeParams]);
  const moveTo = useCallback((next: (at: number) => number) => setPlace((old) => ({ ...old, cursorAt: next(old.cursorAt) })), []);
  /** opens or closes the panel; `cursorAt` moves the cursor there as well */
  const open = useCallback(
    (target: PanelTarget | null, cursorAt?: number) =>
      setPlace((old) => ({ target, cursorAt: cursorAt === undefined ? old.cursorAt : startOfDay(cursorAt) })),
    [],
  );
  return { ...place, moveTo, open };
}
