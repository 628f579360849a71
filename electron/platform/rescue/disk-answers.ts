import { closeSync, openSync, readSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { failureCode } from '../db/storage-error.ts';

/** What the system says when the disk itself gives no answer: a bad spot, a loose cable, a stick that was pulled out. */
const silences = new Set(['EIO', 'ENXIO', 'ENODEV', 'ETIMEDOUT', 'ESTALE', 'UNKNOWN']);
const pieceBytes = 1024 * 1024;

/** Whether an error of the file system says that the disk does not answer. */
export const isSilence = (error: unknown): boolean => silences.has(failureCode(error));

/**
 * Reads files to their ends; those that are not there count as read. SQLite says "malformed" also of a page that the disk did not
 * give, so whoever met damage asks here which of the two it is. Only while nobody has the files open: closing drops SQLite's locks.
 * @throws AppError `diskUnreadable`
 */
export function checkDiskAnswers(...paths: string[]): void {
  for (const path of paths) {
    try {
      readToEnd(path);
    } catch (error) {
      if (isSilence(error)) throw new AppError('diskUnreadable', {}, { cause: error });
    }
  }
}

function readToEnd(path: string): void {
  const file = openSync(path, 'r');
  try {
    const piece = Buffer.allocUnsafe(pieceBytes);
    while (readSync(file, piece, 0, pieceBytes, null) > 0);
  } finally {
    closeSync(file);
  }
}
