import type { OrderUndoFacts } from '../../../shared/contracts/orders-import.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { fillChosen } from '../../platform/undo/recorder.ts';
import { loadSteps } from '../../platform/undo/undo-log.ts';

interface Going {
  removed: number;
  amountFen: number;
  workedOn: number;
}

const figures = 'count(*) AS removed, coalesce(sum(amount_fen), 0) AS amountFen, coalesce(sum(updated_at <> created_at), 0) AS workedOn';

/**
 * What taking an import of orders or of a bill back would do: what it brought goes, but for what another import contained too.
 * `changed` = what it brought up to date.
 */
export function lookAtOrderUndo({ db }: ServiceContext, what: 'order' | 'payment', batchId: number, changed: number): OrderUndoFacts {
  const going = db
    .sql(
      `SELECT ${figures} FROM ${what}s WHERE import_batch_id IS NOT NULL AND id IN (SELECT ${what}_id FROM ${what}_claims WHERE batch_id = ?)
         AND NOT EXISTS (SELECT 1 FROM ${what}_claims WHERE ${what}_id = ${what}s.id AND batch_id <> ?)`,
    )
    .get(batchId, batchId) as Going;
  const brought = db
    .pluck(
      `SELECT count(*) FROM ${what}s WHERE import_batch_id = ? AND EXISTS (SELECT 1 FROM ${what}_claims WHERE ${what}_id = ${what}s.id AND batch_id <> ?)`,
    )
    .get(batchId, batchId) as number;
  return { ...going, kept: brought, restored: changed };
}

/** As lookAtOrderUndo, for what was made of a 接龙 by one action. */
export function lookAtSolitaireUndo(ctx: ServiceContext, actionId: number): OrderUndoFacts {
  const steps = loadSteps(ctx, actionId).filter(({ table }) => table === 'orders');
  const made = steps.flatMap(({ op, ids }) => (op === 'inserted' ? [...(ids ?? [])] : []));
  const changed = new Set(steps.flatMap(({ op, rows }) => (op === 'updated' ? (rows?.rows ?? []).map(([id]) => id) : [])));
  fillChosen(ctx.db, made);
  const going = ctx.db.sql(`SELECT ${figures} FROM orders WHERE id IN (SELECT id FROM temp.chosen)`).get() as Going;
  return { ...going, kept: 0, restored: changed.size };
}
