import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrationsDir } from '../../../tests/helpers/test-app.ts';
import { systemClock } from '../clock.ts';
import { silentLogger } from '../logger.ts';
import { bulkInsert, withoutForeignKeys, withoutIndexes } from './bulk-insert.ts';
import { type Database, openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { indexesRest, wakeIndex } from './resting-indexes.ts';

let dir: string;
let db: Database;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tiefen-bulk-'));
  db = openDatabase(join(dir, 'tiefen.db'));
  migrate(db, { migrationsDir, clock: systemClock, logger: silentLogger, version: '0.0.0', snapshotsDir: join(dir, 'snapshots') });
  db.sql("INSERT INTO accounts (id, name, capacity, standing, created_at, updated_at) VALUES (1, '号', 10, 'normal', 1, 1)").run();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const columns = ['account_id', 'nickname', 'remark', 'wxid', 'trust_since_at', 'search_text', 'sort_name', 'created_at', 'updated_at'];
const insert = (count: number, wxid: (i: number) => string, resting: string[] = []) =>
  db.raw
    .transaction(() => {
      const rows = Array.from({ length: count }, (_, i) => [1, `友${i}`, '', wxid(i), 1, `友${i}`, `you ${i}`, 1, 1]);
      withoutIndexes(db, 'friends', count, () => bulkInsert(db, 'friends', columns, rows), resting);
    })
    .immediate();
const indexes = () => db.arrays("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'friends' ORDER BY name").all();

it('makes every index again as it was, and each finds every row', () => {
  const before = indexes();
  insert(50_003, (i) => `wxid_${i}`);
  expect(indexes()).toEqual(before);
  expect(db.pluck('SELECT count(*) FROM friends INDEXED BY friends_sort_name WHERE sort_name > ?').get('')).toBe(50_003);
  expect(db.raw.pragma('integrity_check', { simple: true })).toBe('ok');
});

it('leaves an index for later when told to, and makes it again as it was', () => {
  const before = indexes();
  insert(50_001, (i) => `wxid_${i}`, ['friends_channel', 'friends_phone_key', 'no_such_index']);
  expect(indexes()).toHaveLength(before.length - 2);
  expect(indexesRest(db)).toBe(true);
  // a second import meets them still away
  insert(50_010, (i) => `wxid_again_${i}`, ['friends_channel', 'friends_birthday']);
  expect([wakeIndex(db), wakeIndex(db), wakeIndex(db), wakeIndex(db)]).toEqual([true, true, true, false]);
  expect(indexes()).toEqual(before);
  expect(indexesRest(db)).toBe(false);
  expect(db.raw.pragma('integrity_check', { simple: true })).toBe('ok');
});

it('takes no index away when the work fails', () => {
  const before = indexes();
  expect(() => insert(50_000, (i) => `wxid_${i % 49_999}`, ['friends_channel'])).toThrow();
  expect(indexes()).toEqual(before);
  expect(indexesRest(db)).toBe(false);
});

it('still refuses the same wxid twice, and leaves rows and indexes as they were then', () => {
  const before = indexes();
  expect(() => insert(50_000, (i) => `wxid_${i % 49_999}`)).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' }));
  expect(indexes()).toEqual(before);
  expect(db.pluck('SELECT count(*) FROM friends').get()).toBe(0);
});

it('looks up parents again as soon as the work is over, also when it fails; never begins inside a transaction', () => {
  const orphan = () => db.sql('INSERT INTO friend_tags (tag_id, friend_id, added_at) VALUES (1, 1, 1)').run();
  expect(withoutForeignKeys(db, () => db.raw.pragma('foreign_keys', { simple: true }))).toBe(0);
  expect(orphan).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' }));
  expect(() =>
    withoutForeignKeys(db, () => {
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(orphan).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_FOREIGNKEY' }));
  expect(() => db.raw.transaction(() => withoutForeignKeys(db, () => 1))()).toThrow('inside a transaction');
});
