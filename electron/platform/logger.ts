import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.ts';

/** Facts of one log line: ids, counts, kinds. Never a name, a message or a path of the user. */
export type LogFacts = Record<string, string | number | boolean | null | undefined>;

export interface Logger {
  info(event: string, facts?: LogFacts): void;
  error(event: string, facts?: LogFacts): void;
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
      appendFileSync(file, `${JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...facts })}\n`);
    } catch {
      // a log that cannot be written must not take the app with it
    }
  };
  return { info: (event, facts) => write('info', event, facts), error: (event, facts) => write('error', event, facts) };
}
