import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * The pages of a database file as they lie on the disk, its write-ahead log laid over them. Only ever reads, without SQLite:
 * SQLite would try to recover the log, and stops at the first thing it does not understand.
 */
export interface PageSource {
  /** bytes of a page */
  pageSize: number;
  /** bytes of a page that hold content */
  usable: number;
  /** number of the last page; pages begin at 1 */
  pages: number;
  /** The bytes of a page; null where the file ends before it or the disk does not give it. Good until the next call. */
  read(page: number): Buffer | null;
  /** the same, in memory of its own */
  keep(page: number): Buffer | null;
  close(): void;
}

const magic = 'SQLite format 3\0';
/** ours first; others come from tests and from what other programs made */
const pageSizes = [8192, 4096, 16_384, 1024, 2048, 32_768, 65_536, 512];
const treeTypes = new Set([2, 5, 10, 13]);

/** @returns null when the file is missing, empty, or holds nothing that looks like a page of a database */
export function openPages(path: string): PageSource | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  let log: Log | null = null;
  try {
    const { size } = fstatSync(file);
    const head = bytesAt(file, 0, 100);
    const pageSize = head ? (sizeInHead(head) ?? guessedSize(file, size)) : null;
    if (pageSize === null) {
      closeSync(file);
      return null;
    }
    log = readLog(`${path}-wal`, pageSize);
    return source(file, Math.ceil(size / pageSize), pageSize, head?.toString('latin1', 0, 16) === magic ? (head[20] ?? 0) : 0, log);
  } catch (error) {
    closeSync(file);
    if (log) closeSync(log.file);
    throw error;
  }
}

function source(file: number, filePages: number, pageSize: number, reserved: number, log: Log | null): PageSource {
  const scratch = Buffer.alloc(pageSize);
  const readInto = (page: number, target: Buffer): Buffer | null => {
    const logged = log?.places.get(page);
    const isThere = logged === undefined || !log ? fills(target, file, (page - 1) * pageSize) : fills(target, log.file, logged);
    return isThere ? target : null;
  };
  return {
    pageSize,
    usable: pageSize - reserved,
    pages: Math.max(filePages, log?.pages ?? 0),
    read: (page) => readInto(page, scratch),
    keep: (page) => readInto(page, Buffer.alloc(pageSize)),
    close() {
      closeSync(file);
      if (log) closeSync(log.file);
    },
  };
}

function bytesAt(file: number, at: number, length: number): Buffer | null {
  const bytes = Buffer.alloc(length);
  return fills(bytes, file, at) ? bytes : null;
}

/** Fills `target` from the file; false where the file ends before, or the disk itself does not give these bytes. */
function fills(target: Buffer, file: number, at: number): boolean {
  try {
    return readSync(file, target, 0, target.length, at) === target.length;
  } catch {
    return false;
  }
}

function sizeInHead(head: Buffer): number | null {
  if (head.toString('latin1', 0, 16) !== magic) return null;
  const size = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16);
  return pageSizes.includes(size) ? size : null;
}

/** The first page is gone: the size at which most places look like the beginning of a page of a tree. */
function guessedSize(file: number, bytes: number): number | null {
  let best: { size: number; share: number } | null = null;
  for (const size of pageSizes) {
    const pages = Math.floor(bytes / size);
    const step = Math.max(1, Math.floor(pages / 400));
    let [looked, good] = [0, 0];
    for (let page = 1; page < pages; page += step) {
      looked++;
      const head = bytesAt(file, page * size, 8);
      if (head && looksLikeTree(head, size)) good++;
    }
    // a single page of a big text may look like anything
    if (good >= 3 && good / looked > Math.max(0.2, (best?.share ?? 0) * 1.2)) best = { size, share: good / looked };
  }
  return best?.size ?? null;
}

function looksLikeTree(head: Buffer, size: number): boolean {
  const cells = head.readUInt16BE(3);
  const content = head.readUInt16BE(5) || 65_536;
  if (!treeTypes.has(head[0] ?? 0) || (head[7] ?? 255) >= 64) return false;
  // an empty page says how long it is
  return cells === 0 ? content === size : cells * 4 < size && content <= size && content >= 8 + cells * 2;
}

interface Log {
  file: number;
  /** where the newest committed bytes of a page lie */
  places: Map<number, number>;
  /** pages of the database after the last commit */
  pages: number;
}

/** The committed frames of a write-ahead log up to the first one that does not check: what SQLite itself would believe. */
function readLog(path: string, pageSize: number): Log | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  const head = bytesAt(file, 0, 32);
  const kind = head?.readUInt32BE(0);
  if (!head || (kind !== 0x377f0682 && kind !== 0x377f0683) || head.readUInt32BE(8) !== pageSize) {
    closeSync(file);
    return null;
  }
  const big = kind === 0x377f0683;
  const log: Log = { file, places: new Map(), pages: 0 };
  const waiting = new Map<number, number>();
  const sum = new Checksum(big);
  sum.add(head.subarray(0, 24));
  if (!sum.is(head.readUInt32BE(24), head.readUInt32BE(28))) return log;
  const frame = Buffer.alloc(24 + pageSize);
  for (let at = 32; fills(frame, file, at); at += frame.length) {
    if (frame.compare(head, 16, 24, 8, 16) !== 0) break;
    sum.add(frame.subarray(0, 8));
    sum.add(frame.subarray(24));
    if (!sum.is(frame.readUInt32BE(16), frame.readUInt32BE(20))) break;
    waiting.set(frame.readUInt32BE(0), at + 24);
    const pagesAfter = frame.readUInt32BE(4);
    if (pagesAfter === 0) continue;
    for (const [page, place] of waiting) log.places.set(page, place);
    waiting.clear();
    log.pages = pagesAfter;
  }
  return log;
}

/** SQLite's running sum over pairs of 32-bit words. */
class Checksum {
  readonly #big: boolean;
  #one = 0;
  #two = 0;

  constructor(big: boolean) {
    this.#big = big;
  }

  add(bytes: Buffer): void {
    for (let i = 0; i < bytes.length; i += 8) {
      const [a, b] = this.#big ? [bytes.readUInt32BE(i), bytes.readUInt32BE(i + 4)] : [bytes.readUInt32LE(i), bytes.readUInt32LE(i + 4)];
      this.#one = (this.#one + a + this.#two) >>> 0;
      this.#two = (this.#two + b + this.#one) >>> 0;
    }
  }

  is(one: number, two: number): boolean {
    return this.#one === one && this.#two === two;
  }
}
