import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A tmpfs of a given size, real in every way that matters: ENOSPC, read-only, growing. */
export interface SmallDisk {
  dir: string;
  remount(options: string): void;
  /** Fills the disk to the last block. */
  fill(): void;
  empty(): void;
  remove(): void;
}

const mount = (...args: string[]) => spawnSync('mount', args, { encoding: 'utf8' });

/** @returns null where nothing can be mounted (not root, no Linux); the reason is printed */
export function smallDisk(megabytes: number): SmallDisk | null {
  const dir = mkdtempSync(join(tmpdir(), 'tiefen-disk-'));
  const made = mount('-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir);
  if (made.status !== 0) {
    rmSync(dir, { recursive: true, force: true });
    process.stdout.write(`small disk: not mounted here: ${made.error?.message ?? made.stderr.trim()}\n`);
    return null;
  }
  const filler = join(dir, 'filler');
  return {
    dir,
    remount(options) {
      const done = mount('-o', `remount,${options}`, dir);
      if (done.status !== 0) throw new Error(done.stderr);
    },
    fill() {
      const file = openSync(filler, 'a');
      for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 16)) {
        try {
          for (;;) if (writeSync(file, Buffer.alloc(size, 1)) < size) break;
        } catch {
          // full for this size
        }
      }
      closeSync(file);
    },
    empty: () => rmSync(filler, { force: true }),
    remove() {
      spawnSync('umount', ['-l', dir]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
