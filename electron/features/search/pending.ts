import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';

/** An import whose messages are not all in the index. */
export interface PendingBatch {
  batchId: number;
  createdAt: number;
  /** id of the last message that is in; 0 = none */
  reached: number;
  /** messages that are in, and all */
  done: number;
  total: number;
}

interface IndexedRow {
  batchId: number;
  createdAt: number;
  reached: number | null;
  done: number;
}

/** Imports that are not (wholly) in the index, oldest first. `search` null = nothing is. */
export function pendingBatches({ db }: ServiceContext, search: Database | null): PendingBatch[] {
  const batches = db.arrays('SELECT batch_id, created_at FROM chat_batches ORDER BY batch_id').all() as [number, number][];
  const indexed = new Map(indexedRows(search).map((row) => [row.batchId, row]));
  const added = db.pluck('SELECT coalesce(sum(added), 0) FROM chat_batch_conversations WHERE batch_id = ?');
  return batches.flatMap(([batchId, createdAt]) => {
    const row = indexed.get(batchId);
    // a book that was put back from a copy may use an id again
    const same = row?.createdAt === createdAt;
    if (same && row.reached === null) return [];
    const total = added.get(batchId) as number;
    return [{ batchId, createdAt, reached: same ? row.reached! : 0, done: same ? Math.min(row.done, total) : 0, total }];
  });
}

/** Forgets imports that were taken back. Their words stay in the index, where they do no harm: no message answers to them. */
export function forgetGone({ db }: ServiceContext, search: Database): void {
  const known = db.pluck('SELECT 1 FROM chat_batches WHERE batch_id = ?');
  for (const { batchId } of indexedRows(search))
    if (known.get(batchId) === undefined) search.sql('DELETE FROM indexed_batches WHERE batch_id = ?').run(batchId);
}

/** Progress for a window; null = all are in. */
export function indexingOf(pending: readonly PendingBatch[]): { done: number; total: number } | null {
  if (pending.length === 0) return null;
  return {
    done: pending.reduce((sum, { done }) => sum + done, 0),
    total: pending.reduce((sum, { total }) => sum + total, 0),
  };
}

function indexedRows(search: Database | null): IndexedRow[] {
  return (search?.sql('SELECT batch_id AS batchId, created_at AS createdAt, reached, done FROM indexed_batches').all() ??
    []) as IndexedRow[];
}
