import type { ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { finishFriends } from './chat-stats.ts';
import { talkerWxid } from './talker-wxid.ts';

/** For a friend who came back into the book: private chats and voices in groups under the same wxid, which are nobody's, become theirs. */
export function adoptChats(ctx: ServiceContext, record: Recorder, friendId: number): void {
  const { db } = ctx;
  const own = '(SELECT account_id, wxid FROM friends WHERE id = ? AND wxid IS NOT NULL)';
  const chats = db
    .pluck(`SELECT id FROM conversations WHERE kind = 'private' AND friend_id IS NULL AND (account_id, external_id) IN ${own}`)
    .all(friendId) as number[];
  const talkers = db
    .pluck(`SELECT id FROM chat_talkers WHERE friend_id IS NULL AND (account_id, ${talkerWxid}) IN ${own}`)
    .all(friendId) as number[];
  record.update('chat_talkers', talkers, { friend_id: friendId });
  if (chats.length === 0) return;
  record.update('conversations', chats, { friend_id: friendId });
  finishFriends(ctx, [friendId]);
  const counted = db.pluck('SELECT friend_id FROM friend_chat_stats WHERE friend_id = ?').all(friendId) as number[];
  record.inserted('friend_chat_stats', counted);
}
