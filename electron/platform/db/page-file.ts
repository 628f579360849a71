import { closeSync, openSync, writeSync } from 'node:fs';

/** The largest page SQLite knows: it copies many rows out of few pages quickest. */
export const pageBytes = 65_536;
const rootHeader = 12;
/** where SQLite begins in the first page of a file, behind the file's own header */
const fileHeader = 100;

/** Rows of one table in the pages that SQLite itself would keep them in (https://www.sqlite.org/fileformat2.html#b_tree_pages), rising. */
export interface Leaves {
  kind: 'rows' | 'keys';
  pages: Uint8Array[];
  /** What the root says between two pages: the last rowid before (`rows`), or a row that stands in neither (`keys`). One fewer than pages. */
  dividers: Uint8Array[];
}

/**
 * Writes a database file with one table whose rows were made into pages without SQLite: handing it a million values one by one costs
 * several times as much as this and its copying them out again. Nobody may have the file open.
 * @param sql CREATE TABLE of `table`; it must say what the pages hold
 * @returns false when these are no rows, or more (some ten million small ones) than one root points at: nothing was written then
 */
export function writePageFile(path: string, table: string, sql: string, leaves: Leaves): boolean {
  const { pages, dividers } = leaves;
  const rootBytes = dividers.reduce((sum, { length }) => sum + length + 6, rootHeader);
  if (pages.length === 0 || rootBytes > pageBytes) return false;
  const root = pages.length === 1 ? [] : [rootPage(leaves)];
  const file = openSync(path, 'w', 0o600);
  try {
    for (const page of [firstPage(table, sql, 1 + root.length + pages.length), ...root, ...pages]) writeWhole(file, page);
  } finally {
    closeSync(file);
  }
  return true;
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Header of the file, and its schema: one table, whose root is page 2. */
function firstPage(table: string, sql: string, pages: number): Buffer {
  const page = Buffer.alloc(pageBytes);
  page.write('SQLite format 3\0', 0, 'latin1');
  // 1 stands for 65,536 bytes a page; then rollback journal, and the fixed shares of a page
  page.writeUInt16BE(1, 16);
  page.set([1, 1, 0, 64, 32, 32], 18);
  const changes = 1;
  page.writeUInt32BE(changes, 24);
  page.writeUInt32BE(pages, 28);
  page.writeUInt32BE(1, 40);
  page.writeUInt32BE(4, 44);
  // UTF-8
  page.writeUInt32BE(1, 56);
  page.writeUInt32BE(changes, 92);
  page.writeUInt32BE(3_040_000, 96);
  const [type, name, words] = [Buffer.from('table'), Buffer.from(table), Buffer.from(sql)];
  const types = Buffer.alloc(20);
  let end = 0;
  for (const serial of [textType(type.length), textType(name.length), textType(name.length), 1, textType(words.length)])
    end = putVarint(types, end, serial);
  const record = Buffer.concat([Buffer.from([end + 1]), types.subarray(0, end), type, name, name, Buffer.from([2]), words]);
  const cell = Buffer.alloc(record.length + 10);
  let length = putVarint(cell, 0, record.length);
  length = putVarint(cell, length, 1);
  length += record.copy(cell, length);
  const start = pageBytes - length;
  cell.copy(page, start, 0, length);
  page[fileHeader] = leafType.rows;
  putShort(page, fileHeader + 3, 1);
  putShort(page, fileHeader + 5, start);
  putShort(page, fileHeader + 8, start);
  return page;
}

/** Points at the leaves, which follow it. */
function rootPage({ kind, pages, dividers }: Leaves): Buffer {
  const page = Buffer.alloc(pageBytes);
  const firstLeaf = 3;
  let start = pageBytes;
  for (const [i, divider] of dividers.entries()) {
    start -= 4 + divider.length;
    page.writeUInt32BE(firstLeaf + i, start);
    page.set(divider, start + 4);
    putShort(page, rootHeader + i * 2, start);
  }
  page[0] = kind === 'rows' ? 0x05 : 0x02;
  putShort(page, 3, dividers.length);
  putShort(page, 5, start);
  page.writeUInt32BE(firstLeaf + pages.length - 1, 8);
  return page;
}

/** First byte of a leaf. */
export const leafType = { rows: 0x0d, keys: 0x0a } as const;

/** SQLite's serial type of a text. */
export const textType = (bytes: number): number => 13 + 2 * bytes;

/** 65,536 is told as 0. */
export function putShort(into: Uint8Array, at: number, value: number): void {
  into[at] = value >> 8;
  into[at + 1] = value & 0xff;
}

/** Numbers from 0 up to 2^28 in groups of seven bits, the highest first. @returns where it ends */
export function putVarint(into: Uint8Array, at: number, value: number): number {
  let end = at;
  if (value >= 0x80) {
    if (value >= 0x4000) {
      if (value >= 0x200000) into[end++] = 0x80 | (value >>> 21);
      into[end++] = 0x80 | ((value >>> 14) & 0x7f);
    }
    into[end++] = 0x80 | ((value >>> 7) & 0x7f);
  }
  into[end] = value & 0x7f;
  return end + 1;
}

/** SQLite's serial type of a whole number, the shortest that holds it. */
export function integerType(value: number): number {
  if (value === 0) return 8;
  if (value === 1) return 9;
  if (value >= -0x80 && value < 0x80) return 1;
  if (value >= -0x8000 && value < 0x8000) return 2;
  if (value >= -0x800000 && value < 0x800000) return 3;
  if (value >= -0x80000000 && value < 0x80000000) return 4;
  if (value >= -0x800000000000 && value < 0x800000000000) return 5;
  return 6;
}

/** bytes of a whole number, by its serial type */
const integerBytes = [0, 1, 2, 3, 4, 6, 8, 0, 0, 0];

/** @returns where it ends */
export function putInteger(into: Uint8Array, at: number, type: number, value: number): number {
  const end = at + integerBytes[type]!;
  if (end === at) return end;
  let high = value;
  let place = end;
  // 32 bits at once are all that the shifts know
  if (type > 4) {
    const low = value >>> 0;
    into[--place] = low & 0xff;
    into[--place] = (low >>> 8) & 0xff;
    into[--place] = (low >>> 16) & 0xff;
    into[--place] = low >>> 24;
    high = Math.floor(value / 0x100000000);
  }
  while (place > at) {
    into[--place] = high & 0xff;
    high >>= 8;
  }
  return end;
}
