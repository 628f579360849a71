import type { ServiceContext } from '../../platform/context.ts';
import { bulkInsert, nextId, withoutIndexes } from '../../platform/db/bulk-insert.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { pointBalances } from './points.queries.ts';

/** What a friend has, and whether any of it was written down by hand. */
export interface KnownPoints {
  balance: number;
  byHand: boolean;
}

/** Reads what friends have, one by one; null = no movement yet. */
export function pointsReader(ctx: ServiceContext): (friendId: number) => KnownPoints | null {
  const read = ctx.db.arrays("SELECT sum(delta), max(kind = 'manual') FROM point_entries WHERE friend_id = ?");
  return (friendId) => {
    const [balance, byHand] = read.get(friendId) as [number | null, number | null];
    return balance === null ? null : { balance, byHand: byHand === 1 };
  };
}

/**
 * What a file says friends have at this moment: the difference to what they have in the book becomes one movement each. Where there is
 * none, nothing is written; of several balances of one friend the last counts.
 * @param at ms UTC
 * @returns ids of the friends who got a movement
 */
export function recordImportedPoints(
  ctx: ServiceContext,
  record: Recorder,
  balances: readonly { id: number; points: number }[],
  { batchId, at }: { batchId: number; at: number },
): number[] {
  if (balances.length === 0) return [];
  const told = new Map(balances.map(({ id, points }) => [id, points]));
  const before = pointBalances(ctx, [...told.keys()]);
  const rows: [number, number, string][] = [];
  for (const [id, points] of told) {
    const delta = points - (before.get(id) ?? 0);
    if (delta !== 0) rows.push([id, delta, 'import']);
  }
  const first = nextId(ctx.db, 'point_entries');
  withoutIndexes(ctx.db, 'point_entries', rows.length, () =>
    bulkInsert(ctx.db, 'point_entries', ['friend_id', 'delta', 'kind'], rows, { at, batch_id: batchId }),
  );
  record.inserted(
    'point_entries',
    Uint32Array.from(rows, (_, i) => first + i),
  );
  return rows.map(([id]) => id);
}
