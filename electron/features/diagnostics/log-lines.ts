/** Kinds, ids, versions and the like; a sentence, a path or a name of other letters is none of it. */
const harmless = /^[A-Za-z0-9_.:+-]{1,60}$/;
/** Of a stack only where in the program it was: messages may quote what somebody wrote, paths hold the name of the person. */
const frame = /^\s*at (?:async )?(?:([\w.<>#$]+) )?\(?.*?([\w.-]+\.(?:ts|js|mjs|cjs|node)):(\d+):\d+\)?$/;

function stackOf(stack: string): string[] {
  const [first = '', ...rest] = stack.split('\n');
  const name = /^(\w+)/.exec(first)?.[1] ?? 'Error';
  const frames = rest.flatMap((line) => {
    const [, what, file, at] = frame.exec(line) ?? [];
    return file ? [`    at ${what ?? '?'} ${file}:${at}`] : [];
  });
  return [name, ...frames.slice(0, 12)];
}

/** A line of the log for eyes that must not see whom it was about: times, kinds and numbers as they are, other words as …. */
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
    return typeof value === 'string' && harmless.test(value) ? value : '…';
  };
  // events are words of the program, of plain letters and spaces
  const what = typeof event === 'string' && /^[A-Za-z .:/-]{1,60}$/.test(event) ? event : '…';
  const rest = Object.entries(more).map(([key, value]) => `${harmless.test(key) ? key : '…'}=${word(value)}`);
  return [[word(at), word(level), what, ...rest].join(' '), ...(typeof stack === 'string' ? stackOf(stack) : [])];
}
