import { type FileHandle, open, rm, writeFile } from 'node:fs/promises';
import { configure, type FileEntry, Reader, ZipReader } from '@zip.js/zip.js';
import { AppError } from '../../../../shared/errors.ts';
import { asStorageError } from '../../../platform/db/storage-error.ts';
import type { ChatFile } from '../formats/chats/chat-source.ts';
import { unlockWorkbook } from '../formats/orders/unlock-workbook.ts';
import { bytesOf } from '../formats/whole-file.ts';
import { archiveLimits } from './archive.ts';

configure({ useWebWorkers: false });

/** Reads a zip by place, never whole. */
class DiskReader extends Reader<FileHandle> {
  readonly #file: FileHandle;

  constructor(file: FileHandle, size: number) {
    super(file);
    this.#file = file;
    this.size = size;
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await this.#file.read(bytes, done, bytes.length - done, offset + done);
      if (bytesRead === 0) throw new AppError('fileDamaged', { what: 'zip' });
      done += bytesRead;
    }
    return bytes;
  }
}

/**
 * Opens the locked entries of a zip (AES, or the old ZipCrypto) into files of our own: `place(n)` says where the n-th goes.
 * `names` are the entries by their place in the zip's list, as the list of yauzl has them.
 * @throws AppError `wrongPassword`, `fileSuspicious`, `fileDamaged`; then none of the files is left
 */
export async function unlockZip(
  path: string,
  size: number,
  password: string,
  wanted: ReadonlySet<number>,
  place: (index: number) => string,
): Promise<Map<number, { diskPath: string; bytes: number }>> {
  const file = await open(path, 'r');
  const made = new Map<number, { diskPath: string; bytes: number }>();
  const written: string[] = [];
  const zip = new ZipReader(new DiskReader(file, size), { password, checkSignature: true, useWebWorkers: false });
  try {
    let total = 0;
    let index = -1;
    for await (const entry of zip.getEntriesGenerator()) {
      index++;
      if (entry.directory || !wanted.has(index)) continue;
      written.push(place(index));
      const bytes = await unlockEntry(entry, place(index), archiveLimits.totalBytes - total);
      total += bytes;
      made.set(index, { diskPath: place(index), bytes });
    }
    return made;
  } catch (error) {
    for (const one of written) await rm(one, { force: true });
    throw asLockError(error);
  } finally {
    await zip.close().catch(() => {});
    await file.close();
  }
}

async function unlockEntry(entry: FileEntry, diskPath: string, room: number): Promise<number> {
  const out = await open(diskPath, 'wx', 0o600);
  let size = 0;
  try {
    await entry.getData(
      new WritableStream<Uint8Array>({
        async write(piece) {
          size += piece.length;
          const bomb = size > archiveLimits.ratioFrom && size > entry.compressedSize * archiveLimits.ratio;
          if (size > Math.min(room, archiveLimits.entryBytes) || bomb)
            throw new AppError('fileSuspicious', { what: 'zip', reason: bomb ? 'ratio' : 'size' });
          await out.write(piece);
        },
      }),
    );
    return size;
  } finally {
    await out.close();
  }
}

/** What the old cipher makes of a wrong password is only noticed by what comes out: broken data, or a wrong sum. */
function asLockError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (typeof (error as { errno?: unknown } | null)?.errno === 'number') return asStorageError(error);
  const cause = (error as { cause?: unknown } | null)?.cause;
  if (cause instanceof AppError) return cause;
  return new AppError('wrongPassword', {}, { cause: error });
}

/** Opens a locked workbook into a file of our own. @throws AppError `wrongPassword`, `fileTooLarge`, `fileSuspicious`, `fileDamaged`, `fileNotUnderstood` */
export async function unlockWorkbookFile(file: ChatFile, password: string, diskPath: string): Promise<number> {
  const plain = await unlockWorkbook(await bytesOf(file), password);
  await writeFile(diskPath, plain, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    throw asStorageError(error);
  });
  return plain.length;
}
