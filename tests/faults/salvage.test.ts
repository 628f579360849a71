import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../electron/platform/db/database.ts';
import { migrate } from '../../electron/platform/db/migrate.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import { type Salvage, salvageBook } from '../../electron/platform/rescue/salvage.ts';
import { damage, digest } from '../helpers/digest.ts';
import { fillTables } from '../helpers/fill-tables.ts';
import { randomFrom } from '../helpers/random-actions.ts';
import { migrationsDir, TestClock } from '../helpers/test-app.ts';
import { wideBook } from '../helpers/wide-book.ts';

/** Damaged books in `npm test`; `TIEFEN_SALVAGE_ROUNDS=500` for a long night. */
const rounds = Number(process.env.TIEFEN_SALVAGE_ROUNDS ?? 6);
const dir = mkdtempSync(join(tmpdir(), 'tiefen-salvage-'));
const whole = join(dir, 'tiefen.db');
const broken = join(dir, 'broken.db');
const saved = join(dir, 'saved.db');
/** what the program reckons by itself or remembers of files */
const leftOut = ['chat_batch_files'];

type Row = Record<string, unknown>;
let book: Database;
/** rows of the whole book by table and key */
let rows: Map<string, Map<string, Row>>;
let pages: { name: string; pageno: number; pagetype: string; ncell: number }[];

beforeAll(async () => {
  await wideBook(dir);
  book = openDatabase(whole);
  rows = rowsOf(book);
  pages = book.raw.prepare('SELECT name, pageno, pagetype, ncell FROM dbstat').all() as typeof pages;
}, 120_000);
afterAll(() => {
  book.close();
  rmSync(dir, { recursive: true, force: true });
});

function rowsOf(db: Database): Map<string, Map<string, Row>> {
  return new Map(
    Object.entries(digest(db, leftOut)).map(([table, lines]) => {
      const keys = (db.raw.pragma(`table_info("${table}")`) as { name: string; pk: number }[]).filter(({ pk }) => pk > 0);
      return [
        table,
        new Map(lines.map((line) => JSON.parse(line) as Row).map((row) => [JSON.stringify(keys.map(({ name }) => row[name])), row])),
      ];
    }),
  );
}

const salvage = (standIns: Parameters<typeof salvageBook>[2]['standIns'] = []): Salvage =>
  salvageBook(broken, saved, { migrationsDir, clock: new TestClock(), version: '1', standIns, leaveOut: leftOut, onProgress: () => {} });

/** A copy of the book in which `change` has been at the bytes. */
function breakBook(change: (bytes: Buffer) => Buffer | undefined): void {
  for (const end of ['', '-wal', '-shm']) rmSync(broken + end, { force: true });
  const bytes = readFileSync(whole);
  writeFileSync(broken, change(bytes) ?? bytes);
}

const pageBytes = 8192;
const wipe = (bytes: Buffer, page: number, fill: () => number) => {
  for (let i = (page - 1) * pageBytes; i < page * pageBytes; i++) bytes[i] = fill();
};

/** What the salvaged book must hold: everything but rows on lost pages, and what only belonged to those. */
function check(lost: readonly number[], result: Salvage): void {
  const db = openDatabase(saved, { readonly: true });
  try {
    expect(damage(db)).toEqual([]);
    for (const [table, found] of rowsOf(db)) {
      const before = rows.get(table) ?? new Map<string, Row>();
      const references = new Set((db.raw.pragma(`foreign_key_list("${table}")`) as { from: string }[]).map(({ from }) => from));
      for (const [key, row] of found) {
        const was = before.get(key) ?? {};
        for (const [column, value] of Object.entries(row))
          if (value !== was[column] && !(value === null && references.has(column) && result.emptied > 0))
            expect({ table, key, column, value }).toEqual({ table, key, column, value: was[column] });
      }
      const told = result.tables.find((one) => one.table === table);
      const mayBeLost = pages
        .filter(({ name, pageno }) => name === table && lost.includes(pageno))
        .reduce((sum, { pagetype, ncell }) => sum + (pagetype === 'leaf' ? ncell : pagetype === 'overflow' ? 1 : 0), told?.dropped ?? 0);
      expect({ table, lost: before.size - found.size, of: mayBeLost }).toSatisfy(({ lost: gone, of }) => gone <= of);
    }
  } finally {
    db.close();
  }
}

describe('salvaging a damaged book', () => {
  it('gives back a whole book row by row', () => {
    breakBook(() => undefined);
    const result = salvage();
    check([], result);
    expect(result.emptied).toBe(0);
    expect(result.tables.filter(({ read, expected }) => read !== expected)).toEqual([]);
  });

  it('gives back every table of the present schema', () => {
    const file = join(dir, 'every.db');
    const every = openDatabase(file);
    migrate(every, { migrationsDir, snapshotsDir: '', clock: new TestClock(), logger: silentLogger, version: '1' });
    fillTables(every, 3);
    const before = digest(every, leftOut);
    every.raw.pragma('wal_checkpoint(TRUNCATE)');
    every.close();
    breakBook(() => readFileSync(file));
    expect(salvage().tables.filter(({ read, expected }) => read !== expected || read === 0)).toEqual([]);
    const db = openDatabase(saved, { readonly: true });
    expect(digest(db, leftOut)).toEqual(before);
    expect(damage(db)).toEqual([]);
    db.close();
  });

  it('loses the rows of lost pages only, whatever the pages', () => {
    const pick = randomFrom(20261123);
    // where a table begins stands on those; they have a test of their own
    const hittable = pages.filter(({ name }) => name !== 'sqlite_schema').map(({ pageno }) => pageno);
    for (let round = 0; round < rounds; round++) {
      const lost = Array.from({ length: 1 + pick(4) }, () => hittable[pick(hittable.length)] ?? 2);
      const fill = round % 2 === 0 ? () => 0 : () => pick(256);
      breakBook((bytes) => {
        for (const page of lost) wipe(bytes, page, fill);
        return undefined;
      });
      check(lost, salvage());
    }
  }, 240_000);

  it('finds what hangs below a lost inner page, and below the lost first page', () => {
    const inner = pages.filter(({ name, pagetype }) => name === 'messages' && pagetype === 'internal').map(({ pageno }) => pageno);
    expect(inner.length).toBeGreaterThan(0);
    for (const lost of [inner.slice(0, 1), [1]]) {
      breakBook((bytes) => {
        for (const page of lost) wipe(bytes, page, () => 0xa5);
        return undefined;
      });
      check(lost, salvage());
    }
  });

  it('keeps friends of whom only an index still knows, and says how many there were', () => {
    const leaf = pages.find(({ name, pagetype }) => name === 'friends' && pagetype === 'leaf')!;
    breakBook((bytes) => {
      wipe(bytes, leaf.pageno, () => 0);
      return undefined;
    });
    const row = (id: number, facts: Row) => ({
      ...{ account_id: 1, nickname: '', remark: `没读出来的好友 ${id}`, trust_level: 1, trust_since_at: 0, search_text: '', sort_name: '' },
      ...{ created_at: 0, updated_at: 0, wxid: facts.wxid ?? null },
    });
    const result = salvage([{ table: 'friends', row: row as never }]);
    const friends = result.tables.find(({ table }) => table === 'friends')!;
    const all = rows.get('friends')!.size;
    expect(friends).toEqual({ table: 'friends', read: all - leaf.ncell, expected: all, standIns: leaf.ncell, dropped: 0 });
    const db = openDatabase(saved, { readonly: true });
    expect(damage(db)).toEqual([]);
    expect(db.pluck("SELECT count(*) FROM friends WHERE remark LIKE '没读出来%' AND wxid LIKE 'wxid_%'").get()).toBe(leaf.ncell);
    // what belongs to them came with them
    expect(db.pluck('SELECT count(*) FROM notes').get()).toBe(rows.get('notes')!.size);
    db.close();
  });

  it('believes the write-ahead log as far as it checks', () => {
    breakBook(() => undefined);
    const writer = openDatabase(broken);
    writer.raw.pragma('wal_autocheckpoint = 0');
    writer.raw.exec("UPDATE notes SET body = '只在日志里' WHERE id = 1");
    const first = readFileSync(broken);
    writer.raw.exec("UPDATE notes SET body = '后来的' WHERE id = 2");
    const log = readFileSync(`${broken}-wal`);
    writer.close();
    writeFileSync(broken, first);
    log[log.length - 1]! ^= 1;
    writeFileSync(`${broken}-wal`, log);
    salvage();
    const db = openDatabase(saved, { readonly: true });
    expect(db.pluck('SELECT body FROM notes WHERE id IN (1, 2) ORDER BY id').all()).toEqual(['只在日志里', '备注2']);
    db.close();
    expect(readFileSync(broken).equals(first)).toBe(true);
  });

  it('never throws for what stands in a file', () => {
    const pick = randomFrom(7);
    const mutate: ((bytes: Buffer) => Buffer | undefined)[] = [
      (bytes) => bytes.subarray(0, pick(bytes.length)),
      (bytes) => {
        for (let i = 0; i < 400; i++) bytes[pick(bytes.length)] = pick(256);
        return undefined;
      },
      // inner pages and heads only, where pointers lie
      (bytes) => {
        for (let page = 0; page < bytes.length; page += pageBytes) bytes[page + pick(40)] = pick(256);
        return undefined;
      },
    ];
    for (let round = 0; round < rounds; round++) {
      breakBook(mutate[round % mutate.length]!);
      const { readable } = salvage();
      expect(existsSync(saved)).toBe(readable);
      if (!readable) continue;
      const db = openDatabase(saved, { readonly: true });
      expect(damage(db)).toEqual([]);
      db.close();
    }
  }, 240_000);

  it('says that nothing is readable in what is no book', () => {
    const pick = randomFrom(3);
    const files = [
      Buffer.alloc(0),
      Buffer.alloc(100_000),
      Buffer.from('不是资料'.repeat(5000)),
      Buffer.from(Array.from({ length: 200_000 }, () => pick(256))),
    ];
    for (const bytes of files) {
      breakBook(() => bytes);
      expect(salvage()).toEqual({ readable: false, tables: [], emptied: 0 });
      expect(existsSync(saved)).toBe(false);
    }
    truncateSync(broken);
    rmSync(broken);
    expect(salvage().readable).toBe(false);
  });
});
