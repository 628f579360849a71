import type { ChangeReport } from '../../../shared/contracts/common.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import { fillChosen } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';

export interface AddPointsInput {
  friendIds: Uint32Array;
  /** whole points, never 0; below 0 = taken away */
  delta: number;
  reason: string;
}

/**
 * Gives every friend the same points, or takes them away: one movement each, at this moment. `changed` counts friends.
 * @throws AppError `nothingSelected`, `pointsShort` {name, balance, delta, count} when somebody has too few to take so many away: nobody
 * loses any then
 */
export const addPointsCommand = defineCommand<AddPointsInput, ChangeReport>({
  name: 'points.add',
  writes: true,
  heavy: ({ friendIds }) => friendIds.length > heavyRows,
  run(ctx, { friendIds, delta, reason }) {
    if (friendIds.length === 0) throw new AppError('nothingSelected');
    const { value, undoId } = act(ctx, { kind: 'points.add', topics: ['points'], details: { delta, reason } }, (record, details) => {
      fillChosen(ctx.db, friendIds);
      if (delta < 0) checkEnough(ctx, delta);
      const { changes, lastInsertRowid } = ctx.db
        .sql(
          `INSERT INTO point_entries (friend_id, delta, reason, kind, at)
           SELECT id, ?, ?, 'manual', ? FROM friends WHERE id IN (SELECT id FROM temp.chosen) ORDER BY id`,
        )
        .run(delta, reason, ctx.clock.now());
      // AUTOINCREMENT within one statement of the only writer: the ids follow each other
      const first = Number(lastInsertRowid) - changes + 1;
      record.inserted(
        'point_entries',
        Uint32Array.from({ length: changes }, (_, i) => first + i),
      );
      if (changes === 1) details.name = nameOf(ctx, 'id IN (SELECT id FROM temp.chosen)');
      details.changed = changes;
      return { changed: changes, unchanged: friendIds.length - changes };
    });
    return { ...value, undoId };
  },
});

const nameOf = (ctx: ServiceContext, which: string, ...params: number[]): string =>
  ctx.db.pluck(`SELECT CASE remark WHEN '' THEN nickname ELSE remark END FROM friends WHERE ${which}`).get(...params) as string;

/** Nobody of temp.chosen goes below 0 by hand. @throws AppError `pointsShort` */
function checkEnough(ctx: ServiceContext, delta: number): void {
  const short = ctx.db
    .sql(
      `SELECT id, (SELECT coalesce(sum(delta), 0) FROM point_entries WHERE friend_id = friends.id) AS balance
       FROM friends WHERE id IN (SELECT id FROM temp.chosen) AND balance + ? < 0 ORDER BY id`,
    )
    .all(delta) as { id: number; balance: number }[];
  const first = short[0];
  if (!first) return;
  throw new AppError('pointsShort', {
    name: nameOf(ctx, 'id = ?', first.id),
    balance: first.balance,
    delta,
    count: short.length,
  });
}
