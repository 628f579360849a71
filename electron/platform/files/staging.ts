import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../shared/errors.ts';
import type { StagedFile } from '../../../shared/host.ts';
import { asStorageError, failureCode } from '../db/storage-error.ts';
import type { Ids } from '../ids.ts';

export const maxStagedBytes = 200 * 1024 * 1024;

/** Files on their way in or out, under our own names in `<dataDir>/staging`; emptied at start. */
export interface Staging {
  stageStream(name: string, stream: AsyncIterable<Uint8Array>, maxBytes?: number): Promise<StagedFile>;
  /** Copies a file the user chose. @throws AppError `fileGone`, `fileChanged` (it was written while we read), `fileTooLarge` */
  stageCopy(path: string): Promise<StagedFile>;
  /** @throws AppError `fileGone` */
  find(fileId: string): StagedFile & { path: string };
  /** A new file for an export: written by a job, handed over by the host. */
  createExport(name: string): { fileId: string; path: string };
  exportPath(fileId: string): { path: string; name: string } | null;
  drop(fileId: string): void;
}

export function createStaging(dir: string, ids: Ids): Staging {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const staged = new Map<string, StagedFile & { path: string }>();
  const exports = new Map<string, { path: string; name: string }>();
  const place = (fileId: string) => join(dir, fileId);

  const take = async (name: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StagedFile> => {
    const fileId = ids.token('file');
    const path = place(fileId);
    let size = 0;
    try {
      await pipeline(
        source,
        async function* (chunks) {
          for await (const chunk of chunks) {
            size += chunk.byteLength;
            if (size > maxBytes) throw new AppError('fileTooLarge', { name: shortName(name), maxMb: Math.round(maxBytes / 1024 / 1024) });
            yield chunk;
          }
        },
        createWriteStream(path, { mode: 0o600 }),
      );
    } catch (error) {
      rmSync(path, { force: true });
      throw asStorageError(error);
    }
    const file = { fileId, name: shortName(name), size, path };
    staged.set(fileId, file);
    return { fileId, name: file.name, size };
  };

  const drop = (fileId: string) => {
    const file = staged.get(fileId) ?? exports.get(fileId);
    if (file) rmSync(file.path, { force: true });
    staged.delete(fileId);
    exports.delete(fileId);
  };

  return {
    stageStream: (name, stream, maxBytes = maxStagedBytes) => take(name, stream, maxBytes),
    async stageCopy(path) {
      const name = basename(path);
      const stamp = () => {
        try {
          const stats = statSync(path);
          // a folder can be dropped on the window like a file; a pipe would never end
          if (!stats.isFile()) throw new AppError('fileNotUnderstood', { name, what: 'folder' });
          return { size: stats.size, mtimeMs: stats.mtimeMs };
        } catch (error) {
          throw failureCode(error) === 'ENOENT' ? new AppError('fileGone', { name }) : asStorageError(error);
        }
      };
      const before = stamp();
      const copy = await take(name, Readable.from(createReadStream(path)), maxStagedBytes).catch((error: unknown) => {
        throw failureCode(error) === 'ENOENT' ? new AppError('fileGone', { name }) : error;
      });
      try {
        const after = stamp();
        if (before.size !== after.size || before.mtimeMs !== after.mtimeMs || copy.size !== after.size)
          throw new AppError('fileChanged', { name });
      } catch (error) {
        drop(copy.fileId);
        throw error;
      }
      return copy;
    },
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
