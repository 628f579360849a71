import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { fillChosen } from '../../platform/undo/recorder.ts';
import { settleChosen } from './last-contact.ts';
import { slots } from './message-id.ts';
import type { ConversationState } from './people.ts';

/** id of a message → its day in China, in SQL */
const dayOf = (id: string) => `((${id} / ${slots} + 28800) / 86400)`;

/** Writes what an import did to each conversation. Those that were empty are counted already; others are counted anew. */
export function finishConversations(ctx: ServiceContext, batchId: number, states: ConversationState[]): void {
  const fresh = ctx.db.sql(
    `UPDATE conversations SET message_count = ?, first_at = ?, last_at = ?, in_count = ?, out_count = ?, last_in_at = ?, last_out_at = ?,
       two_way_days = ?, has_coarse = ? WHERE id = ?`,
  );
  const part = ctx.db.sql('INSERT INTO chat_batch_conversations (batch_id, conversation_id, added, shared) VALUES (?, ?, ?, ?)');
  const at = (second: number) => (second === 0 ? null : second * 1000);
  for (const state of states) {
    if (state.id === 0) continue;
    part.run(batchId, state.id, state.added, state.shared);
    if (state.added === 0) continue;
    if (state.recount) countConversation(ctx, state.id);
    else
      fresh.run(
        state.added,
        state.from * 1000,
        state.to * 1000,
        state.inCount,
        state.outCount,
        at(state.lastIn),
        at(state.lastOut),
        state.twoWayDays,
        state.hasCoarse ? 1 : 0,
        state.id,
      );
  }
}

/** Counts one conversation from its messages; an empty one has zeros and no times. */
export function countConversation(ctx: ServiceContext, id: number): void {
  ctx.db
    .sql(
      `UPDATE conversations SET (message_count, first_at, last_at, in_count, out_count, last_in_at, last_out_at, has_coarse, two_way_days) = (
         SELECT coalesce(sum(messages), 0), min(first) / ${slots} * 1000, max(last) / ${slots} * 1000,
           coalesce(sum(ins), 0), coalesce(sum(outs), 0), max(last_in) / ${slots} * 1000, max(last_out) / ${slots} * 1000,
           coalesce(max(coarse), 0), coalesce(sum(ins > 0 AND outs > 0), 0)
         FROM (SELECT count(*) AS messages, min(id) AS first, max(id) AS last, sum(direction = 0) AS ins, sum(direction = 1) AS outs,
             max(CASE direction WHEN 0 THEN id END) AS last_in, max(CASE direction WHEN 1 THEN id END) AS last_out, max(precision > 0) AS coarse
           FROM messages WHERE conversation_id = conversations.id GROUP BY ${dayOf('id')}))
       WHERE id = ?`,
    )
    .run(id);
}

/** Brings what friends' private chats say up to date, and their last contact with it. Without a word in private chats there is no row. */
export function finishFriends({ db }: ServiceContext, friendIds: ArrayLike<number>): void {
  countFriends(db, friendIds);
  db.sql('DELETE FROM friend_chat_stats WHERE friend_id IN (SELECT id FROM temp.chosen) AND in_count = 0 AND out_count = 0').run();
}

/** The same, but friends without a word have a row of zeros; leaves them in temp.chosen. */
function countFriends(db: Database, friendIds: ArrayLike<number>): void {
  fillChosen(db, friendIds);
  db.sql(
    `INSERT INTO friend_chat_stats (friend_id, first_at, last_in_at, last_out_at, in_count, out_count, two_way_days)
     SELECT friends.id, min(first_at), max(last_in_at), max(last_out_at), coalesce(sum(in_count), 0), coalesce(sum(out_count), 0),
       coalesce(sum(two_way_days), 0)
     FROM friends LEFT JOIN conversations ON conversations.friend_id = friends.id AND kind = 'private'
     WHERE friends.id IN (SELECT id FROM temp.chosen) GROUP BY friends.id
     ON CONFLICT (friend_id) DO UPDATE SET first_at = excluded.first_at, last_in_at = excluded.last_in_at, last_out_at = excluded.last_out_at,
       in_count = excluded.in_count, out_count = excluded.out_count, two_way_days = excluded.two_way_days`,
  ).run();
  uniteDays(db);
  settleChosen(db);
}

/** After an undo brought rows of friends back as they were: chats may have come in since, also for a friend who had none. */
export function refreshFriends(db: Database, friendIds: ArrayLike<number>): void {
  const without = db
    .pluck(
      `SELECT DISTINCT friend_id FROM conversations WHERE friend_id IS NOT NULL AND kind = 'private' AND in_count + out_count > 0
         AND friend_id NOT IN (SELECT friend_id FROM friend_chat_stats)`,
    )
    .all() as number[];
  countFriends(db, [...Array.from(friendIds), ...without]);
}

/** After an undo let chats go back to friends. Rows that are still to come back count for themselves. */
export function refreshFriendsOf(db: Database, conversationIds: ArrayLike<number>): void {
  fillChosen(db, conversationIds);
  const friends = db
    .pluck(
      `SELECT DISTINCT conversations.friend_id FROM conversations JOIN friend_chat_stats ON friend_chat_stats.friend_id = conversations.friend_id
       WHERE id IN (SELECT id FROM temp.chosen)`,
    )
    .all() as number[];
  countFriends(db, friends);
}

/** Where several chats are with one friend, a day counts once, also when she wrote in the one and the seller in the other. */
function uniteDays(db: Database): void {
  const several = db
    .pluck(
      `SELECT friend_id FROM conversations WHERE friend_id IN (SELECT id FROM temp.chosen) AND kind = 'private' AND message_count > 0
       GROUP BY friend_id HAVING count(*) > 1`,
    )
    .all() as number[];
  const set = db.sql(
    `UPDATE friend_chat_stats SET two_way_days = (SELECT count(*) FROM (
       SELECT 1 FROM conversations JOIN messages ON conversation_id = conversations.id WHERE friend_id = ? AND conversations.kind = 'private'
       GROUP BY ${dayOf('messages.id')} HAVING min(direction) = 0 AND sum(direction = 1) > 0))
     WHERE friend_id = ?`,
  );
  for (const id of several) set.run(id, id);
}
