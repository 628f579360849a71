import type { ServiceContext } from '../../platform/context.ts';
import type { ErasedPerson } from '../backups/index.ts';
import { marker, rowName, wxidName } from '../backups/index.ts';
import { talkerWxid } from '../chats/index.ts';

/** Tables whose rows are known again in an older book. */
type NamedTable = 'friends' | 'conversations' | 'chat_talkers' | 'orders' | 'payments';

/** Where one person stands in the book; ids ascending. */
export interface PersonRows {
  /** contacts in all accounts that are known to be this person */
  friendIds: number[];
  wxids: string[];
  /** private chats */
  conversationIds: number[];
  /** as who they wrote in groups */
  talkerIds: number[];
  orderIds: number[];
  paymentIds: number[];
  /** all of these with the moment (ms UTC) the row was made */
  named: { table: NamedTable; id: number; madeAt: number }[];
}

type Found = Record<NamedTable, number[]> & { wxids: string[] };

const nameIn = (column: string) => `${column} IN (SELECT value FROM json_each(?))`;
/** of a row of chat_talkers, which has no moment of its own */
const talkerMadeAt = 'coalesce((SELECT created_at FROM import_batches WHERE id = chat_talkers.import_batch_id), 0)';
const madeAtOf: Record<NamedTable, string> = {
  friends: 'created_at',
  conversations: 'created_at',
  chat_talkers: talkerMadeAt,
  orders: 'created_at',
  payments: 'created_at',
};

/** Everything of these contacts. */
export const rowsOfPerson = (ctx: ServiceContext, friendIds: number[]): PersonRows =>
  complete(ctx, { friends: friendIds, conversations: [], chat_talkers: [], orders: [], payments: [], wxids: [] });

/** What an older book still holds of somebody; null = nothing. What was made after the erasure is a new decision, and stays. */
export function rowsOfErased(ctx: ServiceContext, { key, at, marks }: ErasedPerson): PersonRows | null {
  const { db } = ctx;
  const mark = marker(key);
  const known = new Set(marks);
  const found: Found = { friends: [], conversations: [], chat_talkers: [], orders: [], payments: [], wxids: [] };
  const wxids = new Set<string>();
  const look = (table: NamedTable, wxid: string) => {
    const rows = db.arrays(`SELECT id, ${madeAtOf[table]} AS made, ${wxid} FROM ${table} WHERE made <= ?`).iterate(at);
    for (const [id, madeAt, who] of rows as Iterable<[number, number, string | null]>) {
      const same = who !== null && known.has(mark(wxidName(who)));
      if (!same && !known.has(mark(rowName(table, id, madeAt)))) continue;
      if (same) wxids.add(who);
      found[table].push(id);
    }
  };
  look('friends', 'wxid');
  look('conversations', "CASE kind WHEN 'private' THEN external_id END");
  look('chat_talkers', talkerWxid);
  look('orders', 'NULL');
  look('payments', 'NULL');
  found.wxids = [...wxids];
  return Object.values(found).some((list) => list.length > 0) ? complete(ctx, found) : null;
}

function complete({ db }: ServiceContext, seeds: Found): PersonRows {
  const friends = JSON.stringify(seeds.friends);
  const more = <T>(sql: string, ...params: unknown[]) => db.pluck(sql).all(...params) as T[];
  const wxids = union(seeds.wxids, more<string>(`SELECT DISTINCT wxid FROM friends WHERE ${nameIn('id')} AND wxid IS NOT NULL`, friends));
  // a telephone that somebody else has too says nothing
  const phones = JSON.stringify(
    more(
      `SELECT DISTINCT phone_key FROM friends WHERE ${nameIn('id')} AND phone_key IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM friends other WHERE other.phone_key = friends.phone_key AND NOT ${nameIn('other.id')})`,
      friends,
      friends,
    ),
  );
  const wxidList = JSON.stringify(wxids);
  const of = {
    friends: seeds.friends,
    conversations: more<number>(
      `SELECT id FROM conversations WHERE kind = 'private' AND (${nameIn('friend_id')} OR (${nameIn('external_id')}
         AND NOT EXISTS (SELECT 1 FROM friends WHERE friends.id = friend_id AND NOT ${nameIn('friends.id')})))`,
      friends,
      wxidList,
      friends,
    ),
    chat_talkers: more<number>(`SELECT id FROM chat_talkers WHERE ${nameIn('friend_id')} OR ${nameIn(talkerWxid)}`, friends, wxidList),
    // orders of nobody with the same telephone are theirs as well
    orders: more<number>(
      `SELECT id FROM orders WHERE ${nameIn('friend_id')} OR (friend_id IS NULL AND ${nameIn('phone_key')})`,
      friends,
      phones,
    ),
    payments: more<number>(`SELECT id FROM payments WHERE ${nameIn('friend_id')}`, friends),
  };
  const ids = Object.fromEntries(
    Object.entries(of).map(([table, list]) => [table, union(seeds[table as NamedTable], list).sort((a, b) => a - b)]),
  ) as Record<NamedTable, number[]>;
  const named = (Object.keys(madeAtOf) as NamedTable[]).flatMap((table) =>
    (
      db.sql(`SELECT id, ${madeAtOf[table]} AS madeAt FROM ${table} WHERE ${nameIn('id')}`).all(JSON.stringify(ids[table])) as {
        id: number;
        madeAt: number;
      }[]
    ).map((row) => ({ table, ...row })),
  );
  return {
    friendIds: ids.friends,
    wxids,
    conversationIds: ids.conversations,
    talkerIds: ids.chat_talkers,
    orderIds: ids.orders,
    paymentIds: ids.payments,
    named,
  };
}

const union = <T>(one: readonly T[], other: readonly T[]): T[] => [...new Set([...one, ...other])];
