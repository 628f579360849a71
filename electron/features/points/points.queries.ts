import type { FriendPoints, PointEntry } from '../../../shared/contracts/points.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';

const shownEntries = 50;

/** What one friend has, and how it came. @throws AppError `notFound` */
export function readFriendPoints(ctx: ServiceContext, friendId: number): FriendPoints {
  if (ctx.db.pluck('SELECT 1 FROM friends WHERE id = ?').get(friendId) === undefined) throw new AppError('notFound', { what: 'friend' });
  const sum = ctx.db
    .sql('SELECT coalesce(sum(delta), 0) AS balance, count(*) AS count FROM point_entries WHERE friend_id = ?')
    .get(friendId) as Pick<FriendPoints, 'balance' | 'count'>;
  const entries = ctx.db
    .sql('SELECT id, delta, reason, kind, at FROM point_entries WHERE friend_id = ? ORDER BY at DESC, id DESC LIMIT ?')
    .all(friendId, shownEntries) as PointEntry[];
  return { ...sum, entries };
}

/** What everybody has, by friend id; 0 where there is no movement. @param room one more than the highest friend id, at least */
export function allBalances(ctx: ServiceContext, room: number): Float64Array {
  const column = new Float64Array(room);
  const rows = ctx.db.arrays('SELECT friend_id, sum(delta) FROM point_entries GROUP BY friend_id').all() as [number, number][];
  for (const [id, balance] of rows) column[id] = balance;
  return column;
}

/** What each of these friends has, in one statement; those without any movement are left out. */
export function pointBalances(ctx: ServiceContext, friendIds: ArrayLike<number>): Map<number, number> {
  const rows = ctx.db
    .arrays('SELECT friend_id, sum(delta) FROM point_entries WHERE friend_id IN (SELECT value FROM json_each(?)) GROUP BY friend_id')
    .all(`[${Array.prototype.join.call(friendIds, ',')}]`) as [number, number][];
  return new Map(rows);
}
