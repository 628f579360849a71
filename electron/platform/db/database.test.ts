import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors.ts';
import { friendNamed, openTestApp, projectRoot, type TestApp } from '../../../tests/helpers/test-app.ts';
import { bulkInsert, nextId } from './bulk-insert.ts';
import { openDatabase } from './database.ts';
import { asStorageError } from './storage-error.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());

const wanted = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  secure_delete: 1,
  page_size: 8192,
  cache_size: -65_536,
  mmap_size: 0,
  temp_store: 2,
};

describe('every connection', () => {
  it('is durable and keeps its keys: the host’s, another one, and a read-only one', () => {
    const other = openDatabase(app.ctx.folder.database);
    const reader = openDatabase(app.ctx.folder.database, { readonly: true });
    for (const { raw } of [app.ctx.db, other, reader]) {
      const got = Object.fromEntries(Object.keys(wanted).map((name) => [name, raw.pragma(name, { simple: true }) ?? 0]));
      expect(got).toEqual(wanted);
    }
    expect(() => reader.raw.exec('DELETE FROM friends')).toThrow(/readonly/);
    other.close();
    reader.close();
  });

  it('overwrites what is deleted, so that no name can be read out of the file afterwards', async () => {
    const secret = 'secret-name-of-somebody';
    const { undoId } = await app.call<{ undoId: number }>('friends.create', friendNamed(secret));
    await app.call('undo.undo', { id: undoId });
    await app.call('friends.create', friendNamed('neu'));
    app.ctx.db.raw.exec('DELETE FROM undo_actions');
    app.ctx.db.raw.pragma('wal_checkpoint(TRUNCATE)');
    expect(readFileSync(app.ctx.folder.database).includes(secret)).toBe(false);
  });

  it('gives one prepared statement a mode, and keeps the modes of the same text apart', () => {
    const { db } = app.ctx;
    const text = 'SELECT 1 AS one, 2 AS two';
    expect([db.sql(text).get(), db.pluck(text).get(), db.arrays(text).get(), db.sql(text).get()]).toEqual([
      { one: 1, two: 2 },
      1,
      [1, 2],
      { one: 1, two: 2 },
    ]);
  });
});

describe('the source', () => {
  const sources = (dir: string): string[] =>
    readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? sources(join(dir, entry.name)) : /(?<!\.test)\.ts$/.test(entry.name) ? [join(dir, entry.name)] : [],
    );

  it('opens the live database through SQLite alone: closing another handle would drop SQLite’s locks', () => {
    const files = sources(join(projectRoot, 'electron'));
    expect(files.length).toBeGreaterThan(80);
    const calls =
      /\b(?:open|openSync|readFile|readFileSync|writeFile|writeFileSync|appendFile|appendFileSync|copyFile|copyFileSync|cp|cpSync|createReadStream|createWriteStream|rename|renameSync|truncate|truncateSync|rm|rmSync|unlink|unlinkSync|stat|statSync)\(\s*[^()]*(?:\.database\b|databaseFile|tiefen\.db|\.lock\b|app\.lock)/;
    // it moves books at the start, behind the lock and before anybody has opened one
    const mover = 'electron/platform/db/swap-book.ts';
    expect(files.filter((file) => calls.test(readFileSync(file, 'utf8'))).map((file) => file.slice(projectRoot.length))).toEqual([mover]);
    // and the name of the file is written down once
    expect(
      files.filter((file) => readFileSync(file, 'utf8').includes("'tiefen.db'")).map((file) => file.slice(projectRoot.length)),
    ).toEqual(['electron/platform/files/data-folder.ts']);
  });

  it('makes connections in two places only, both with their settings', () => {
    const makers = sources(join(projectRoot, 'electron')).filter((file) =>
      /new SqliteDatabase\(|from 'better-sqlite3'/.test(readFileSync(file, 'utf8')),
    );
    expect(makers.map((file) => file.slice(projectRoot.length)).sort()).toEqual([
      'electron/platform/db/database.ts',
      'electron/platform/files/instance-lock.ts',
    ]);
  });
});

describe('bulk insert', () => {
  it.each([0, 1, 19, 20, 21, 65])('puts in every one of %i rows, in order, with the ids foretold', (count) => {
    const { db } = app.ctx;
    const first = nextId(db, 'tag_groups');
    const rows = Array.from({ length: count }, (_, i) => [`${first}-${i}`, 'red', 0, i]);
    expect(db.raw.transaction(() => bulkInsert(db, 'tag_groups', ['name', 'color', 'place', 'created_at'], rows))()).toBe(count);
    const found = db.raw.prepare('SELECT id, name FROM tag_groups WHERE id >= ? ORDER BY id').all(first);
    expect(found).toEqual(rows.map(([name], i) => ({ id: first + i, name })));
  });
});

describe('failures', () => {
  it('become typed errors where they are known, and stay themselves where not', () => {
    const typed = (code: string) => (asStorageError(Object.assign(new Error('x'), { code })) as AppError).kind;
    expect(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', 'SQLITE_IOERR_SHMSIZE'].map(typed)).toEqual(Array(4).fill('diskFull'));
    expect(['SQLITE_NOTADB', 'SQLITE_CORRUPT_INDEX'].map(typed)).toEqual(Array(2).fill('databaseDamaged'));
    expect(['SQLITE_READONLY_DBMOVED', 'EROFS', 'EACCES'].map(typed)).toEqual(Array(3).fill('readOnlyFolder'));
    expect(['SQLITE_IOERR_FSYNC', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_CANTOPEN'].map(typed)).toEqual(Array(3).fill('storageFailed'));
    expect(asStorageError(Object.assign(new Error('x'), { code: '', syscall: 'rm' }))).toMatchObject({ kind: 'storageFailed' });
    const own = new AppError('notFound');
    const bug = new Error('bug');
    expect([asStorageError(own), asStorageError(bug), asStorageError('text'), asStorageError(null)]).toEqual([own, bug, 'text', null]);
  });
});
