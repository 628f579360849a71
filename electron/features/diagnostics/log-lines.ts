import { isHarmless, plainStack } from '../../platform/logger.ts';

/** A line of the log, also of one that an older version wrote, for eyes that must not see whom it was about: times, kinds and numbers as they are, other words as …. */
export function cleanLine(line: string): string[] {
  let facts: Record<string, unknown>;
  try {
    facts = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return [];
  }
  const { at, level, event, stack, ...more } = facts;
  const word = (value: unknown): string => {
    if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
    return typeof value === 'string' && isHarmless(value) ? value : '…';
  };
  // events are words of the program, of plain letters and spaces
  const what = typeof event === 'string' && /^[A-Za-z .:/-]{1,60}$/.test(event) ? event : '…';
  const rest = Object.entries(more).map(([key, value]) => `${isHarmless(key) ? key : '…'}=${word(value)}`);
  return [[word(at), word(level), what, ...rest].join(' '), ...(typeof stack === 'string' ? plainStack(stack).split('\n') : [])];
}
