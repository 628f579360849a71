import type { Account, Channel } from '../../../shared/contracts/accounts.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** Every account, archived ones last, else in the order they were made; `friendCount` leaves archived friends out. */
export function listAccounts(ctx: ServiceContext): Account[] {
  const counts = friendCounts(ctx, 'account_id');
  const rows = ctx.db
    .sql(
      `SELECT id, name, wxid, role, category, capacity, standing, note, archived_at AS archivedAt, created_at AS createdAt
       FROM accounts ORDER BY archived_at IS NOT NULL, id`,
    )
    .all() as Omit<Account, 'friendCount'>[];
  return rows.map((row) => ({ ...row, friendCount: counts.get(row.id) ?? 0 }));
}

/** Every channel, archived ones last, by domain (public, private, offline), else in the order they were made. */
export function listChannels(ctx: ServiceContext): Channel[] {
  const counts = friendCounts(ctx, 'channel_id');
  const rows = ctx.db
    .sql(
      `SELECT id, name, domain, note, archived_at AS archivedAt FROM channels
       ORDER BY archived_at IS NOT NULL, CASE domain WHEN 'public' THEN 0 WHEN 'private' THEN 1 ELSE 2 END, id`,
    )
    .all() as Omit<Channel, 'friendCount'>[];
  return rows.map((row) => ({ ...row, friendCount: counts.get(row.id) ?? 0 }));
}

/** Friends not archived, by the value of one of their columns. */
function friendCounts(ctx: ServiceContext, column: 'account_id' | 'channel_id'): Map<number | null, number> {
  const rows = ctx.db.arrays(`SELECT ${column}, count(*) FROM friends WHERE archived_at IS NULL GROUP BY ${column}`).all() as [
    number | null,
    number,
  ][];
  return new Map(rows);
}
