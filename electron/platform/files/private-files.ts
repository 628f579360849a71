import { isMainThread } from 'node:worker_threads';

/**
 * Runs `work` (synchronous) so that every file it makes is readable by this user only, also those a library makes.
 * SQLite gives -wal and -shm the mode of the database, so the worker, who cannot set it, needs nothing more.
 */
export function withPrivateFiles<T>(work: () => T): T {
  if (!isMainThread) return work();
  const before = process.umask(0o077);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}
