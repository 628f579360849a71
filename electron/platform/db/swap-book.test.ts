import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync as readFile,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type DataFolder, dataFolder } from '../files/data-folder.ts';
import { openDatabase } from './database.ts';
import {
  cancelRestore,
  dropOldBooks,
  finishRestore,
  forgetTakenBack,
  keptBook,
  keptBooks,
  noteTakenBack,
  restoreOpened,
  restoreTakenBack,
  restoreWaiting,
  swapBack,
  undoMs,
  waitForRestore,
} from './swap-book.ts';

let folder: DataFolder;
beforeEach(() => {
  folder = dataFolder(mkdtempSync(join(tmpdir(), 'tiefen-swap-')));
});
afterEach(() => rmSync(folder.root, { recursive: true, force: true }));

function makeBook(path: string, word: string): string {
  const db = openDatabase(path);
  db.raw.exec('CREATE TABLE IF NOT EXISTS words(word TEXT) STRICT');
  db.raw.prepare('INSERT INTO words VALUES (?)').run(word);
  db.close();
  return path;
}
function wordsOf(path: string): unknown[] {
  const db = openDatabase(path, { readonly: true });
  const words = db.raw.prepare('SELECT word FROM words').pluck().all();
  db.close();
  return words;
}
/** A book whose last write is still in its log, as a power cut leaves it. */
function cutOff(path: string, word: string): void {
  const db = openDatabase(path);
  db.raw.pragma('wal_autocheckpoint = 0');
  db.raw.prepare('INSERT INTO words VALUES (?)').run(word);
  const aside = mkdtempSync(join(tmpdir(), 'tiefen-wal-'));
  for (const end of ['', '-wal']) writeFileSync(join(aside, `x${end}`), readFile(path + end));
  db.close();
  for (const end of ['', '-wal']) writeFileSync(path + end, readFile(join(aside, `x${end}`)));
  rmSync(aside, { recursive: true });
}
const prepared = (word = 'old') => makeBook(join(folder.root, 'prepared.db'), word);
const ready = (now = 5) => waitForRestore(folder, prepared(), { kind: 'restore', madeAt: 3, now });

it('swaps at the start, keeps the replaced book with what was still in its log, and gives it back', () => {
  makeBook(folder.database, 'now');
  writeFileSync(join(folder.root, 'search.db'), 'derived');
  ready();
  expect([wordsOf(folder.database), restoreWaiting(folder)?.madeAt]).toEqual([['now'], 3]);
  cutOff(folder.database, 'late');
  expect(finishRestore(folder)).toMatchObject({ kind: 'restore', keepAs: '000001-5.db' });
  expect(wordsOf(folder.database)).toEqual(['old']);
  // as long as nobody has opened it each start says so
  expect([existsSync(join(folder.root, 'search.db')), finishRestore(folder)?.keepAs, restoreWaiting(folder)]).toEqual([
    false,
    '000001-5.db',
    null,
  ]);
  restoreOpened(folder);
  expect(finishRestore(folder)).toBeNull();
  const [kept] = keptBooks(folder);
  expect(kept).toMatchObject({ id: 1, keptAt: 5 });
  waitForRestore(folder, keptBook(folder, 1).path, { kind: 'undo', madeAt: 5, now: 9 });
  expect(keptBooks(folder)).toEqual([]);
  expect(cancelRestore(folder)).toBe(true);
  expect(keptBooks(folder)).toEqual([kept]);
  waitForRestore(folder, keptBook(folder, 1).path, { kind: 'undo', madeAt: 5, now: 9 });
  finishRestore(folder);
  expect(wordsOf(folder.database)).toEqual(['now', 'late']);
  expect(keptBooks(folder)).toMatchObject([{ id: 2, keptAt: 9 }]);
  expect([dropOldBooks(folder, 9 + undoMs), dropOldBooks(folder, 10 + undoMs), keptBooks(folder)]).toEqual([0, 1, []]);
});

it('goes on from wherever it was interrupted, with one whole book at any moment', () => {
  // ended before the mark: nothing is swapped, the half-prepared one goes
  makeBook(folder.database, 'now');
  mkdirSync(folder.restore);
  makeBook(join(folder.restore, 'book.db'), 'unasked');
  expect(finishRestore(folder)).toBeNull();
  expect([wordsOf(folder.database), readdirSync(folder.restore)]).toEqual([['now'], []]);
  // ended when the present one was away and the other not yet in its place
  ready();
  renameSync(folder.database, join(folder.undo, '000001-5.db'));
  finishRestore(folder);
  expect([wordsOf(folder.database), keptBooks(folder).map(({ id }) => id)]).toEqual([['old'], [1]]);
  // ended before the mark was taken away
  ready(6);
  renameSync(folder.database, join(folder.undo, '000002-6.db'));
  renameSync(join(folder.restore, 'book.db'), folder.database);
  expect(finishRestore(folder)?.keepAs).toBe('000002-6.db');
  expect([wordsOf(folder.database), keptBooks(folder).map(({ id }) => id)]).toEqual([['old'], [2, 1]]);
  // ended before it was opened; then when it had not opened, and was about to be taken back, and when it had been
  const told = { kind: 'restore', madeAt: 3, at: 7, reason: 'databaseDamaged' } as const;
  noteTakenBack(folder, told);
  const done = finishRestore(folder)!;
  expect(swapBack(folder, done)).toBe(true);
  expect([wordsOf(folder.database), finishRestore(folder), restoreTakenBack(folder)]).toEqual([['old'], null, told]);
  expect([keptBooks(folder).map(({ id }) => id), readdirSync(folder.restore)]).toEqual([[1], ['taken-back.json']]);
  // it opened after all: nothing was taken back
  ready(8);
  finishRestore(folder);
  noteTakenBack(folder, told);
  expect(finishRestore(folder)?.keepAs).toBe('000002-8.db');
  restoreOpened(folder);
  expect([restoreTakenBack(folder), readdirSync(folder.restore)]).toEqual([null, []]);
});

it('replaces a book that no longer opens, and brings it back with its log when the other does not open either', () => {
  writeFileSync(folder.database, 'no database at all');
  writeFileSync(`${folder.database}-wal`, 'its log');
  ready();
  const done = finishRestore(folder)!;
  expect(wordsOf(folder.database)).toEqual(['old']);
  expect(readdirSync(folder.undo).sort()).toEqual(['000001-5.db', '000001-5.db-wal']);
  swapBack(folder, done);
  expect([readFile(folder.database), readFile(`${folder.database}-wal`)].map(String)).toEqual(['no database at all', 'its log']);
  expect(readdirSync(folder.undo)).toEqual([]);
});

it('loses no replaced book that did not open when it was to come back, and goes on where that was interrupted', () => {
  makeBook(folder.database, 'now');
  ready();
  finishRestore(folder);
  waitForRestore(folder, keptBook(folder, 1).path, { kind: 'undo', madeAt: 5, now: 9 });
  const done = finishRestore(folder)!;
  expect([wordsOf(folder.database), keptBooks(folder).map(({ id }) => id)]).toEqual([['now'], [2]]);
  expect(swapBack(folder, done)).toBe(true);
  expect([wordsOf(folder.database), keptBooks(folder).map(({ id }) => id)]).toEqual([['old'], [1]]);
  expect(wordsOf(keptBook(folder, 1).path)).toEqual(['now']);
  // ended when neither was in the place of the book
  renameSync(folder.database, join(folder.undo, '000002-9.db'));
  expect(finishRestore(folder)).toBeNull();
  expect([wordsOf(folder.database), keptBooks(folder).map(({ id }) => id)]).toEqual([['old'], [1]]);
});

it('remembers that a restore was taken back until she was told, or asks for another', () => {
  makeBook(folder.database, 'now');
  expect(restoreTakenBack(folder)).toBeNull();
  ready();
  const told = { kind: 'restore', madeAt: 3, at: 7, reason: 'databaseDamaged' } as const;
  noteTakenBack(folder, told);
  expect([restoreTakenBack(folder), restoreWaiting(folder)?.madeAt]).toEqual([told, 3]);
  forgetTakenBack(folder);
  expect(restoreTakenBack(folder)).toBeNull();
  noteTakenBack(folder, told);
  ready();
  expect(restoreTakenBack(folder)).toBeNull();
});

it.runIf(process.platform === 'linux')('throws nothing away for a mark that the disk does not give', () => {
  makeBook(folder.database, 'now');
  ready();
  const mark = join(folder.restore, 'ready.json');
  renameSync(mark, `${mark}.away`);
  // reading what no memory lies at is an I/O error of the kernel's own
  symlinkSync('/proc/self/mem', mark);
  expect(() => finishRestore(folder)).toThrow(expect.objectContaining({ code: 'EIO' }));
  renameSync(`${mark}.away`, mark);
  expect(finishRestore(folder)?.kind).toBe('restore');
  expect(wordsOf(folder.database)).toEqual(['old']);
});

it('believes no mark that it did not write', () => {
  makeBook(folder.database, 'now');
  ready();
  writeFileSync(join(folder.restore, 'ready.json'), JSON.stringify({ kind: 'restore', madeAt: 1, keepAs: '../../x.db', from: null }));
  expect([restoreWaiting(folder), finishRestore(folder), wordsOf(folder.database)]).toEqual([null, null, ['now']]);
});
