import type { Database } from '../../platform/db/database.ts';
import { emptyColumns, type FriendColumns, growColumns, type StoredFriend } from './friend-columns.ts';
import { segmentSize } from './segmented-text.ts';

const rowColumns =
  'id, account_id AS accountId, channel_id AS channelId, status, trust_level AS trustLevel, archived_at AS archivedAt, last_contact_at AS lastContactAt, added_at AS addedAt, created_at AS createdAt, import_batch_id AS importBatchId, region';

export const storedFriend = (db: Database, id: number): StoredFriend | undefined =>
  db.sql(`SELECT ${rowColumns} FROM friends WHERE id = ?`).get(id) as StoredFriend | undefined;

/** The friends with the next higher ids: `segmentSize` of them, fewer at the end of the book. */
export const friendsAfter = (db: Database, id: number): StoredFriend[] =>
  db.sql(`SELECT ${rowColumns} FROM friends WHERE id > ? ORDER BY id LIMIT ${segmentSize}`).all(id) as StoredFriend[];

/** What search looks through of one friend. */
export const searchTextOf = (db: Database, id: number): string =>
  (db.pluck('SELECT search_text FROM friends WHERE id = ?').get(id) as string | undefined) ?? '';

/**
 * The same of the friends between two ids, both included, parted by \u0000: one text crosses from SQLite several times faster than
 * as many, and a hundred thousand that stay would hold up the host's thread when young garbage is collected around them.
 */
export const searchTexts = (db: Database, from: number, to: number): string =>
  db
    .pluck('SELECT group_concat(search_text, char(0)) FROM (SELECT search_text FROM friends WHERE id BETWEEN ? AND ? ORDER BY id)')
    .get(from, to) as string;

/** Columns with room for everybody: what grows under way is copied again and again. */
export function roomyColumns(db: Database): FriendColumns {
  const count = db.pluck('SELECT count(*) FROM friends').get() as number;
  return growColumns(emptyColumns(), count, (db.pluck('SELECT max(id) FROM friends').get() as number | null) ?? 0);
}
