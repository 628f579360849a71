import { createReadStream, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../shared/errors.ts';
import type { StagedFile, StagedFolder } from '../../../shared/host.ts';
import { asStorageError, failureCode } from '../db/storage-error.ts';
import type { Ids } from '../ids.ts';
import { stageFolder } from './stage-folder.ts';
import { clearButUnfinished, noteUnfinished, type Unfinished } from './unfinished.ts';

/** Years of chats in one file; who reads a kind of file that is smaller by nature has a bound of its own. */
export const maxStagedBytes = 2 * 1024 * 1024 * 1024;

/** Files on their way in or out, under our own names in `<dataDir>/staging`; emptied at start but for what an import died over. */
export interface Staging {
  /** `place` = where it lies inside a folder (StagedFile.place); only a label, never a path of ours */
  stageStream(name: string, stream: AsyncIterable<Uint8Array>, maxBytes?: number, place?: string): Promise<StagedFile>;
  /** Copies a file the user chose. @throws AppError `fileGone`, `fileChanged` (it was written while we read), `fileTooLarge` */
  stageCopy(path: string, place?: string): Promise<StagedFile>;
  /** Takes in what of a folder can be imported; see stageFolder. */
  stageFolder(path: string): Promise<StagedFolder>;
  /** @throws AppError `fileGone` */
  find(fileId: string): StagedFile & { path: string };
  /** A new file for an export: written by a job, handed over by the host. */
  createExport(name: string): { fileId: string; path: string };
  exportPath(fileId: string): { path: string; name: string } | null;
  drop(fileId: string): void;
  /** Runs work that brings staged files into the book: should the program die meanwhile, the next start still has them. */
  during<T>(fileIds: readonly string[], begun: Pick<Unfinished, 'at' | 'mark'>, work: () => Promise<T>): Promise<T>;
  /** What the program died over; null = nothing, or it was taken up or given up since. */
  unfinished(): Unfinished | null;
  /** It is taken up, or given up: its files are like any others from now on. */
  settleUnfinished(): void;
  /** Every file goes, with what was put beside it: it may hold somebody whom nobody may find here any more. Who still needs one picks it again. */
  dropAll(): void;
}

/**
 * Writes a stream to a new file; one that was not written whole is not left there.
 * @returns its size
 * @throws AppError `fileTooLarge`, or why it cannot be written
 */
async function writeNew(path: string, source: AsyncIterable<Uint8Array>, name: string, maxBytes: number): Promise<number> {
  let size = 0;
  // open before anything can fail: a stream still about to open would make the file anew behind our back
  const out = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw asStorageError(error);
  });
  try {
    await pipeline(
      source,
      async function* (chunks) {
        for await (const chunk of chunks) {
          size += chunk.byteLength;
          if (size > maxBytes) throw new AppError('fileTooLarge', { name, maxMb: Math.round(maxBytes / 1024 / 1024) });
          yield chunk;
        }
      },
      out.createWriteStream(),
    );
    return size;
  } catch (error) {
    await out.close().catch(() => {});
    rmSync(path, { force: true });
    throw asStorageError(error);
  }
}

const isGone = (error: unknown): boolean => failureCode(error) === 'ENOENT';

/** What changes when somebody writes to a file. @throws AppError `fileGone`, `fileNotUnderstood` */
function stampOf(path: string): { size: number; mtimeMs: number } {
  const name = basename(path);
  try {
    const stats = statSync(path);
    // a folder can be dropped on the window like a file; a pipe would never end
    if (!stats.isFile()) throw new AppError('fileNotUnderstood', { name, what: 'folder' });
    return { size: stats.size, mtimeMs: stats.mtimeMs };
  } catch (error) {
    throw isGone(error) ? new AppError('fileGone', { name }) : asStorageError(error);
  }
}

/** @param now ms UTC */
export function createStaging(dir: string, ids: Ids, now: number): Staging {
  let unfinished = clearButUnfinished(dir, now);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const exports = new Map<string, { path: string; name: string }>();
  const place = (fileId: string) => join(dir, fileId);
  const staged = new Map((unfinished?.files ?? []).map((file) => [file.fileId, { ...file, path: place(file.fileId) }]));
  let running = 0;

  const take = async (name: string, source: AsyncIterable<Uint8Array>, maxBytes: number, inFolder?: string): Promise<StagedFile> => {
    const fileId = ids.token('file');
    const path = place(fileId);
    const file: StagedFile = { fileId, name: shortName(name), size: await writeNew(path, source, shortName(name), maxBytes) };
    const label = shortPlace(inFolder ?? '');
    if (label !== '') file.place = label;
    staged.set(fileId, { ...file, path });
    return file;
  };

  const drop = (fileId: string) => {
    const file = staged.get(fileId) ?? exports.get(fileId);
    if (file) rmSync(file.path, { force: true });
    staged.delete(fileId);
    exports.delete(fileId);
  };

  const stageCopy = async (path: string, inFolder?: string): Promise<StagedFile> => {
    const name = basename(path);
    const before = stampOf(path);
    const copy = await take(name, Readable.from(createReadStream(path)), maxStagedBytes, inFolder).catch((error: unknown) => {
      throw isGone(error) ? new AppError('fileGone', { name }) : error;
    });
    try {
      const after = stampOf(path);
      if (before.size !== after.size || before.mtimeMs !== after.mtimeMs || copy.size !== after.size)
        throw new AppError('fileChanged', { name });
    } catch (error) {
      drop(copy.fileId);
      throw error;
    }
    return copy;
  };

  return {
    stageStream: (name, stream, maxBytes = maxStagedBytes, inFolder) => take(name, stream, maxBytes, inFolder),
    stageCopy,
    stageFolder: (path) => stageFolder(path, stageCopy, drop),
    find(fileId) {
      const file = staged.get(fileId);
      if (!file) throw new AppError('fileGone', {});
      return file;
    },
    createExport(name) {
      const fileId = ids.token('export');
      const path = place(fileId);
      exports.set(fileId, { path, name });
      return { fileId, path };
    },
    exportPath: (fileId) => exports.get(fileId) ?? null,
    drop,
    async during(fileIds, begun, work) {
      const files = fileIds.flatMap((fileId) => {
        const { path: _, ...file } = staged.get(fileId) ?? { path: '' };
        return 'fileId' in file ? [file] : [];
      });
      if (files.length === 0) return work();
      running++;
      noteUnfinished(dir, { ...begun, files });
      try {
        return await work();
      } finally {
        running--;
        if (running === 0) noteUnfinished(dir, unfinished);
      }
    },
    unfinished: () => unfinished,
    settleUnfinished() {
      unfinished = null;
      if (running === 0) noteUnfinished(dir, null);
    },
    dropAll() {
      unfinished = null;
      noteUnfinished(dir, null);
      const known = [...staged.keys(), ...exports.keys()];
      for (const name of readdirSync(dir))
        if (known.some((fileId) => name.startsWith(fileId))) rmSync(join(dir, name), { recursive: true, force: true });
      for (const fileId of known) drop(fileId);
    },
  };
}

/** The last part of a name whichever slashes it uses, at most 120 characters, without signs that hide or turn round the rest. */
function shortName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const clean = last.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  const end = clean.slice(-120).replace(/^[\udc00-\udfff]/, '');
  return /^\.{0,2}$/.test(end) ? '文件' : end;
}

/** A place inside a folder, part by part as shortName; without a way up. '' = none. */
function shortPlace(place: string): string {
  const parts = place.split(/[\\/]/).filter((part) => !/^\.{0,2}$/.test(part.trim()));
  return parts.slice(-20).map(shortName).join('/');
}
