import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { keyPages } from './key-pages.ts';
import { writePageFile } from './page-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'page-file-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const path = join(dir, 'pages');
const linksSql =
  'CREATE TABLE links (tag INTEGER NOT NULL, friend INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (tag, friend)) WITHOUT ROWID';

/** What SQLite reads out of the file, once it has looked it over. */
function read(sql: string): unknown[] {
  const db = new SqliteDatabase(path, { readonly: true });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    return db.prepare(sql).raw().all();
  } finally {
    db.close();
  }
}

function writeLinks(lists: [number, Uint32Array][], at: number): boolean {
  return writePageFile(path, 'links', linksSql, keyPages(lists, at));
}
const readLinks = () => read('SELECT tag, friend, at FROM links ORDER BY tag, friend');
const flat = (lists: [number, Uint32Array][], at: number) =>
  lists.flatMap(([tag, friends]) => Array.from(friends, (friend) => [tag, friend, at]));

describe('links written in the format of SQLite', () => {
  it('are read by SQLite as they were given, whatever bytes their numbers take', () => {
    const edges = [0, 1, 2, 127, 128, 32_767, 32_768, 8_388_607, 8_388_608, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
    const number = fc.oneof(fc.constantFrom(...edges), fc.nat());
    const ascending = (numbers: number[]) => [...new Set(numbers)].sort((a, b) => a - b);
    const at = fc.constantFrom(0, 1, -1, 255, -40_000, 1_763_800_000_000, -(2 ** 47), 2 ** 47 - 1, Number.MAX_SAFE_INTEGER);
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 1, maxLength: 5 }),
        fc.array(number, { minLength: 1, maxLength: 40 }),
        at,
        (tags, friends, when) => {
          const lists = ascending(tags).map((tag): [number, Uint32Array] => [tag, Uint32Array.from(ascending(friends))]);
          expect(writeLinks(lists, when)).toBe(true);
          expect(readLinks()).toEqual(flat(lists, when));
        },
      ),
      { seed: 20261122, numRuns: 150 },
    );
  });

  it('may fill one page to its last row, and any number of pages', () => {
    const pages = new Set<number>();
    for (let count = 3635; count < 3645; count++) {
      const lists: [number, Uint32Array][] = [[300, Uint32Array.from({ length: count }, (_, i) => 70_000 + i)]];
      pages.add(keyPages(lists, 1_763_800_000_000).pages.length);
      expect(writeLinks(lists, 1_763_800_000_000)).toBe(true);
      expect(readLinks()).toEqual(flat(lists, 1_763_800_000_000));
    }
    expect([...pages]).toEqual([1, 2]);
    const many = [1, 2, 400].map((tag): [number, Uint32Array] => [tag, Uint32Array.from({ length: 90_000 }, (_, i) => i * 3)]);
    expect(writeLinks(many, 5)).toBe(true);
    expect(readLinks()).toHaveLength(270_000);
    expect(read('SELECT count(*), sum(friend) FROM links WHERE tag = 2')).toEqual([[90_000, 3 * ((89_999 * 90_000) / 2)]]);
  });

  it('are no file when there are none', () => {
    expect(writeLinks([], 5)).toBe(false);
    expect(writeLinks([[3, new Uint32Array()]], 5)).toBe(false);
  });
});
