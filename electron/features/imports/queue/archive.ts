import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import iconv from 'iconv-lite';
import yauzl from 'yauzl';
import { leftOutByName } from '../../../../shared/domain/media-names.ts';
import { AppError } from '../../../../shared/errors.ts';

/** One file inside a zip that may be worth reading. */
export interface ArchiveEntry {
  /** place inside the zip, '/' between its parts */
  name: string;
  /** inflated, as the zip says; reading checks it */
  size: number;
  encrypted: boolean;
  /** place in the list of the zip, 0-based */
  index: number;
  /** the bytes, inflated piece by piece, each time anew. Throws AppError `fileSuspicious` (a bomb), `fileDamaged` */
  stream(): AsyncGenerator<Buffer>;
}

/** An open zip: its list is in memory, its bytes are not. */
export interface Archive {
  entries: ArchiveEntry[];
  /** media and files nobody reads; not in `entries` */
  ignored: { pictures: number; others: number };
  has(name: string): boolean;
  close(): void;
}

export const archiveLimits = {
  entries: 300_000,
  /** entries that may be read */
  usable: 20_000,
  /** of one entry, inflated */
  entryBytes: 2 * 1024 * 1024 * 1024,
  /** of all entries that may be read, inflated */
  totalBytes: 8 * 1024 * 1024 * 1024,
  /** inflated : stored, from `ratioFrom` bytes on */
  ratio: 200,
  ratioFrom: 10 * 1024 * 1024,
} as const;

/**
 * Opens a zip on disk for reading any of its entries; only its list is read now. `bytes` = its size.
 * @throws AppError `fileDamaged`, `fileSuspicious` {reason: 'path' | 'size' | 'ratio' | 'entries'}
 */
export async function openArchive(path: string, bytes: number): Promise<Archive> {
  const zip = await yauzl
    .openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true })
    .catch((error: unknown) => {
      throw new AppError('fileDamaged', { what: 'zip' }, { cause: error });
    });
  try {
    if (zip.entryCount > archiveLimits.entries) throw suspicious('entries');
    const list = await listEntries(zip);
    return sorted(zip, list, bytes);
  } catch (error) {
    zip.close();
    throw error;
  }
}

const suspicious = (reason: string) => new AppError('fileSuspicious', { what: 'zip', reason });

function listEntries(zip: yauzl.ZipFile): Promise<{ name: string; entry: yauzl.Entry }[]> {
  const list: { name: string; entry: yauzl.Entry }[] = [];
  return new Promise((resolve, reject) => {
    zip.on('error', (error: Error) => reject(new AppError('fileDamaged', { what: 'zip' }, { cause: error })));
    zip.on('end', () => resolve(list));
    zip.on('entry', (entry: yauzl.Entry) => {
      const name = nameOf(entry);
      if (leadsOut(name)) return reject(suspicious('path'));
      list.push({ name, entry });
      if (list.length > archiveLimits.entries) return reject(suspicious('entries'));
      zip.readEntry();
    });
    zip.readEntry();
  });
}

/** Windows packs names as GBK without saying so; everybody else as UTF-8, with or without saying so. */
function nameOf(entry: yauzl.Entry): string {
  const raw = entry.fileNameRaw;
  const utf8 = raw.toString('utf8');
  return (utf8.includes('\uFFFD') ? iconv.decode(raw, 'gb18030') : utf8).replaceAll('\\', '/');
}

/** Nothing is ever written by a name from a zip; one that tries to lead out was made by somebody with that in mind. */
function leadsOut(name: string): boolean {
  return name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\0') || name.split('/').includes('..');
}

function sorted(zip: yauzl.ZipFile, list: { name: string; entry: yauzl.Entry }[], bytes: number): Archive {
  const ignored = { pictures: 0, others: 0 };
  const entries: ArchiveEntry[] = [];
  const names = new Set<string>();
  let total = 0;
  for (const [index, { name, entry }] of list.entries()) {
    if (name.endsWith('/') || names.has(name)) continue;
    names.add(name);
    const leftOut = leftOutByName(name);
    if (leftOut === 'picture') ignored.pictures++;
    else if (leftOut === 'other') ignored.others++;
    else {
      if (entry.uncompressedSize > archiveLimits.entryBytes) throw suspicious('size');
      total += entry.uncompressedSize;
      const encrypted = entry.isEncrypted() || entry.compressionMethod === 99;
      entries.push({ name, size: entry.uncompressedSize, encrypted, index, stream: () => inflate(zip, entry) });
    }
  }
  if (entries.length > archiveLimits.usable) throw suspicious('entries');
  if (total > archiveLimits.totalBytes) throw suspicious('size');
  // entries that share their stored bytes say more than any of them alone would
  if (total > archiveLimits.ratioFrom && total > bytes * archiveLimits.ratio) throw suspicious('ratio');
  return { entries, ignored, has: (name) => names.has(name), close: () => zip.close() };
}

async function* inflate(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Buffer> {
  let stream: Readable;
  try {
    stream = await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw new AppError('fileDamaged', { what: 'zip' }, { cause: error });
  }
  let out = 0;
  let sum = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      out += piece.length;
      if (out > archiveLimits.entryBytes) throw suspicious('size');
      if (out > archiveLimits.ratioFrom && out > entry.compressedSize * archiveLimits.ratio) throw suspicious('ratio');
      sum = crc32(piece, sum);
      yield piece;
    }
    if (sum !== entry.crc32) throw new AppError('fileDamaged', { what: 'zip' });
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('fileDamaged', { what: 'zip' }, { cause: error });
  } finally {
    stream.destroy();
  }
}
