import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { type DataFolder, databaseName } from '../files/data-folder.ts';

/** Where a rescue works: the book that was saved, before it becomes the book. */
export const rescueDir = (folder: DataFolder): string => join(folder.root, 'rescue');
/** The book that a swap puts into place; whole and on the disk before the swap begins. */
export const rescuedBook = (folder: DataFolder): string => join(rescueDir(folder), databaseName);
const planFile = (folder: DataFolder): string => join(folder.root, 'swap.json');

/** The log and its index before the book itself: a log beside a book that is not its own would be played into it. */
const bookFiles = ['-wal', '-shm', '-journal', ''].map((end) => databaseName + end);
const derivedFiles = ['search.db', 'search.db-wal', 'search.db-shm'];

/** Makes what happened in a folder last; Windows neither knows nor needs it. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function syncedWrite(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** `damaged-2026-11-23`, or with a number behind it when there is one already. `day` is the seller's local day. */
function asideName(folder: DataFolder, day: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? `damaged-${day}` : `damaged-${day}-${n}`;
    if (!existsSync(join(folder.root, name))) return name;
  }
}

/**
 * Puts `rescuedBook` in the place of the book; the files that were there are kept in a folder `damaged-<day>`. From the moment the plan
 * stands on the disk the swap is as good as done: killed anywhere, the next start finishes it; before that, nothing has changed.
 * Nobody may have the book open, and the caller holds the lock of the data folder.
 * @returns name of the folder in which the old files are
 * @throws AppError `notFound` when there is nothing to put there, or an error of the file system
 */
export function swapBook(folder: DataFolder, day: string): string {
  if (!existsSync(rescuedBook(folder))) throw new AppError('notFound', { what: 'rescuedBook' });
  const aside = asideName(folder, day);
  syncFolder(rescueDir(folder));
  const plan = planFile(folder);
  syncedWrite(`${plan}.new`, JSON.stringify({ aside }));
  renameSync(`${plan}.new`, plan);
  syncFolder(folder.root);
  finishSwap(folder);
  return aside;
}

/**
 * Ends a swap that was begun, whatever it had reached, and clears away what a rescue left behind. Every start calls it before it opens
 * the book. As long as the saved book stands in its folder, what lies in the place of the book is the old one.
 */
export function finishSwap(folder: DataFolder): void {
  const plan = planFile(folder);
  rmSync(`${plan}.new`, { force: true });
  if (existsSync(plan)) {
    if (existsSync(rescuedBook(folder))) moveBooks(folder, asideOf(plan));
    // only once the renames are on the disk may the plan be forgotten
    syncFolder(folder.root);
    rmSync(plan, { force: true });
    syncFolder(folder.root);
  }
  rmSync(rescueDir(folder), { recursive: true, force: true });
}

function asideOf(plan: string): string {
  const { aside } = JSON.parse(readFileSync(plan, 'utf8')) as { aside: string };
  // a name of ours and no path
  if (!/^damaged-[\d-]+$/.test(aside)) throw new AppError('storageFailed', { reason: 'plan' });
  return aside;
}

function moveBooks(folder: DataFolder, aside: string): void {
  const keep = join(folder.root, aside);
  mkdirSync(keep, { recursive: true, mode: 0o700 });
  for (const name of bookFiles) {
    const file = join(folder.root, name);
    if (existsSync(file)) renameSync(file, join(keep, name));
  }
  syncFolder(keep);
  syncFolder(folder.root);
  // reckoned from another book
  for (const name of derivedFiles) rmSync(join(folder.root, name), { force: true });
  renameSync(rescuedBook(folder), folder.database);
}
