import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { DataFolder } from '../files/data-folder.ts';
import { isSilence } from '../rescue/disk-answers.ts';
import { openDatabase } from './database.ts';

/*
 * Going back to another book. The book that is to come lies in `restore/book.db`, checked and at rest; `restore/ready.json` says that
 * it is to come. The next start, before the book is opened, renames the present one to `undo/` and the other one into its place. Every
 * step is one rename, and each start goes on where the last one ended: there is the old book or the new one, whole, at any moment. The
 * mark goes only when the new book has been opened: a start that dies before that leads the next one to the same place.
 */

const mark = z.object({
  kind: z.enum(['restore', 'undo']),
  /** when the book that is to come was as it is, ms UTC */
  madeAt: z.int().min(0),
  /** name in `undo/` that the present book gets */
  keepAs: z.string().regex(/^\d{6}-\d+\.db$/),
  /** name in `undo/` that the book which is to come had */
  from: z
    .string()
    .regex(/^\d{6}-\d+\.db$/)
    .nullable(),
});
export type RestoreMark = z.infer<typeof mark>;

/** A restore whose book did not open at its start, kept until she has been told. */
const takenBackMark = mark.pick({ kind: true, madeAt: true }).extend({
  /** ms UTC */
  at: z.int().min(0),
  /** why it did not open: kind of an AppError */
  reason: z.string().max(40),
});
export type TakenBackMark = z.infer<typeof takenBackMark>;

const keptName = /^(\d{6})-(\d+)\.db$/;
/** How long a replaced book is kept, ms. */
export const undoMs = 30 * 86_400_000;

const bookOf = (folder: DataFolder) => join(folder.restore, 'book.db');
const markOf = (folder: DataFolder) => join(folder.restore, 'ready.json');
const takenBackOf = (folder: DataFolder) => join(folder.restore, 'taken-back.json');
const beside = ['-wal', '-shm', '-journal'];

/** Makes what was renamed in a folder last through a power cut; Windows cannot open a folder and needs no such step. */
function settle(...folders: string[]): void {
  if (process.platform === 'win32') return;
  for (const folder of folders) {
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }
}

function settleFile(path: string): void {
  const fd = openSync(path, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** What waits for the next start; null = nothing. @throws what a disk says that does not answer: then nobody knows */
export const restoreWaiting = (folder: DataFolder): RestoreMark | null => (existsSync(bookOf(folder)) ? readMark(folder) : null);

function readMark(folder: DataFolder): RestoreMark | null {
  try {
    return mark.parse(JSON.parse(readFileSync(markOf(folder), 'utf8')));
  } catch (error) {
    if (isSilence(error)) throw error;
    return null;
  }
}

/** A replaced book. */
export interface KeptBook {
  id: number;
  /** name in `undo/` */
  name: string;
  /** ms UTC */
  keptAt: number;
  bytes: number;
}

/** The books that restores replaced, newest first. */
export function keptBooks(folder: DataFolder): KeptBook[] {
  if (!existsSync(folder.undo)) return [];
  return readdirSync(folder.undo)
    .flatMap((name) => {
      const [, id, keptAt] = keptName.exec(name) ?? [];
      return id ? [{ id: Number(id), name, keptAt: Number(keptAt), bytes: statSync(join(folder.undo, name)).size }] : [];
    })
    .sort((a, b) => b.id - a.id);
}

/**
 * Lets a book take the place of the present one at the next start.
 * @param book a whole database that nobody has open, on the same disk; it is moved
 */
export function waitForRestore(folder: DataFolder, book: string, facts: { kind: RestoreMark['kind']; madeAt: number; now: number }): void {
  cancelRestore(folder);
  forgetTakenBack(folder);
  for (const dir of [folder.restore, folder.undo]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const number = String(Math.max(0, ...keptBooks(folder).map(({ id }) => id)) + 1).padStart(6, '0');
  const from = facts.kind === 'undo' ? book.slice(folder.undo.length + 1) : null;
  const text = JSON.stringify({ kind: facts.kind, madeAt: facts.madeAt, keepAs: `${number}-${facts.now}.db`, from } satisfies RestoreMark);
  // one that was damaged when it was replaced may have kept its log
  bringToRest(book);
  settleFile(book);
  renameSync(book, bookOf(folder));
  settle(folder.restore);
  const half = `${markOf(folder)}.part`;
  rmSync(half, { force: true });
  const fd = openSync(half, 'wx', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(half, markOf(folder));
  settle(folder.restore);
}

/** Takes back what waits; a replaced book goes back among the others. @returns whether anything waited */
export function cancelRestore(folder: DataFolder): boolean {
  const waiting = restoreWaiting(folder);
  if (waiting?.from) renameSync(bookOf(folder), join(folder.undo, waiting.from));
  rmSync(markOf(folder), { force: true });
  rmSync(bookOf(folder), { force: true });
  return waiting !== null;
}

/** The log of the book goes into it, so that one file is the whole of it; of a damaged one it moves along instead. */
function bringToRest(database: string): void {
  // SQLite throws the log of a file away that it does not take for a database
  if (!looksLikeDatabase(database)) return;
  try {
    const db = openDatabase(database);
    try {
      db.raw.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      db.close();
    }
  } catch {
    // going back must be possible above all where the book no longer opens
  }
}

function looksLikeDatabase(path: string): boolean {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(16);
    return readSync(fd, head, 0, 16, 0) === 16 && head.toString('latin1') === 'SQLite format 3\0';
  } finally {
    closeSync(fd);
  }
}

/**
 * Does what waits; for the start, with the lock held and before anything has opened the book. Once it is open, say `restoreOpened`.
 * @returns what was done, now or by a start that did not get so far as to open the book; null = nothing waited
 */
export function finishRestore(folder: DataFolder): RestoreMark | null {
  const waiting = restoreWaiting(folder);
  if (!waiting) return movedBefore(folder);
  const present = folder.database;
  const kept = join(folder.undo, waiting.keepAs);
  if (existsSync(present)) {
    bringToRest(present);
    moveWithLog(present, kept);
    settle(folder.undo, folder.root);
  }
  for (const end of beside) rmSync(present + end, { force: true });
  renameSync(bookOf(folder), present);
  settle(folder.root, folder.restore);
  dropDerived(folder);
  return waiting;
}

/** A book that was moved into its place by an earlier start and has not been opened yet; sweeps up what else that one left. */
function movedBefore(folder: DataFolder): RestoreMark | null {
  const moved = existsSync(markOf(folder)) ? readMark(folder) : null;
  // only half of it was prepared
  rmSync(bookOf(folder), { force: true });
  if (moved && existsSync(folder.database) && hasReplaced(folder, moved)) {
    dropDerived(folder);
    return moved;
  }
  rmSync(markOf(folder), { force: true });
  // the replaced one was on its way back
  const [newest] = existsSync(folder.database) ? [] : keptBooks(folder);
  if (newest) bringBack(folder, newest.name);
  return null;
}

/** Whether the book that a restore replaced lies in `undo/`. */
export const hasReplaced = (folder: DataFolder, { keepAs }: RestoreMark): boolean => existsSync(join(folder.undo, keepAs));

/** The new book is open: from now on it is hers, and no later start takes it back. */
export function restoreOpened(folder: DataFolder): void {
  rmSync(markOf(folder), { force: true });
  settle(folder.restore);
  // an earlier start may have been about to take it back
  forgetTakenBack(folder);
}

/** What was worked out from the other book is made anew. */
function dropDerived(folder: DataFolder): void {
  for (const end of ['', ...beside]) rmSync(`${join(folder.root, 'search.db')}${end}`, { force: true });
}

/**
 * The new book did not open after all: the replaced one comes back. A backup still lies where it lay; a replaced book goes back among
 * the others, because what the disk does not give today it may give tomorrow. @returns false = there is none to come back
 */
export function swapBack(folder: DataFolder, done: RestoreMark): boolean {
  if (!hasReplaced(folder, done)) return false;
  if (done.from) moveWithLog(folder.database, join(folder.undo, done.from));
  for (const end of ['', ...beside]) rmSync(folder.database + end, { force: true });
  bringBack(folder, done.keepAs);
  rmSync(markOf(folder), { force: true });
  return true;
}

/** Whoever is interrupted here finds no book, and the next start goes on. */
function bringBack(folder: DataFolder, name: string): void {
  moveWithLog(join(folder.undo, name), folder.database);
  settle(folder.undo, folder.root);
  dropDerived(folder);
}

/** The log first: a log without its book is nothing, a book without its log may be old. */
function moveWithLog(from: string, to: string): void {
  for (const end of ['-wal', '-journal', '']) if (existsSync(from + end)) renameSync(from + end, to + end);
}

/** Keeps for her that a restore was taken back. @throws what the disk says */
export function noteTakenBack(folder: DataFolder, { kind, madeAt, at, reason }: TakenBackMark): void {
  writeFileSync(takenBackOf(folder), JSON.stringify({ kind, madeAt, at, reason }), { mode: 0o600 });
}

/** null = none, or she has been told. */
export function restoreTakenBack(folder: DataFolder): TakenBackMark | null {
  try {
    return takenBackMark.parse(JSON.parse(readFileSync(takenBackOf(folder), 'utf8')));
  } catch {
    return null;
  }
}

/** She has been told. */
export const forgetTakenBack = (folder: DataFolder): void => rmSync(takenBackOf(folder), { force: true });

/** Removes replaced books whose time is over. @returns how many */
export function dropOldBooks(folder: DataFolder, now: number): number {
  const old = keptBooks(folder).filter(({ keptAt }) => now - keptAt > undoMs);
  for (const { name } of old) for (const end of ['', ...beside]) rmSync(join(folder.undo, name) + end, { force: true });
  return old.length;
}

/** A replaced book by its number. @throws AppError `notFound` */
export function keptBook(folder: DataFolder, id: number): KeptBook & { path: string } {
  const found = keptBooks(folder).find((each) => each.id === id);
  if (!found) throw new AppError('notFound', { what: 'undo' });
  return { ...found, path: join(folder.undo, found.name) };
}
