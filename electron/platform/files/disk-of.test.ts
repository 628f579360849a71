import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { anotherDisk } from '../../../tests/helpers/disk-folder.ts';
import { diskOf } from './disk-of.ts';

it('tells folders of one disk from those of another, and throws where there is none', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tiefen-disk-'));
  try {
    expect(diskOf(dir)).toBe(diskOf(tmpdir()));
    expect(() => diskOf(join(dir, 'gone'))).toThrow('ENOENT');
    const other = anotherDisk(dir);
    if (other) expect(diskOf(other)).not.toBe(diskOf(dir));
  } finally {
    rmSync(dir, { recursive: true });
  }
});

it.runIf(existsSync('/sys/dev/block'))('takes the partitions of one disk for one', () => {
  // wherever the folders of this machine lie: a disk of the kernel's, never one of its partitions, or a number
  for (const folder of ['/', '/boot', '/home', '/usr'].filter((path) => existsSync(path))) {
    const disk = diskOf(folder);
    if (disk.startsWith('/')) expect(existsSync(join(disk, 'partition')), folder).toBe(false);
    else expect(disk).toBe(String(statSync(folder).dev));
  }
});
