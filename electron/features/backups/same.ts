import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';

/** A row of friends as it lies in the backup. */
export interface CopiedFriend {
  id: number;
  account_id: number;
  nickname: string;
  remark: string;
  wxid: string | null;
  alias: string | null;
  phone: string | null;
  phone_key: string | null;
  created_at: number;
  [column: string]: string | number | null;
}

interface Account {
  id: number;
  name: string;
}

/** For each account of the backup the present one: with its wxid, its row in the same book, its name; else the first that is in use. */
export function presentAccounts(ctx: ServiceContext, copy: Database): (id: number) => Account {
  type Row = Account & { wxid: string | null; created_at: number };
  const sql = 'SELECT id, name, wxid, created_at FROM accounts ORDER BY archived_at IS NOT NULL, id';
  const ours = ctx.db.sql(sql).all() as Row[];
  const theirs = new Map((copy.sql(sql).all() as Row[]).map((row) => [row.id, row]));
  return (id) => {
    const one = theirs.get(id);
    const same = (fits: (row: Row) => boolean) => ours.find(fits);
    return (
      (one?.wxid && same(({ wxid }) => wxid === one.wxid)) ||
      same((row) => row.id === id && row.created_at === one?.created_at) ||
      same(({ name }) => name === one?.name) ||
      ours[0]!
    );
  };
}

/**
 * The friend of the present book who is the same person; null = nobody is. An id of WeChat decides; then the row itself, in a backup of
 * the same book; then what only one friend of the account has: WeChat name, phone number.
 */
export function presentFriend({ db }: ServiceContext, accountId: number, friend: CopiedFriend): number | null {
  const one = (sql: string, ...values: unknown[]): number | null => {
    const ids = db.pluck(`SELECT id FROM friends WHERE ${sql} LIMIT 2`).all(...values) as number[];
    return ids.length === 1 ? ids[0]! : null;
  };
  const { wxid, alias, phone_key } = friend;
  const byWxid = wxid === null ? null : one('account_id = ? AND wxid = ?', accountId, wxid);
  if (byWxid !== null) return byWxid;
  const byRow = one('id = ? AND created_at = ?', friend.id, friend.created_at);
  if (byRow !== null) return byRow;
  // somebody with another wxid is somebody else, whoever the phone is shared with
  const free = wxid === null ? '' : ' AND wxid IS NULL';
  const byAlias = alias === null ? null : one(`account_id = ? AND alias = ?${free}`, accountId, alias);
  return byAlias ?? (phone_key === null ? null : one(`account_id = ? AND phone_key = ?${free}`, accountId, phone_key));
}
