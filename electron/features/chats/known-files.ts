import type { ServiceContext } from '../../platform/context.ts';
import type { Owner } from './owner.ts';
import type { SpooledChats } from './spool.ts';

/** All that a reader's answer hangs on: files equal in this are read as the same records. */
export interface FileMark {
  /** place inside what was handed over */
  path: string;
  /** inflated */
  bytes: number;
  /** of its bytes; hex */
  sha256: string;
  /** by place: SHA-256 of the files its reader asked for beside it, null = was not there */
  beside: Record<string, string | null>;
  readerVersion: number;
  /** 'YYYY-MM-DD' that was said about missing dates */
  missingDate: string | null;
}

/** A file of an import that stands, all of whose records are in the book. */
export interface KnownFile extends Pick<FileMark, 'sha256' | 'beside'> {
  records: number;
  /** when it was imported, ms UTC */
  at: number;
}

/** An order of no meaning is taken out, so that equal owners are equal texts. */
const ownerText = ({ ids, names }: Owner): string => JSON.stringify([[...ids].sort(), [...names].sort()]);

/**
 * Notes a file that was taken in whole, inside the transaction of its import. `owner` = who counts as the seller from now on; not kept
 * where the file says of each record whose it is.
 */
export function rememberFile(
  { db }: ServiceContext,
  { batchId, place, mark, chats, owner }: { batchId: number; place: number; mark: FileMark; chats: SpooledChats; owner: Owner },
): void {
  const asks = chats.voices.some(({ direction }) => direction === null);
  db.sql(
    `INSERT INTO chat_batch_files (batch_id, file_no, bytes, sha256, path, reader_version, missing_date, owner, beside, records)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    batchId,
    place,
    mark.bytes,
    mark.sha256,
    mark.path,
    mark.readerVersion,
    mark.missingDate,
    asks ? ownerText(owner) : null,
    JSON.stringify(mark.beside),
    chats.tally.read,
  );
}

/**
 * Files of the account that this one may be, by all that is known without reading it: size, place, readers, what was said about dates,
 * who the seller is. Newest first.
 */
export function filesLike(
  { db }: ServiceContext,
  by: Pick<FileMark, 'path' | 'bytes' | 'readerVersion' | 'missingDate'> & { accountId: number; owner: Owner },
): KnownFile[] {
  const rows = db
    .sql(
      `SELECT sha256, beside, records, chat_batches.created_at AS at FROM chat_batch_files JOIN chat_batches USING (batch_id)
       WHERE bytes = ? AND path = ? AND account_id = ? AND reader_version = ? AND missing_date IS ? AND (owner IS NULL OR owner = ?)
       ORDER BY batch_id DESC`,
    )
    .all(by.bytes, by.path, by.accountId, by.readerVersion, by.missingDate, ownerText(by.owner)) as (Omit<KnownFile, 'beside'> & {
    beside: string;
  })[];
  return rows.map((row) => ({ ...row, beside: JSON.parse(row.beside) as KnownFile['beside'] }));
}

/** Something of a conversation goes for good: no file that was imported with it counts as being there any more. */
export function forgetFiles({ db }: ServiceContext, conversationId: number): void {
  db.sql('DELETE FROM chat_batch_files WHERE batch_id IN (SELECT batch_id FROM chat_batch_conversations WHERE conversation_id = ?)').run(
    conversationId,
  );
}
