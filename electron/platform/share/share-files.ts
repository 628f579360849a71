import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  opendirSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AppError } from '../../../shared/errors.ts';
import { asStorageError } from '../db/storage-error.ts';
import { diskOf } from '../files/disk-of.ts';
import { syncUnknown } from '../files/sync-unknown.ts';
import type { FolderFacts, ListedFile, PutResult, ShareTask } from './share-protocol.ts';

/**
 * Bytes that are read and written at once. Not more: the kernel keeps what is written in pieces of that size, and for one of megabytes
 * it may have to clear room first (Linux 6.18: 2 GB at 256 KiB 0.9 s, at 1 MiB 1.0 to 1.9, at 4 MiB 3.1).
 */
const copyBytes = 256 * 1024;
/** Bytes between two waits for the disk: one wait at the end of gigabytes would be minutes without a sign of life. */
const settleBytes = 16 * 1024 * 1024;
/** Entries of a folder that are looked at: somebody else's folder may hold any number. */
const entryLimit = 200_000;

const kinds: Record<string, 'targetMissing' | 'targetReadOnly' | 'targetFull' | 'targetUnfit'> = {
  ENOENT: 'targetMissing',
  ENODEV: 'targetMissing',
  ENXIO: 'targetMissing',
  ENOTCONN: 'targetMissing',
  EHOSTDOWN: 'targetMissing',
  EHOSTUNREACH: 'targetMissing',
  ENETUNREACH: 'targetMissing',
  ETIMEDOUT: 'targetMissing',
  ESTALE: 'targetMissing',
  EIO: 'targetMissing',
  EACCES: 'targetReadOnly',
  EPERM: 'targetReadOnly',
  EROFS: 'targetReadOnly',
  ENOSPC: 'targetFull',
  EDQUOT: 'targetFull',
  // FAT32 ends at 4 GiB a file
  EFBIG: 'targetFull',
  ENOTDIR: 'targetUnfit',
  EEXIST: 'targetUnfit',
  ENAMETOOLONG: 'targetUnfit',
};

/** A failure of the system as the sentence she gets; the code goes along for the log. */
export function shareError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const kind = kinds[code] ?? 'storageFailed';
  return new AppError(kind, kind === 'targetUnfit' && code !== 'ENAMETOOLONG' ? { code, why: 'file' } : { code });
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? '';

function settle(fd: number): void {
  try {
    fsyncSync(fd);
  } catch (error) {
    if (!syncUnknown.has(codeOf(error))) throw error;
  }
}

function settleFolder(folder: string): void {
  let fd: number;
  try {
    fd = openSync(folder, constants.O_RDONLY);
  } catch {
    return; // Windows opens no folders
  }
  try {
    settle(fd);
  } finally {
    closeSync(fd);
  }
}

/** A plain file for reading: no link is followed, no pipe waited for. */
function openPlain(path: string): number {
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  if (fstatSync(fd).isFile()) return fd;
  closeSync(fd);
  throw new AppError('targetUnfit', { code: 'not a file' });
}

type Moved = (bytes: number) => void;

/** Reads a plain file to its end; `to` gets each piece. */
function readWhole(path: string, to: ((piece: Buffer) => void) | null, moved: Moved): PutResult {
  const fd = openPlain(path);
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(copyBytes);
  let bytes = 0;
  try {
    for (;;) {
      const got = readSync(fd, piece, 0, copyBytes, null);
      if (got === 0) return { bytes, sha256: hash.digest('hex') };
      const part = piece.subarray(0, got);
      hash.update(part);
      to?.(part);
      bytes += got;
      moved(bytes);
    }
  } finally {
    closeSync(fd);
  }
}

/** Copies into a new file and waits until the disk has it. */
function copyInto(from: string, to: string, moved: Moved): PutResult {
  const fd = openSync(to, 'wx', 0o600);
  let unsettled = 0;
  try {
    const copied = readWhole(
      from,
      (part) => {
        for (let at = 0; at < part.length; ) at += writeSync(fd, part, at);
        unsettled += part.length;
        if (unsettled < settleBytes) return;
        settle(fd);
        unsettled = 0;
      },
      moved,
    );
    settle(fd);
    closeSync(fd);
    return copied;
  } catch (error) {
    closeSync(fd);
    // of what did not arrive nothing stays; where the place is gone altogether, this fails as well
    rmSync(to, { force: true });
    throw error;
  }
}

/** Bytes that the disk takes while the next ones are read: gigabytes at once would hold up whoever saves a note meanwhile. */
const aheadBytes = 64 * 1024 * 1024;
const settleLater = promisify(fdatasync);

/** Copies a file of this computer into a new one beside it, as quickly as its disk takes it. */
async function copyHere(from: string, to: string, moved: Moved): Promise<number> {
  const source = openPlain(from);
  try {
    const fd = openSync(to, 'wx', 0o600);
    let settled = Promise.resolve();
    try {
      const piece = Buffer.allocUnsafe(copyBytes);
      for (let [bytes, unsettled] = [0, 0]; ; moved(bytes)) {
        const got = readSync(source, piece, 0, copyBytes, null);
        for (let at = 0; at < got; ) at += writeSync(fd, piece, at, got - at);
        bytes += got;
        unsettled += got;
        if (got > 0 && unsettled < aheadBytes) continue;
        await settled;
        if (got === 0) break;
        settled = settleLater(fd);
        unsettled = 0;
      }
      await settleLater(fd);
      return fstatSync(fd).size;
    } catch (error) {
      rmSync(to, { force: true });
      throw error;
    } finally {
      await settled.catch(() => {});
      closeSync(fd);
    }
  } catch (error) {
    // her own disk, no target
    throw asStorageError(error);
  } finally {
    closeSync(source);
  }
}

/** How long a rename is tried again while a virus scanner or an indexer holds the file, ms. */
const renamePatience = 2000;

async function renamePatiently(from: string, to: string): Promise<void> {
  for (let waited = 0, wait = 20; ; waited += wait, wait *= 2) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (!['EPERM', 'EBUSY', 'EACCES'].includes(codeOf(error)) || waited + wait > renamePatience) throw error;
      await pause(wait);
    }
  }
}

/**
 * The one way a backup reaches its place: under another name first, on the disk, read again through a new handle and
 * compared, and only then under its own name. What is at `to` is never touched before.
 * @throws AppError `backupDamaged` when other bytes came back (a stick that lies about its size, a bad cable)
 */
async function put(from: string, to: string, moved: Moved): Promise<PutResult> {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  try {
    const sent = copyInto(from, part, moved);
    const back = readWhole(part, null, (bytes) => moved(sent.bytes + bytes));
    if (back.sha256 !== sent.sha256) throw new AppError('backupDamaged', { reason: 'readBack' });
    await renamePatiently(part, to);
    settleFolder(dirname(to));
    if (lstatSync(to).size !== back.bytes) throw new AppError('backupDamaged', { reason: 'readBack' });
    return back;
  } catch (error) {
    try {
      rmSync(part, { force: true });
    } catch {
      // the place is gone altogether
    }
    throw error;
  }
}

function probe(folder: string, make: boolean): FolderFacts {
  try {
    if (make) mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  if (!statSync(folder).isDirectory()) throw new AppError('targetUnfit', { why: 'file' });
  const real = realpathSync.native(folder);
  const file = join(folder, `.tiefen-${process.pid}.part`);
  closeSync(openSync(file, 'w', 0o600));
  rmSync(file);
  return { real, free: freeIn(folder), disk: said(() => diskOf(folder)) };
}

/** null = the system does not say. */
function said<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch {
    return null;
  }
}

/** Some shares say nothing, or 0 of 0. */
const freeIn = (folder: string): number | null =>
  said(() => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail > 0 ? bavail * bsize : null;
  });

function list(folder: string, pattern: RegExp): ListedFile[] {
  const found: ListedFile[] = [];
  const dir = opendirSync(folder);
  try {
    for (let seen = 0; seen < entryLimit; seen += 1) {
      const entry = dir.readSync();
      if (!entry) break;
      if (!pattern.test(entry.name)) continue;
      const info = lstatSync(join(folder, entry.name), { throwIfNoEntry: false });
      if (info?.isFile()) found.push({ name: entry.name, bytes: info.size });
    }
  } finally {
    dir.closeSync();
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function head(path: string, bytes: number): Uint8Array {
  const fd = openPlain(path);
  try {
    const piece = Buffer.alloc(bytes);
    let filled = 0;
    while (filled < bytes) {
      const got = readSync(fd, piece, filled, bytes - filled, filled);
      if (got === 0) break;
      filled += got;
    }
    return piece.subarray(0, filled);
  } finally {
    closeSync(fd);
  }
}

function remove(path: string): null {
  const info = lstatSync(path, { throwIfNoEntry: false });
  if (info?.isFile()) rmSync(path);
  return null;
}

/**
 * Does one task in this process. @throws AppError with the sentence she gets
 * @param moved is told bytes while something is copied
 */
export async function runShareTask(task: ShareTask, moved: Moved): Promise<unknown> {
  try {
    if (task.op === 'probe') return probe(task.folder, task.make);
    if (task.op === 'list') return list(task.folder, new RegExp(task.pattern));
    if (task.op === 'put') return await put(task.from, task.to, moved);
    if (task.op === 'get') return copyInto(task.from, task.to, moved);
    if (task.op === 'copy') return await copyHere(task.from, task.to, moved);
    if (task.op === 'head') return head(task.path, task.bytes);
    return remove(task.path);
  } catch (error) {
    throw shareError(error);
  }
}
