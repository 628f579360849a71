import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { AppError } from '../../../../shared/errors.ts';
import { limits } from './limits.ts';

/**
 * Reads a whole file and makes sure that it stayed the same meanwhile (same file, size and time of change before and after).
 * Throws AppError `fileGone`, `fileChanged`, `fileEmpty`, `fileTooLarge` ({ bytes, limit }) or `fileDamaged` (cannot be read).
 * `whileReading` runs between two pieces; tests use it to touch the file.
 */
export async function readStableFile(path: string, whileReading?: () => Promise<void>): Promise<Buffer> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw gone(error);
  });
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) throw new AppError('fileNotUnderstood', { what: 'folder' });
    const size = Number(before.size);
    if (size === 0) throw new AppError('fileEmpty', { what: 'empty' });
    if (size > limits.fileBytes) throw new AppError('fileTooLarge', { bytes: size, limit: limits.fileBytes });
    const bytes = await readAll(handle, size, whileReading);
    const after = await handle.stat({ bigint: true });
    const named = await stat(path, { bigint: true }).catch((error: unknown) => {
      throw gone(error);
    });
    if (bytes.length !== size || !same(before, after) || !same(before, named)) throw new AppError('fileChanged');
    return bytes;
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('fileDamaged', { what: 'unreadable' }, { cause: error });
  } finally {
    await handle.close();
  }
}

const piece = 4 * 1024 * 1024;

async function readAll(handle: FileHandle, size: number, whileReading?: () => Promise<void>): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(piece, size - done), done);
    if (bytesRead === 0) break;
    done += bytesRead;
    await whileReading?.();
  }
  return bytes.subarray(0, done);
}

function same(one: BigIntStats, other: BigIntStats): boolean {
  return one.size === other.size && one.mtimeNs === other.mtimeNs && one.ino === other.ino;
}

function gone(error: unknown): AppError {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new AppError('fileGone', {}, { cause: error });
  return new AppError('fileDamaged', { what: 'unreadable', code }, { cause: error });
}
