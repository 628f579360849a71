import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { SqlValue } from '../undo/recorder.ts';
import { keyPages } from './key-pages.ts';
import { writePageFile } from './page-file.ts';
import { RowPages } from './row-pages.ts';

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

const rowsSql = 'CREATE TABLE rows (place INTEGER PRIMARY KEY, a, b, c)';
const readRows = () => read('SELECT place, a, b, c FROM rows ORDER BY place');

function writeRows(rows: readonly (readonly [number, SqlValue[]])[]): boolean {
  const pages = new RowPages();
  for (const [place, values] of rows) expect(pages.add(place, values)).toBe(true);
  return writePageFile(path, 'rows', rowsSql, pages.finish());
}

describe('rows written in the format of SQLite', () => {
  it('are read by SQLite as they were given', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'grapheme', minLength: 120, maxLength: 300 }));
    const value: fc.Arbitrary<SqlValue> = fc.oneof(
      fc.constant(null),
      text,
      fc.constantFrom(0, 1, 2, -1, 127, 128, -128, -129, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 1_763_800_000_000),
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, value), { maxLength: 400 }), (rows) => {
        const placed = rows.map((values, i): [number, SqlValue[]] => [i * 2, values]);
        expect(writeRows(placed)).toBe(rows.length > 0);
        if (rows.length > 0) expect(readRows()).toEqual(placed.map(([at, values]) => [at, ...values]));
      }),
      { seed: 20261122, numRuns: 100 },
    );
  });

  it('may be many, with places left out', () => {
    const rows = Array.from({ length: 40_000 }, (_, i): [number, SqlValue[]] => [i * 3, [`名${i}`, i, null]]);
    expect(writeRows(rows)).toBe(true);
    const again = readRows();
    expect(again).toHaveLength(40_000);
    expect(again[30_000]).toEqual([90_000, '名30000', 30_000, null]);
    expect(read('SELECT DISTINCT typeof(a), typeof(b) FROM rows')).toEqual([['text', 'integer']]);
  });

  it('are refused when one is larger than a page; halves of a pair become what SQLite gets for them elsewhere', () => {
    const pages = new RowPages();
    expect(pages.add(1, ['长'.repeat(30_000), null, null])).toBe(false);
    expect(pages.add(1, ['x'.repeat(65_000), 'y'.repeat(600), null])).toBe(false);
    expect(pages.add(1, ['长'.repeat(20_000), null, 7])).toBe(true);
    expect(pages.add(2, ['a\ud800b', '\0', '😀'])).toBe(true);
    expect(writePageFile(path, 'rows', rowsSql, pages.finish())).toBe(true);
    expect(readRows()).toEqual([
      [1, '长'.repeat(20_000), null, 7],
      [2, 'a\ufffdb', '\0', '😀'],
    ]);
  });
});
