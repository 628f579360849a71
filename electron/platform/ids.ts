import { randomBytes } from 'node:crypto';

/**
 * Opaque ids for things that are not table rows (sessions, staged files, jobs, error references).
 * Rows take the integer that SQLite hands out (AUTOINCREMENT: never used again, so undo can put a row back in its place).
 */
export interface Ids {
  /** `prefix_` + 128 random bits, URL-safe */
  token(prefix: string): string;
}

export const randomIds: Ids = { token: (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}` };

/** Predictable ids for tests: `prefix_1`, `prefix_2` … */
export function countingIds(): Ids {
  let count = 0;
  return { token: (prefix) => `${prefix}_${++count}` };
}
