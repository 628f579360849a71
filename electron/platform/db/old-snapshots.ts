import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A book as it was before a migration (`migrate.ts` makes them). */
export interface Snapshot {
  name: string;
  path: string;
  /** ms UTC: when it was made */
  at: number;
  /** ms UTC: when it goes; null = one of the newest, which stay */
  until: number | null;
}

/** How long they are kept: long enough to notice that an update was a mistake. */
export const snapshotMs = 90 * 86_400_000;
/** so many stay however old they are */
const alwaysKept = 2;
const snapshotName = /^before-\d{6,}-.*\.db$/;

/** The snapshots of a folder, newest first: by the number in their names, as clocks are put right. */
export function snapshotsIn(snapshotsDir: string): Snapshot[] {
  if (!existsSync(snapshotsDir)) return [];
  return readdirSync(snapshotsDir)
    .filter((name) => snapshotName.test(name))
    .sort()
    .reverse()
    .map((name, place) => {
      const path = join(snapshotsDir, name);
      const at = Math.floor(statSync(path).mtimeMs);
      return { name, path, at, until: place < alwaysKept ? null : at + snapshotMs };
    });
}

/** Removes those whose time is over. @returns how many */
export function dropOldSnapshots(snapshotsDir: string, now: number): number {
  const old = snapshotsIn(snapshotsDir).filter(({ until }) => until !== null && now > until);
  for (const { path } of old) for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
  return old.length;
}
