import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What a folder lies on, as one text for all folders that are lost together: the volume; on Linux the disk that its partition is on.
 * Windows and macOS do not say without a program of their own which volumes share a disk.
 * @throws what the system says of a folder that is not there
 */
export function diskOf(folder: string): string {
  const { dev } = statSync(folder, { bigint: true });
  if (process.platform !== 'linux') return String(dev);
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
  try {
    const device = realpathSync(`/sys/dev/block/${major}:${minor}`);
    return existsSync(join(device, 'partition')) ? dirname(device) : device;
  } catch {
    // memory, a share, a file system over several disks
    return String(dev);
  }
}
