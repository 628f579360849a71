import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { fillChosen } from '../../platform/undo/recorder.ts';
import { indexMessages, sortsAnew, withDiskSort } from './index-sort.ts';

let folder: string;
let db: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'index-sort-'));
  db = openDatabase(join(folder, 'book.db'));
  db.raw.exec(`CREATE TABLE messages (id INTEGER PRIMARY KEY, conversation_id INTEGER NOT NULL);
    CREATE TABLE conversations (id INTEGER PRIMARY KEY, message_count INTEGER NOT NULL);
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 1000)
      INSERT INTO messages SELECT i, i * 7919 % 31 FROM n;
    INSERT INTO conversations VALUES (1, 400), (2, 600);`);
});

afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const settings = () => [db.raw.pragma('temp_store', { simple: true }), db.raw.pragma('cache_size', { simple: true })];

describe('sorting the index of messages', () => {
  it('pays where more than twice what is there comes in', () => {
    expect(sortsAnew(db, 2000)).toBe(false);
    expect(sortsAnew(db, 2001)).toBe(true);
  });

  it('makes the index, also where temporary tables were in use, and leaves the connection as it was', () => {
    const before = settings();
    fillChosen(db, [1, 2]);
    const said = withDiskSort(db, 1000, () =>
      db.transaction(() => {
        expect(settings()[0]).toBe(1);
        indexMessages(db);
        // what else the import does keeps nothing on the disk
        expect(settings()).toEqual(before);
        fillChosen(db, [3]);
        return db.pluck('SELECT count(*) FROM messages INDEXED BY messages_conversation WHERE conversation_id = 5').get();
      }),
    );
    expect(said).toBe(db.pluck('SELECT count(*) FROM messages NOT INDEXED WHERE conversation_id = 5').get());
    expect(settings()).toEqual(before);
    expect(db.pluck('SELECT id FROM temp.chosen').all()).toEqual([3]);
    expect(db.raw.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('leaves the connection as it was when it fails', () => {
    const before = settings();
    db.raw.exec('CREATE INDEX messages_conversation ON messages (conversation_id)');
    expect(() => withDiskSort(db, 1000, () => db.transaction(() => indexMessages(db)))).toThrow(/already exists/);
    expect(settings()).toEqual(before);
    expect(db.raw.inTransaction).toBe(false);
  });

  it('does without the disk where there is no room', () => {
    withDiskSort(db, 2 ** 60, () => db.transaction(() => indexMessages(db)));
    expect(db.pluck("SELECT count(*) FROM sqlite_schema WHERE name = 'messages_conversation'").get()).toBe(1);
  });
});
