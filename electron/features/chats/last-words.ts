import type { ServiceContext } from '../../platform/context.ts';
import { timeOf } from './message-id.ts';

export interface LastWords {
  /** ms UTC */
  at: number;
  direction: 'in' | 'out';
  /** the first 120 characters */
  text: string;
}

/** The last three messages of the private chats, oldest first. */
export function lastWordsWith(ctx: ServiceContext, friendId: number): LastWords[] {
  const chats = ctx.db.pluck("SELECT id FROM conversations WHERE friend_id = ? AND kind = 'private' AND message_count > 0").all(friendId);
  const last = ctx.db.sql(
    `SELECT id, direction, substr(content, 1, 120) AS text FROM messages WHERE conversation_id = ? AND direction < 2 AND content <> ''
     ORDER BY id DESC LIMIT 3`,
  );
  const rows = (chats as number[]).flatMap((chat) => last.all(chat) as { id: number; direction: number; text: string }[]);
  return rows
    .sort((a, b) => b.id - a.id)
    .slice(0, 3)
    .reverse()
    .map(({ id, direction, text }) => ({ at: timeOf(id), direction: direction === 0 ? ('in' as const) : ('out' as const), text }));
}
