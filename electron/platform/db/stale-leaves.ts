import { fstatSync, openSync, readSync, statSync } from 'node:fs';

/*
 * `secure_delete` writes zeros over what is deleted. But where a page is split or merged, rows move to another one, and their bytes stay
 * behind in the unused middle of the page they left: deleting such a row later does not reach them. Format: sqlite.org/fileformat2.html
 */

/** A leaf page of a table with such bytes in it. */
export interface StaleLeaf {
  /** bytes that no row takes up */
  free: number;
  /** one of its rows */
  row: {
    id: number;
    /** what its columns with their header take up, wherever they lie */
    payload: number;
    /** what it takes up in the page */
    bytes: number;
  };
}

const tableLeaf = 0x0d;
const headerBytes = 8;
/** places of rows that went stand there: no part of a row */
const pointerBytes = 8;
const zeros = Buffer.alloc(65_536);

/** @param page any page but the first; null = no leaf of a table, or nothing lies in its unused middle */
export function staleLeaf(page: Buffer): StaleLeaf | null {
  if (page[0] !== tableLeaf) return null;
  const cells = page.readUInt16BE(3);
  const content = page.readUInt16BE(5) || 65_536;
  const gap = headerBytes + 2 * cells;
  if (cells === 0 || content > page.length || content - gap <= pointerBytes) return null;
  if (page.compare(zeros, 0, content - gap - pointerBytes, gap + pointerBytes, content) === 0) return null;
  const freed = freedBytes(page, content);
  return freed === null ? null : { free: content - gap + freed + page[7]!, row: rowAt(page, page.readUInt16BE(headerBytes)) };
}

/** What rows left that went from among others; null = not a page of ours. */
function freedBytes(page: Buffer, content: number): number | null {
  let sum = 0;
  for (let at = page.readUInt16BE(1); at !== 0; ) {
    if (at < content || at + 4 > page.length) return null;
    const next = page.readUInt16BE(at);
    sum += page.readUInt16BE(at + 2);
    if (next !== 0 && next <= at) return null;
    at = next;
  }
  return sum;
}

function rowAt(page: Buffer, at: number): StaleLeaf['row'] {
  const payload = varint(page, at);
  const id = varint(page, payload.end);
  return { id: id.value, payload: payload.value, bytes: id.end - at + localBytes(payload.value, page.length) };
}

/** Most that a row of a table may hold within its page. */
export const mostWithin = (pageSize: number): number => pageSize - 35;

/** How much of so long a row stands in its page; the rest lies in pages of its own, found by 4 bytes. */
function localBytes(payload: number, pageSize: number): number {
  const most = mostWithin(pageSize);
  if (payload <= most) return payload;
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23;
  const fitting = least + ((payload - least) % (pageSize - 4));
  return (fitting <= most ? fitting : least) + 4;
}

/** Seven bits a byte, the highest first; ids stay below 2^53. */
function varint(page: Buffer, at: number): { value: number; end: number } {
  let value = 0;
  for (let end = at; end < at + 8 && end < page.length; ) {
    const byte = page[end++]!;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, end };
  }
  return { value: Number.NaN, end: at };
}

/** Open once and for good: closing a file takes away the locks that SQLite holds on it in this process (POSIX). */
const opened = new Map<string, number>();

function openFor(file: string): number {
  const known = opened.get(file);
  // a restored backup may have taken its place
  if (known !== undefined && fstatSync(known).ino === statSync(file).ino) return known;
  const fd = openSync(file, 'r');
  opened.set(file, fd);
  return fd;
}

/** The stale leaves of a database whose log is written back; read from the file a piece at a time, all of it. */
export function* staleLeaves(file: string, pageSize: number): Generator<StaleLeaf> {
  const fd = openFor(file);
  const piece = Buffer.alloc(pageSize * Math.max(1, Math.floor(2 ** 20 / pageSize)));
  for (let from = 0; ; ) {
    const bytes = readSync(fd, piece, 0, piece.length, from);
    for (let at = 0; at + pageSize <= bytes; at += pageSize) {
      const leaf = from + at === 0 ? null : staleLeaf(piece.subarray(at, at + pageSize));
      if (leaf) yield leaf;
    }
    if (bytes < piece.length) return;
    from += bytes;
  }
}
