import { rmSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { bulkInsert } from '../../platform/db/bulk-insert.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { writePageFile } from '../../platform/db/page-file.ts';
import { RowPages } from '../../platform/db/row-pages.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { friendTexts } from '../friends/index.ts';
import { columnAt, friendColumns, type PackedColumn, unpackColumn } from './new-friend.ts';

export interface LaidColumn {
  /** among friendColumns */
  place: number;
  values: PackedColumn;
}

/** To the thread that lays rows. */
export type LayMessage =
  /** nothing to lay yet: builds the tables of pinyin meanwhile */
  | { type: 'warm' }
  /** `state`: Int32Array of two: layState, and a number that grows with each message */
  | { type: 'begin'; file: string; state: SharedArrayBuffer }
  /**
   * Rows of FriendRows without their texts: their places in the file, rising, and what is in the columns that are not empty.
   * `again`: they were laid before and have changed since.
   */
  | { type: 'rows'; places: number[]; columns: LaidColumn[]; again: boolean }
  | { type: 'end' }
  /** nobody will ask for the file any more, nor for another: the thread ends */
  | { type: 'drop' };

export const layState = { working: 0, done: 1, failed: 2 } as const;
/** stands for the phone key of a phone that can be used */
export const usablePhone = '1';

interface Lay {
  file: string;
  state: Int32Array;
  pages: RowPages;
  /** rows that were laid before and have changed since */
  changed: SqlValue[][];
}
let lay: Lay | null = null;

const [nickname, remark, wxid, alias, phone] = [
  columnAt('nickname'),
  columnAt('remark'),
  columnAt('wxid'),
  columnAt('alias'),
  columnAt('phone'),
];
const [phoneKey, searchText, sortName] = [columnAt('phone_key'), columnAt('search_text'), columnAt('sort_name')];
/** columns that the thread itself fills */
export const laidTexts: readonly number[] = [searchText, sortName];

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
    lay = { file: message.file, state: new Int32Array(message.state), pages: new RowPages(), changed: [] };
  }
  if (!lay || Atomics.load(lay.state, 0) === layState.failed) return;
  const { state } = lay;
  try {
    if (message.type === 'rows') put(lay, message);
    else if (message.type === 'end') {
      finish(lay);
      // the file stays until it is dropped; what it was made of may go
      lay.pages = new RowPages();
      lay.changed = [];
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

function put({ pages, changed }: Lay, { places, columns: packed, again }: Extract<LayMessage, { type: 'rows' }>): void {
  const columns = packed.map((column) => ({ at: column.place, values: unpackColumn(column.place, column.values, places.length) }));
  let row = empty.slice();
  for (const [i, place] of places.entries()) {
    for (const { at, values } of columns) row[at] = values[i]!;
    addTexts(row);
    if (again) changed.push([place, ...row]);
    else if (!pages.add(place, row)) throw new Error('a row larger than a page');
    if (again) row = empty.slice();
  }
}

/** what a row has where nothing is said */
const empty: SqlValue[] = friendColumns.map(({ optional }) => optional?.value ?? null);

function addTexts(row: SqlValue[]): void {
  const texts = friendTexts({
    nickname: row[nickname] as string,
    remark: row[remark] as string,
    wxid: row[wxid] as string | null,
    alias: row[alias] as string | null,
    phone: row[phone] as string | null,
  });
  row[searchText] = texts.searchText;
  row[sortName] = texts.sortName;
  if (row[phoneKey] !== null) row[phoneKey] = texts.phoneKey;
}

function finish({ file, pages, changed }: Lay): void {
  rmSync(file, { force: true });
  const names = friendColumns.map(({ name }) => name);
  const sql = `CREATE TABLE rows (place INTEGER PRIMARY KEY, ${names.map((name) => `"${name}"`).join(', ')})`;
  if (!writePageFile(file, 'rows', sql, pages.finish())) throw new Error('no rows, or too many');
  if (changed.length === 0) return;
  const db = openDatabase(file);
  try {
    db.transaction(() => {
      for (const [place] of changed) db.sql('DELETE FROM rows WHERE place = ?').run(place);
      bulkInsert(db, 'rows', ['place', ...names], changed);
    });
    // who reads it beside the book wants one file
    db.raw.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

function drop(): void {
  if (!lay) return;
  for (const end of ['', '-wal', '-shm']) rmSync(lay.file + end, { force: true });
  lay = null;
}
