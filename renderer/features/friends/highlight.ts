import { useCallback, useEffect, useState } from 'react';

/** Places of characters in a text that answer the search, [from, to) pairs. */
export type Ranges = readonly (readonly [number, number])[];

type PinyinMatch = (text: string, wanted: string) => number[] | null;
let pinyinMatch: PinyinMatch | null = null;

/** Where `wanted` stands in `text`, any case. */
export function plainRanges(text: string, wanted: string): Ranges {
  const at = wanted === '' ? -1 : text.toLowerCase().indexOf(wanted.toLowerCase());
  return at < 0 ? [] : [[at, at + wanted.length]];
}

/** Neighbouring places joined: [0,1,3] → [[0,2],[3,4]] */
export function joinPlaces(places: readonly number[]): Ranges {
  const ranges: [number, number][] = [];
  for (const place of places) {
    const last = ranges.at(-1);
    if (last && last[1] === place) last[1] = place + 1;
    else ranges.push([place, place + 1]);
  }
  return ranges;
}

/** Signs kept before the first hit of a long text. */
const lead = 3;

/** A long text cut so that its first hit can be seen; `room` signs fit. */
export function aroundHit(text: string, ranges: Ranges, room: number): { text: string; ranges: Ranges } {
  const from = ranges[0]?.[0] ?? 0;
  const to = ranges[0]?.[1] ?? 0;
  if (to <= room) return { text, ranges };
  const cut = Math.max(0, from - lead);
  return { text: `…${text.slice(cut)}`, ranges: ranges.map(([a, b]) => [a - cut + 1, b - cut + 1] as const) };
}

/** Texts that have no reading but themselves. */
const noPinyin = /^[ -~]*$/;

function rangesOf(text: string, wanted: string): Ranges {
  const plain = plainRanges(text, wanted);
  if (plain.length > 0 || !pinyinMatch || noPinyin.test(text) || !/^[a-z]+$/i.test(wanted)) return plain;
  const places = pinyinMatch(text, wanted.toLowerCase());
  return places ? joinPlaces(places) : [];
}

/** While the first key is still to come: reading the tables takes longer than an answer. */
function loadPinyin(): Promise<void> {
  return import('pinyin-pro').then(({ match }) => {
    pinyinMatch = (text, sought) => match(text, sought, { precision: 'start', continuous: true });
  });
}

/** Loads the pinyin tables as soon as there is nothing else to do. */
export function usePinyinSoon(): void {
  useEffect(() => {
    if (pinyinMatch) return;
    const wish = requestIdleCallback(() => void loadPinyin(), { timeout: 3_000 });
    return () => cancelIdleCallback(wish);
  }, []);
}

/**
 * What to mark in a text for a search. Letters may be pinyin or initials ('zs' marks 张三): the pinyin tables
 * come a moment after the page, until then only literal hits are marked.
 */
export function useRanges(wanted: string): (text: string) => Ranges {
  const letters = /^[a-z]+$/i.test(wanted);
  const [loaded, setLoaded] = useState(pinyinMatch !== null);
  useEffect(() => {
    if (!letters || pinyinMatch) return;
    let gone = false;
    void loadPinyin().then(() => {
      if (!gone) setLoaded(true);
    });
    return () => {
      gone = true;
    };
  }, [letters]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the tables loaded the same text has more hits
  return useCallback((text: string) => rangesOf(text, wanted), [wanted, loaded]);
}
