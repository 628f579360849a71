import type { ReactNode } from 'react';
import type { Place } from '../mark.ts';

/** A text with the found places marked. Always text: nothing in it is ever read as markup. */
export function Marked({ text, places }: { text: string; places: readonly Place[] }) {
  if (places.length === 0) return text;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const [at, length] of places) {
    parts.push(text.slice(end, at), <mark key={at}>{text.slice(at, at + length)}</mark>);
    end = at + length;
  }
  return [...parts, text.slice(end)];
}
