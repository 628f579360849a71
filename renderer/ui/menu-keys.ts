import { initialsOf } from '../lib/initials.ts';

/** Where a key leads in a list of `many` from the place `at` (-1 = nowhere yet); null = it is no key of lists. Goes round at the ends. */
export function moveIn(many: number, at: number, key: string): number | null {
  if (many === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % many;
  if (key === 'ArrowUp') return at <= 0 ? many - 1 : at - 1;
  if (key === 'Home') return 0;
  return key === 'End' ? many - 1 : null;
}

/**
 * The entry that begins with what was typed, or whose pinyin initials do: the one she is at as long as it fits, else the next one down.
 * One letter pressed again and again goes from entry to entry. null = none fits.
 */
export function findTyped(labels: readonly string[], at: number, typed: string): number | null {
  const text = typed.toLowerCase();
  const isRepeated = text.length > 1 && [...text].every((letter) => letter === text[0]);
  const wanted = isRepeated ? text.charAt(0) : text;
  const start = text.length === 1 || isRepeated ? at + 1 : Math.max(0, at);
  for (let step = 0; step < labels.length; step += 1) {
    const place = (start + step) % labels.length;
    const label = labels[place] ?? '';
    if (label.toLowerCase().startsWith(wanted) || initialsOf(label).startsWith(wanted)) return place;
  }
  return null;
}
