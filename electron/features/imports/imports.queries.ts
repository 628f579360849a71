import type { ChatImportReport } from '../../../shared/contracts/chats.ts';
import type { BatchKind, ImportBatch, ImportReport } from '../../../shared/contracts/imports.ts';
import type { OrderUndoFacts } from '../../../shared/contracts/orders-import.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { lookAtChatUndo } from '../chats/index.ts';
import { lookAtOrderUndo, lookAtSolitaireUndo } from '../orders/index.ts';

interface BatchRecord {
  id: number;
  fileName: string;
  accountId: number;
  accountName: string;
  createdAt: number;
  undoneAt: number | null;
  turnedAt: number | null;
  report: string;
  hasAction: number;
  /** rows of the kept list; null = none is kept */
  kept: number | null;
}

/** As many imports are shown. */
export const historyLength = 200;

/** What the column `report` holds: the first kind of import, contacts, had no name yet. */
export type StoredReport = ImportReport & { kind?: BatchKind; chats?: ChatImportReport };

/**
 * All imports, newest first. An import counts as undone as long as its undo action stands on undone; one without such an action
 * (chats, and what changed nothing) once it was taken back.
 */
export function readBatches(ctx: ServiceContext): ImportBatch[] {
  const rows = ctx.db
    .sql(
      `SELECT import_batches.id, file_name AS fileName, account_id AS accountId, accounts.name AS accountName, import_batches.created_at AS createdAt,
         undone_at AS undoneAt, CASE undo_actions.state WHEN 'undone' THEN undo_actions.turned_at END AS turnedAt, report,
         undo_actions.id IS NOT NULL AS hasAction, kept
       FROM import_batches JOIN accounts ON accounts.id = account_id LEFT JOIN undo_actions ON undo_actions.id = undo_action_id
         LEFT JOIN import_unread ON import_unread.batch_id = import_batches.id
       ORDER BY import_batches.id DESC LIMIT ${historyLength}`,
    )
    .all() as BatchRecord[];
  return rows.map(({ turnedAt, undoneAt, report: stored, hasAction, kept, ...row }) => {
    const { kind = 'contacts', chats = null, ...report } = JSON.parse(stored) as StoredReport;
    // imports of contacts from before lists were kept remember their first rows
    const unread = kept ?? report.problems.length;
    return { ...row, kind, report, chats, unread, undoneAt: undoneAt ?? turnedAt, redoable: hasAction === 1 };
  });
}

export type UndoFacts = {
  batchId: number;
  friendsRemoved: number;
  friendsRestored: number;
  workedOn: number;
  messagesRemoved: number;
  messagesKept: number;
  orders: OrderUndoFacts | null;
};

/** Kind of a batch, and whether it was taken back (told only of those without an undo action). @throws AppError `notFound` */
export function batchKind(ctx: ServiceContext, batchId: number): { kind: BatchKind; undone: boolean; report: StoredReport } {
  const batch = ctx.db.sql('SELECT report, undone_at AS undoneAt FROM import_batches WHERE id = ?').get(batchId) as
    | { report: string; undoneAt: number | null }
    | undefined;
  if (!batch) throw new AppError('notFound', { what: 'importBatch' });
  const report = JSON.parse(batch.report) as StoredReport;
  return { kind: report.kind ?? 'contacts', undone: batch.undoneAt !== null, report };
}

/** What taking an import back would do, and on how many of its friends she has worked since. @throws AppError `notFound` */
export function previewUndo(ctx: ServiceContext, batchId: number): UndoFacts {
  const { kind, report } = batchKind(ctx, batchId);
  if (kind === 'chats') {
    const { friendsKept, ...facts } = lookAtChatUndo(ctx, batchId);
    return { batchId, friendsRestored: 0, workedOn: friendsKept, ...facts, orders: null };
  }
  if (kind !== 'contacts') return { batchId, ...nothing, orders: lookAtOrders(ctx, batchId, kind, report) };
  const createdAt = ctx.db.pluck('SELECT created_at FROM import_batches WHERE id = ?').get(batchId) as number;
  const count = (sql: string, ...params: number[]) => ctx.db.pluck(sql).get(...params) as number;
  const workedOn = count(
    `SELECT count(*) FROM friends WHERE import_batch_id = ? AND (
       updated_at > ? OR EXISTS (SELECT 1 FROM notes WHERE friend_id = friends.id) OR EXISTS (SELECT 1 FROM touches WHERE friend_id = friends.id)
       OR EXISTS (SELECT 1 FROM friend_tags WHERE friend_id = friends.id AND added_at > ?) OR EXISTS (SELECT 1 FROM level_changes WHERE friend_id = friends.id AND at > ?)
       OR EXISTS (SELECT 1 FROM point_entries WHERE friend_id = friends.id AND at > ?))`,
    batchId,
    createdAt,
    createdAt,
    createdAt,
    createdAt,
  );
  return {
    batchId,
    friendsRemoved: count('SELECT count(*) FROM friends WHERE import_batch_id = ?', batchId),
    friendsRestored: kind === 'contacts' ? report.updated : 0,
    workedOn,
    messagesRemoved: 0,
    messagesKept: 0,
    orders: null,
  };
}

const nothing = { friendsRemoved: 0, friendsRestored: 0, workedOn: 0, messagesRemoved: 0, messagesKept: 0 };

/** What taking an import of orders, of a bill or of a 接龙 back would do. */
export function lookAtOrders(ctx: ServiceContext, batchId: number, kind: BatchKind, report: StoredReport): OrderUndoFacts {
  if (kind !== 'solitaire') return lookAtOrderUndo(ctx, kind === 'bills' ? 'payment' : 'order', batchId, report.updated);
  const actionId = ctx.db.pluck('SELECT undo_action_id FROM import_batches WHERE id = ?').get(batchId) as number;
  return lookAtSolitaireUndo(ctx, actionId);
}
