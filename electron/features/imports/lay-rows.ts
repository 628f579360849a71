import { rmSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { bulkInsert } from '../../platform/db/bulk-insert.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { friendTexts } from '../friends/index.ts';
import { filledRows, friendColumns } from './new-friend.ts';

/** To the thread that lays rows. A row is its place in the file, and the values of addFriendRow without its texts. */
export type LayMessage =
  /** nothing to lay yet: builds the tables of pinyin meanwhile */
  | { type: 'warm' }
  /** `state`: Int32Array of two: layState, and a number that grows with each message */
  | { type: 'begin'; file: string; state: SharedArrayBuffer }
  /** rows one behind the other, as one list is handed over in half the time of many; `again`: they were laid before and have changed since */
  | { type: 'rows'; values: SqlValue[]; again: boolean }
  | { type: 'end' }
  /** nobody will ask for the file any more, nor for another: the thread ends */
  | { type: 'drop' };

export const layState = { working: 0, done: 1, failed: 2 } as const;

interface Lay {
  file: string;
  state: Int32Array;
  db: Database | null;
}
let lay: Lay | null = null;

const rowWidth = 1 + friendColumns.length;
/** place of a column in a row */
const at = (name: string) => 1 + friendColumns.findIndex((column) => column.name === name);
const place = {
  nickname: at('nickname'),
  remark: at('remark'),
  wxid: at('wxid'),
  alias: at('alias'),
  phone: at('phone'),
  phoneKey: at('phone_key'),
  searchText: at('search_text'),
  sortName: at('sort_name'),
};

/** Task of the helper thread: lays rows into table `rows` of a file that nobody else opens before the end. */
export function layRows(message: LayMessage): void {
  if (message.type === 'warm') {
    friendTexts({ nickname: '暖', remark: '', wxid: null, alias: null, phone: null });
    return;
  }
  if (message.type === 'drop') {
    drop();
    parentPort?.close();
    return;
  }
  if (message.type === 'begin') {
    drop();
    lay = { file: message.file, state: new Int32Array(message.state), db: null };
  }
  if (!lay || Atomics.load(lay.state, 0) === layState.failed) return;
  const { state } = lay;
  try {
    if (message.type === 'begin') lay.db = create(message.file);
    else if (message.type === 'rows') put(lay.db!, message.values, message.again);
    else if (message.type === 'end') {
      lay.db!.sql('COMMIT').run();
      close(lay);
      Atomics.store(state, 0, layState.done);
    }
  } catch {
    // a full disk, most likely: the import writes the rows itself then, and says so if it cannot either
    Atomics.store(state, 0, layState.failed);
    drop();
  }
  Atomics.add(state, 1, 1);
  Atomics.notify(state, 1);
}

function create(file: string): Database {
  rmSync(file, { force: true });
  const db = openDatabase(file);
  // a table that is worthless after a crash needs no journal
  db.raw.pragma('journal_mode = OFF');
  db.raw.pragma('synchronous = OFF');
  const columns = friendColumns.map(({ name, optional }) => {
    const value = optional?.value ?? null;
    return `"${name}" DEFAULT ${typeof value === 'string' ? `'${value}'` : value}`;
  });
  db.raw.exec(`CREATE TABLE rows (place INTEGER PRIMARY KEY, ${columns.join(', ')})`);
  db.sql('BEGIN').run();
  return db;
}

function put(db: Database, values: SqlValue[], again: boolean): void {
  for (let start = 0; start < values.length; start += rowWidth) {
    if (again) db.sql('DELETE FROM rows WHERE place = ?').run(values[start]);
    addTexts(values, start);
  }
  const { names, rows } = filledRows(values, 1);
  bulkInsert(db, 'rows', ['place', ...names], rows);
}

function addTexts(values: SqlValue[], start: number): void {
  const text = (column: number) => values[start + column] as string | null;
  const texts = friendTexts({
    nickname: text(place.nickname)!,
    remark: text(place.remark)!,
    wxid: text(place.wxid),
    alias: text(place.alias),
    phone: text(place.phone),
  });
  values[start + place.searchText] = texts.searchText;
  values[start + place.sortName] = texts.sortName;
  if (text(place.phoneKey) !== null) values[start + place.phoneKey] = texts.phoneKey;
}

function close(of: Lay): void {
  of.db?.close();
  of.db = null;
}

function drop(): void {
  if (!lay) return;
  close(lay);
  for (const end of ['', '-wal', '-shm']) rmSync(lay.file + end, { force: true });
  lay = null;
}
