import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.ts';

/** Facts of one log line: ids, counts, kinds. Never a name, a message or a path of the user. */
export type LogFacts = Record<string, string | number | boolean | null | undefined>;

export interface Logger {
  info(event: string, facts?: LogFacts): void;
  error(event: string, facts?: LogFacts): void;
}

/** Kinds, ids, versions and the like; a sentence, a path or a name of other letters is none of it. */
export const isHarmless = (text: string): boolean => /^[A-Za-z0-9_.:+-]{1,60}$/.test(text);

/** Where in the program it was; a message may quote what somebody wrote, and the way to a file holds the name of the person. */
const frame = /^\s*at (?:async )?(?:([\w.<>#$]+) )?\(?.*?([\w.-]+\.(?:ts|js|mjs|cjs|node):\d+:\d+)\)?$/;
const shownFrames = 12;

export function plainStack(stack: string): string {
  const [first = '', ...rest] = stack.split('\n');
  const frames = rest.flatMap((line) => {
    const [, what, place] = frame.exec(line) ?? [];
    return place ? [`    at ${what ?? '?'} (${place})`] : [];
  });
  return [/^(\w+)/.exec(first)?.[1] ?? 'Error', ...frames.slice(0, shownFrames)].join('\n');
}

/** What of facts may stand in a file, whatever somebody handed over. */
function plain([key, value]: [string, LogFacts[string]]): [string, LogFacts[string]] {
  if (typeof value !== 'string' || isHarmless(value)) return [key, value];
  return [key, key === 'stack' ? plainStack(value) : '…'];
}

export const silentLogger: Logger = { info: () => {}, error: () => {} };

const maxLogBytes = 2_000_000;

/** Writes JSON lines to `<dir>/app.log`; at 2 MB the file becomes app.1.log. A failing disk never stops the app. */
export function fileLogger(dir: string, clock: Clock): Logger {
  const file = join(dir, 'app.log');
  const write = (level: 'info' | 'error', event: string, facts: LogFacts = {}) => {
    try {
      mkdirSync(dir, { recursive: true });
      const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > maxLogBytes) renameSync(file, join(dir, 'app.1.log'));
      const line = { at: new Date(clock.now()).toISOString(), level, event, ...Object.fromEntries(Object.entries(facts).map(plain)) };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    } catch {
      // a log that cannot be written must not take the app with it
    }
  };
  return { info: (event, facts) => write('info', event, facts), error: (event, facts) => write('error', event, facts) };
}
