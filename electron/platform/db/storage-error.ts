import { AppError } from '../../../shared/errors.ts';

const diskFull = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT']);
const damaged = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB', 'SQLITE_CORRUPT_INDEX', 'SQLITE_CORRUPT_SEQUENCE', 'SQLITE_CORRUPT_VTAB']);
const readOnly = new Set([
  'SQLITE_READONLY',
  'SQLITE_READONLY_DBMOVED',
  'SQLITE_READONLY_DIRECTORY',
  'SQLITE_READONLY_CANTINIT',
  'EROFS',
  'EACCES',
  'EPERM',
  'SQLITE_PERM',
]);

/** Code of a failure of SQLite or of the file system, '' when it has none. */
export function failureCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * Turns failures of SQLite and of the file system into the typed storage errors; anything else is returned as it is.
 * SQLITE_IOERR_SHMSIZE means a full disk (a WAL database cannot even be opened on one), not a damaged file.
 */
export function asStorageError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  // better-sqlite3's own words, which come without a code
  if (error instanceof TypeError && error.message === 'The database connection is not open')
    return new AppError('closing', {}, { cause: error });
  const code = failureCode(error);
  if (diskFull.has(code)) return new AppError('diskFull', {}, { cause: error });
  if (damaged.has(code)) return new AppError('databaseDamaged', {}, { cause: error });
  if (readOnly.has(code)) return new AppError('readOnlyFolder', {}, { cause: error });
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CANTOPEN' || code.startsWith('SQLITE_BUSY') || code === 'EIO')
    return new AppError('storageFailed', { code }, { cause: error });
  // what Node says of a removal that failed for a reason it has no word for, a disk that does not answer among them
  if (error instanceof Error && code === '' && 'syscall' in error) return new AppError('storageFailed', { code: 'rm' }, { cause: error });
  return error;
}
