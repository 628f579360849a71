import type { ImportBatch, ImportReport } from '../../../shared/contracts/imports.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';

interface BatchRecord {
  id: number;
  fileName: string;
  accountId: number;
  accountName: string;
  createdAt: number;
  undoneAt: number | null;
  report: string;
}

/** All imports, newest first. An import counts as undone as long as its undo action stands on undone. */
export function readBatches(ctx: ServiceContext): ImportBatch[] {
  const rows = ctx.db
    .sql(
      `SELECT import_batches.id, file_name AS fileName, account_id AS accountId, accounts.name AS accountName, import_batches.created_at AS createdAt,
         CASE undo_actions.state WHEN 'undone' THEN undo_actions.turned_at END AS undoneAt, report
       FROM import_batches JOIN accounts ON accounts.id = account_id LEFT JOIN undo_actions ON undo_actions.id = undo_action_id
       ORDER BY import_batches.id DESC LIMIT 200`,
    )
    .all() as BatchRecord[];
  return rows.map((row) => ({ ...row, report: JSON.parse(row.report) as ImportReport }));
}

/** What taking an import back would do, and on how many of its friends she has worked since. @throws AppError `notFound` */
export function previewUndo(
  ctx: ServiceContext,
  batchId: number,
): { batchId: number; friendsRemoved: number; friendsRestored: number; workedOn: number } {
  const batch = ctx.db.sql('SELECT created_at AS createdAt, report FROM import_batches WHERE id = ?').get(batchId) as
    | { createdAt: number; report: string }
    | undefined;
  if (!batch) throw new AppError('notFound', { what: 'importBatch' });
  const count = (sql: string, ...params: number[]) => ctx.db.pluck(sql).get(...params) as number;
  const workedOn = count(
    `SELECT count(*) FROM friends WHERE import_batch_id = ? AND (
       updated_at > ? OR EXISTS (SELECT 1 FROM notes WHERE friend_id = friends.id) OR EXISTS (SELECT 1 FROM touches WHERE friend_id = friends.id)
       OR EXISTS (SELECT 1 FROM friend_tags WHERE friend_id = friends.id AND added_at > ?) OR EXISTS (SELECT 1 FROM level_changes WHERE friend_id = friends.id AND at > ?))`,
    batchId,
    batch.createdAt,
    batch.createdAt,
    batch.createdAt,
  );
  return {
    batchId,
    friendsRemoved: count('SELECT count(*) FROM friends WHERE import_batch_id = ?', batchId),
    friendsRestored: (JSON.parse(batch.report) as ImportReport).updated,
    workedOn,
  };
}
