import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../electron/platform/clock.ts';

// apart from test-app.ts: programs that are started many times load it without the whole back end

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
export const migrationsDir = join(projectRoot, 'drizzle');

/** A clock that stands still until told otherwise. */
export class TestClock implements Clock {
  at: number;
  constructor(at = Date.UTC(2026, 10, 22, 4, 0, 0)) {
    this.at = at;
  }
  now(): number {
    return this.at;
  }
  /** moves on by ms */
  tick(ms: number): void {
    this.at += ms;
  }
}
