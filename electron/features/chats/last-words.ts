import type { ServiceContext } from '../../platform/context.ts';

/** The newest message of a friend in private chats, for those who wrote since `from` (ms UTC); `friendIds` null = everybody. */
export function lastWordsSince(ctx: ServiceContext, from: number, friendIds: readonly number[] | null): { friendId: number; at: number }[] {
  if (!friendIds)
    return ctx.db.sql('SELECT friend_id AS friendId, last_in_at AS at FROM friend_chat_stats WHERE last_in_at >= ?').all(from) as {
      friendId: number;
      at: number;
    }[];
  const read = ctx.db.pluck('SELECT last_in_at FROM friend_chat_stats WHERE friend_id = ? AND last_in_at >= ?');
  return friendIds.flatMap((friendId) => {
    const at = read.get(friendId, from) as number | undefined;
    return at === undefined ? [] : [{ friendId, at }];
  });
}
