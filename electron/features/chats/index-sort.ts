import { statfsSync } from 'node:fs';
import type { Database } from '../../platform/db/database.ts';
import { sqliteTempFolder } from '../../platform/db/temp-folder.ts';

/** KB; what is sorted at once where the rest may lie on the disk. */
const sortedAtOnce = 16_384;
/** Bytes that a message takes on the disk while it is sorted, at most. */
const bytesOnDisk = 32;

/** Whether making the index of messages anew beats putting so many rows into their places: where little is there already. */
export const sortsAnew = (db: Database, rows: number): boolean =>
  rows > 2 * (db.pluck('SELECT coalesce(sum(message_count), 0) FROM conversations').get() as number);

/**
 * Runs `work`, a transaction of its own, and lets `indexMessages` in it sort by way of the folder where SQLite puts temporary files: in
 * memory SQLite takes 54 bytes a message, which the process keeps for good, and a third more processor time.
 */
export function withDiskSort<T>({ raw }: Database, rows: number, work: () => T): T {
  if (!hasRoom(sqliteTempFolder(), rows * bytesOnDisk)) return work();
  // a transaction that has looked at temporary tables cannot change it any more
  raw.pragma('temp_store = FILE');
  try {
    return work();
  } finally {
    raw.pragma('temp_store = MEMORY');
  }
}

function hasRoom(folder: string | null, bytes: number): boolean {
  if (folder === null) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= bytes;
}

/** Makes the index of messages by conversation. The file it is sorted in holds numbers only, has no name, and goes with the statement. */
export function indexMessages({ raw }: Database): void {
  const cache = raw.pragma('cache_size', { simple: true }) as number;
  raw.pragma(`cache_size = -${sortedAtOnce}`);
  try {
    raw.exec('CREATE INDEX `messages_conversation` ON `messages` (`conversation_id`)');
  } finally {
    raw.pragma(`cache_size = ${cache}`);
  }
  // what later statements set aside may be words, which belong in her folder only
  raw.pragma('temp_store = MEMORY');
}
