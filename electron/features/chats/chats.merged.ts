import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { finishFriends } from './chat-stats.ts';

/** Chats with the other and what she wrote in groups become the kept one's; what chats say of her is reckoned anew. */
export function takeOverChats(ctx: ServiceContext, record: Recorder, { keepId, otherId }: DomainEvents['friends.merged']): void {
  const { db } = ctx;
  const tables = ['conversations', 'chat_talkers'].map((table) => ({
    table,
    ids: db.pluck(`SELECT id FROM ${table} WHERE friend_id = ?`).all(otherId) as number[],
  }));
  if (tables.every(({ ids }) => ids.length === 0)) return;
  const asked = db
    .sql('SELECT sum(asked_count) AS count, max(last_asked_at) AS at FROM friend_chat_stats WHERE friend_id IN (?, ?)')
    .get(keepId, otherId) as { count: number | null; at: number | null };
  // before the chats move, so that undo brings the rows back once the chats are where they were
  record.remove('friend_chat_stats', [keepId, otherId]);
  for (const { table, ids } of tables) record.update(table, ids, { friend_id: keepId });
  finishFriends(ctx, [keepId]);
  const { changes } = db
    .sql('UPDATE friend_chat_stats SET asked_count = ?, last_asked_at = ? WHERE friend_id = ?')
    .run(asked.count ?? 0, asked.at, keepId);
  if (changes > 0) record.inserted('friend_chat_stats', [keepId]);
}
