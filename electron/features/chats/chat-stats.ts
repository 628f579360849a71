import type { ServiceContext } from '../../platform/context.ts';
import { fillChosen } from '../../platform/undo/recorder.ts';
import { slots } from './message-id.ts';
import type { ConversationState } from './people.ts';

/** `id` of a message → its day in China, in SQL */
const dayInSql = `((id / ${slots} + 28800) / 86400)`;

/** Writes what an import did to each conversation. Those that were empty are counted already; others are counted anew. */
export function finishConversations(
  ctx: ServiceContext,
  batchId: number,
  states: ConversationState[],
  twoWayDays: Map<number, number>,
): void {
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
    if (state.hadMessages) countConversation(ctx, state.id);
    else
      fresh.run(
        state.added,
        state.from * 1000,
        state.to * 1000,
        state.inCount,
        state.outCount,
        at(state.lastIn),
        at(state.lastOut),
        twoWayDays.get(state.index) ?? 0,
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
           FROM messages WHERE conversation_id = conversations.id GROUP BY ${dayInSql}))
       WHERE id = ?`,
    )
    .run(id);
}

interface Contact {
  id: number;
  newest: number | null;
  lastContactAt: number | null;
  contactAt: number | null;
  otherContactAt: number | null;
}

/**
 * Brings what friends' private chats say up to date, and their last contact with it. The last contact without chats is kept
 * beside, so that undoing imports in any order gives it back.
 */
export function finishFriends(ctx: ServiceContext, friendIds: ArrayLike<number>): void {
  const { db } = ctx;
  if (friendIds.length === 0) return;
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
  const contacts = db
    .sql(
      `SELECT friends.id AS id, max(coalesce(last_in_at, last_out_at), coalesce(last_out_at, last_in_at)) AS newest, last_contact_at AS lastContactAt,
         contact_at AS contactAt, other_contact_at AS otherContactAt
       FROM friends JOIN friend_chat_stats ON friend_id = friends.id WHERE friends.id IN (SELECT id FROM temp.chosen)`,
    )
    .all() as Contact[];
  const keep = db.sql('UPDATE friend_chat_stats SET contact_at = ?, other_contact_at = ? WHERE friend_id = ?');
  const set = db.sql('UPDATE friends SET last_contact_at = ? WHERE id = ?');
  for (const { id, newest, lastContactAt, contactAt, otherContactAt } of contacts) {
    // not what chats had set: somebody else moved it since
    const other = contactAt !== null && lastContactAt === contactAt ? otherContactAt : lastContactAt;
    const next = newest !== null && newest > (other ?? 0) ? newest : other;
    keep.run(next === newest ? next : null, other, id);
    if (next !== lastContactAt) set.run(next, id);
  }
  db.sql('DELETE FROM friend_chat_stats WHERE friend_id IN (SELECT id FROM temp.chosen) AND in_count = 0 AND out_count = 0').run();
}
