import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder on the disk also where `npm test` keeps temporary files in memory. For tests that memory would make say less (a program
 * that is killed at a moment of chance is to be caught waiting for a disk, too) or that it does not let be: programs to be run.
 */
export function diskFolder(name: string): string {
  return mkdtempSync(join(process.env.TIEFEN_DISK_TMPDIR ?? tmpdir(), name));
}
