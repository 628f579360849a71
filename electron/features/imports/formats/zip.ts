import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { AppError } from '../../../../shared/errors.ts';
import { limits } from './limits.ts';

/** An opened zip: its entries by name. Nothing is ever written to a path taken from it. */
export interface ZipContents {
  names: string[];
  has(name: string): boolean;
  /**
   * The bytes of one entry, piece by piece, counted while they come out. Throws AppError `fileSuspicious` (grows beyond
   * the limits), `fileDamaged` (broken data, wrong checksum or size) or, when there is no such entry, `fileDamaged`.
   */
  read(name: string): AsyncGenerator<Buffer>;
  close(): void;
}

/**
 * Opens a zip held in memory and checks its list of entries before anything is inflated. `what` names the file in errors.
 * Throws AppError `filePasswordProtected`, `fileSuspicious` ({ what, reason }) or `fileDamaged`.
 */
export async function openZip(bytes: Buffer, what: string): Promise<ZipContents> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, opened) => {
      if (error) reject(new AppError('fileDamaged', { what }, { cause: error }));
      else resolve(opened);
    });
  });
  try {
    return contents(zip, await listEntries(zip, what), what);
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listEntries(zip: yauzl.ZipFile, what: string): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > limits.entries) throw new AppError('fileSuspicious', { what, reason: 'entries', limit: limits.entries });
  const entries = new Map<string, yauzl.Entry>();
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) => {
      const reason = /relative path|absolute path|invalid characters/.test(error.message) ? 'path' : null;
      reject(new AppError(reason ? 'fileSuspicious' : 'fileDamaged', reason ? { what, reason } : { what }, { cause: error }));
    });
    zip.on('end', resolve);
    zip.on('entry', (entry: yauzl.Entry) => {
      total += entry.uncompressedSize;
      if (entry.isEncrypted() || entry.compressionMethod === 99) return reject(new AppError('filePasswordProtected', { what }));
      if (total > limits.totalBytes) return reject(new AppError('fileSuspicious', { what, reason: 'size' }));
      if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
  return entries;
}

function contents(zip: yauzl.ZipFile, entries: Map<string, yauzl.Entry>, what: string): ZipContents {
  let total = 0;
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    async *read(name) {
      const entry = entries.get(name);
      if (!entry) throw new AppError('fileDamaged', { what });
      if (entry.uncompressedSize > limits.entryBytes) throw new AppError('fileSuspicious', { what, reason: 'size' });
      const stream = await openEntry(zip, entry, what);
      let out = 0;
      let sum = 0;
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          out += chunk.length;
          total += chunk.length;
          if (out > limits.entryBytes || total > limits.totalBytes) throw new AppError('fileSuspicious', { what, reason: 'size' });
          if (out > limits.ratioFrom && out > entry.compressedSize * limits.ratio) {
            throw new AppError('fileSuspicious', { what, reason: 'ratio' });
          }
          sum = crc32(chunk, sum);
          yield chunk;
        }
        if (sum !== entry.crc32) throw new AppError('fileDamaged', { what });
      } catch (error) {
        throw error instanceof AppError ? error : new AppError('fileDamaged', { what }, { cause: error });
      } finally {
        stream.destroy();
      }
    },
    close: () => zip.close(),
  };
}

async function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry, what: string): Promise<Readable> {
  try {
    return await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw new AppError('fileDamaged', { what }, { cause: error });
  }
}
