import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder on the disk also where `npm test` keeps temporary files in memory. For tests that memory would make say less (a program
 * that is killed at a moment of chance is to be caught waiting for a disk, too) or that it does not let be: programs to be run.
 */
export function diskFolder(name: string): string {
  return mkdtempSync(join(process.env.TIEFEN_DISK_TMPDIR ?? tmpdir(), name));
}

/** A new folder on another disk than `folder`, which the caller removes; null = this machine has none to write to. */
export function anotherDisk(folder: string): string | null {
  const { dev } = statSync(folder);
  const places = [tmpdir(), process.env.TIEFEN_DISK_TMPDIR ?? '', '/dev/shm'].filter((place) => place !== '' && existsSync(place));
  const other = places.find((place) => statSync(place).dev !== dev);
  return other === undefined ? null : mkdtempSync(join(other, 'tiefen-other-'));
}
