import { friendTexts } from '../../features/friends/index.ts';
import type { Database } from '../../platform/db/database.ts';
import type { StandIn } from '../../platform/rescue/mend.ts';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const oneAccount = (db: Database) => db.pluck('SELECT min(id) FROM accounts').get() as number | null;

/** Tables that begin empty in a salvaged book: a file of chats counts as known only while each of its messages is there. */
export const leftOut = ['chat_batch_files'];

/**
 * What others hang on is made again under its own number when its row is lost, parents first. A friend keeps her tags, orders and
 * chats that way, and what an index still knows of her (wxid, phone): the next import of contacts finds her by it and fills in the name.
 */
export const standIns: readonly StandIn[] = [
  {
    table: 'accounts',
    row: (id) => ({ name: `没读出来的账号 ${id}`, capacity: 10_000, standing: 'normal', created_at: 0, updated_at: 0 }),
  },
  {
    table: 'friends',
    row(id, facts, db) {
      const named = {
        nickname: `没读出来的好友 ${id}`,
        remark: '',
        wxid: text(facts.wxid),
        alias: text(facts.alias),
        phone: text(facts.phone_key),
      };
      const { searchText, sortName, phoneKey } = friendTexts(named);
      const level = db.pluck('SELECT to_level FROM level_changes WHERE friend_id = ? ORDER BY id DESC LIMIT 1').get(id) as
        | number
        | undefined;
      return {
        ...named,
        account_id: typeof facts.account_id === 'number' ? facts.account_id : oneAccount(db),
        phone_key: phoneKey,
        trust_level: level ?? 1,
        trust_since_at: 0,
        search_text: searchText,
        sort_name: sortName,
        created_at: 0,
        updated_at: 0,
      };
    },
  },
  {
    table: 'conversations',
    // messages have no foreign key
    spokenOf: 'SELECT DISTINCT conversation_id FROM messages WHERE conversation_id NOT IN (SELECT id FROM conversations)',
    row(id, facts, db) {
      const counted = db
        .sql('SELECT count(*) AS n, min(id) / 2097152 AS first, max(id) / 2097152 AS last FROM messages WHERE conversation_id = ?')
        .get(id) as { n: number; first: number | null; last: number | null };
      return {
        account_id: typeof facts.account_id === 'number' ? facts.account_id : oneAccount(db),
        kind: text(facts.external_id)?.endsWith('@chatroom') ? 'group' : 'private',
        external_id: text(facts.external_id),
        name: text(facts.name) ?? `没读出来的聊天 ${id}`,
        friend_id: typeof facts.friend_id === 'number' ? facts.friend_id : null,
        message_count: counted.n,
        first_at: counted.first === null ? null : Math.floor(counted.first) * 1000,
        last_at: counted.last === null ? null : Math.floor(counted.last) * 1000,
        import_batch_id: 0,
        created_at: 0,
      };
    },
  },
];
