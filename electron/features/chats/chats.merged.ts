import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { finishFriends } from './chat-stats.ts';

interface Stats {
  contactAt: number | null;
  otherContactAt: number | null;
  asked: number;
  lastAsked: number | null;
  lastContactAt: number | null;
}

/** The last contact as it would be without chats. */
const without = (one: Stats): number =>
  (one.contactAt !== null && one.lastContactAt === one.contactAt ? one.otherContactAt : one.lastContactAt) ?? 0;

/** Chats with the other and what she wrote in groups become the kept one's; what chats say of her is reckoned anew. */
export function takeOverChats(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const { db } = ctx;
  const read = db.sql(
    `SELECT contact_at AS contactAt, other_contact_at AS otherContactAt, coalesce(asked_count, 0) AS asked, last_asked_at AS lastAsked,
       last_contact_at AS lastContactAt FROM friends LEFT JOIN friend_chat_stats ON friend_id = friends.id WHERE friends.id = ?`,
  );
  const [keep, other] = [read.get(keepId) as Stats, read.get(otherId) as Stats];
  let moved = 0;
  for (const table of ['conversations', 'chat_talkers']) {
    const ids = db.pluck(`SELECT id FROM ${table} WHERE friend_id = ?`).all(otherId) as number[];
    moved += record.update(table, ids, { friend_id: keepId }).length;
  }
  if (moved === 0) return;
  record.remove('friend_chat_stats', [otherId]);
  record.remove('friend_chat_stats', [keepId]);
  finishFriends(ctx, [keepId]);
  const contact = Math.max(without(keep), without(other)) || null;
  const set = db.sql(
    `UPDATE friend_chat_stats SET asked_count = ?, last_asked_at = ?, other_contact_at = ?,
       contact_at = (SELECT CASE WHEN last_contact_at > coalesce(?, 0) THEN last_contact_at END FROM friends WHERE id = friend_id) WHERE friend_id = ?`,
  );
  const changed = set.run(
    keep.asked + other.asked,
    Math.max(keep.lastAsked ?? 0, other.lastAsked ?? 0) || null,
    contact,
    contact,
    keepId,
  ).changes;
  if (changed > 0) record.inserted('friend_chat_stats', [keepId]);
}
