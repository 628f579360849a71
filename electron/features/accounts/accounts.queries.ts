import { asc, sql } from 'drizzle-orm';
import type { Account, Channel } from '../../../shared/contracts/accounts.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { accounts, channels } from './accounts.schema.ts';

/** Friends in the book (archived ones left out) by account id and by channel id. */
export interface FriendCounts {
  accounts: Record<string, number>;
  channels: Record<string, number>;
}
type CountFriends = () => Promise<FriendCounts>;

const plugged = new WeakMap<HostContext, CountFriends>();

/** Tells accounts how to count friends, which stand above them. Called once by the composition root. */
export function plugAccounts(ctx: HostContext, countFriends: CountFriends): void {
  plugged.set(ctx, countFriends);
}

/** Every account, archived ones last, else in the order they were made. */
export async function listAccounts(ctx: HostContext): Promise<Account[]> {
  const counts = await friendCounts(ctx);
  const { id, name, wxid, role, category, capacity, standing, note, archivedAt, createdAt } = accounts;
  const rows = ctx.db.orm
    .select({ id, name, wxid, role, category, capacity, standing, note, archivedAt, createdAt })
    .from(accounts)
    .orderBy(sql`${archivedAt} IS NOT NULL`, asc(id))
    .all();
  return rows.map((row) => ({ ...row, friendCount: counts.accounts[row.id] ?? 0 }));
}

/** Every channel, archived ones last, by domain (public, private, offline), else in the order they were made. */
export async function listChannels(ctx: HostContext): Promise<Channel[]> {
  const counts = await friendCounts(ctx);
  const { id, name, domain, note, archivedAt } = channels;
  const rows = ctx.db.orm
    .select({ id, name, domain, note, archivedAt })
    .from(channels)
    .orderBy(sql`${archivedAt} IS NOT NULL`, sql`CASE ${domain} WHEN 'public' THEN 0 WHEN 'private' THEN 1 ELSE 2 END`, asc(id))
    .all();
  return rows.map((row) => ({ ...row, friendCount: counts.channels[row.id] ?? 0 }));
}

function friendCounts(ctx: HostContext): Promise<FriendCounts> {
  const countFriends = plugged.get(ctx);
  if (!countFriends) throw new Error('plugAccounts was not called for this context');
  return countFriends();
}
