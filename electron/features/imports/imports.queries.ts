import type { ChatImportReport } from '../../../shared/contracts/chats.ts';
import type { BatchKind, ImportBatch, ImportReport } from '../../../shared/contracts/imports.ts';
import type { OrderUndoFacts } from '../../../shared/contracts/orders-import.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { fillChosen } from '../../platform/undo/chosen.ts';
import { childrenOf } from '../../platform/undo/links.ts';
import { hasSteps } from '../../platform/undo/undo-log.ts';
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
  redoable: number;
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
         undone_at AS undoneAt, CASE WHEN undo_actions.state <> 'done' THEN undo_actions.turned_at END AS turnedAt, report,
         ${hasSteps} AS redoable, kept
       FROM import_batches JOIN accounts ON accounts.id = account_id LEFT JOIN undo_actions ON undo_actions.id = undo_action_id
         LEFT JOIN import_unread ON import_unread.batch_id = import_batches.id
       ORDER BY import_batches.id DESC LIMIT ${historyLength}`,
    )
    .all() as BatchRecord[];
  return rows.map(({ turnedAt, undoneAt, report: stored, redoable, kept, ...row }) => {
    const { kind = 'contacts', chats = null, ...report } = JSON.parse(stored) as StoredReport;
    // imports of contacts from before lists were kept remember their first rows
    const unread = kept ?? report.problems.length;
    return { ...row, kind, report, chats, unread, undoneAt: undoneAt ?? turnedAt, redoable: redoable === 1 };
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
  const { friends, inUse } = friendsOf(ctx, batchId);
  return {
    batchId,
    friendsRemoved: friends - inUse,
    friendsRestored: kind === 'contacts' ? report.updated : 0,
    workedOn: inUse,
    messagesRemoved: 0,
    messagesKept: 0,
    orders: null,
  };
}

/** When the rows of an import of contacts were written; what else hangs on its friends is never its own. */
const writtenAt: Record<string, string> = { friend_tags: 'added_at', level_changes: 'at', point_entries: 'at' };

/** The friends a batch of contacts made, and how many of them stay when it is taken back: what the undo log finds out by doing it. */
function friendsOf({ db, undoTables }: ServiceContext, batchId: number): { friends: number; inUse: number } {
  const createdAt = db.pluck('SELECT created_at FROM import_batches WHERE id = ?').get(batchId) as number;
  const ids = db.pluck('SELECT id FROM friends WHERE import_batch_id = ?').all(batchId) as number[];
  const inUse = new Set(undoTables.get('friends')?.inUse?.(db, ids, createdAt));
  fillChosen(db, ids);
  for (const { child, column } of childrenOf(db, 'friends')) {
    const later = writtenAt[child] ? `AND "${writtenAt[child]}" > ${createdAt}` : '';
    const follows = undoTables.get(child)?.follows;
    const uses = `${later}${follows ? ` AND NOT (${follows})` : ''}`;
    const named = db.pluck(`SELECT DISTINCT "${column}" FROM "${child}" WHERE "${column}" IN (SELECT id FROM temp.chosen) ${uses}`);
    for (const id of named.all() as number[]) inUse.add(id);
  }
  return { friends: ids.length, inUse: inUse.size };
}

const nothing = { friendsRemoved: 0, friendsRestored: 0, workedOn: 0, messagesRemoved: 0, messagesKept: 0 };

/** What taking an import of orders, of a bill or of a 接龙 back would do. */
export function lookAtOrders(ctx: ServiceContext, batchId: number, kind: BatchKind, report: StoredReport): OrderUndoFacts {
  if (kind !== 'solitaire') return lookAtOrderUndo(ctx, kind === 'bills' ? 'payment' : 'order', batchId, report.updated);
  const actionId = ctx.db.pluck('SELECT undo_action_id FROM import_batches WHERE id = ?').get(batchId) as number;
  return lookAtSolitaireUndo(ctx, actionId);
}
