import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, truncateSync, writeSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';

const megabyte = 1024 * 1024;
const ballastBytes = 32 * megabyte;
/** What stays of it when the disk fills while the book is open: the next start needs room as well. */
const lastBytes = 8 * megabyte;
/** The ballast is laid down only where it does not itself make the disk tight. */
const spareBytes = 512 * megabyte;

/**
 * A file of 32 MB that can be thrown overboard: on a full disk a WAL database cannot even be opened, and deleting
 * rows does not help. Written with real blocks, not as a hole.
 */
export function layBallast(folder: DataFolder, bytes = ballastBytes): boolean {
  if (statSync(folder.ballast, { throwIfNoEntry: false })?.size === bytes) return true;
  const disk = statfsSync(folder.root);
  if (disk.bavail * disk.bsize < bytes + spareBytes) return false;
  const file = openSync(folder.ballast, 'w', 0o600);
  try {
    const block = Buffer.alloc(megabyte, 0xb5);
    for (let written = 0; written < bytes; written += megabyte) writeSync(file, block, 0, Math.min(megabyte, bytes - written));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return true;
}

/** Throws most of the ballast overboard, so that on a full disk she can still save and export. @returns bytes that became free */
export function lightenBallast(folder: DataFolder): number {
  const size = statSync(folder.ballast, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= lastBytes) return 0;
  truncateSync(folder.ballast, lastBytes);
  return size - lastBytes;
}

/** Throws the ballast overboard. @returns whether there was any */
export function dropBallast(folder: DataFolder): boolean {
  const had = statSync(folder.ballast, { throwIfNoEntry: false }) !== undefined;
  rmSync(folder.ballast, { force: true });
  return had;
}
