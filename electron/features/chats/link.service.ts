import type { Saved } from '../../../shared/contracts/common.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { finishFriends } from './chat-stats.ts';

interface Named {
  name: string;
  friendId: number | null;
}

const friendName = "CASE remark WHEN '' THEN nickname ELSE remark END";

/** What the sentence on the screen needs: whose name, and the friend who got or lost it. @throws AppError `notFound` (friend) */
function detailsOf({ db }: ServiceContext, { name, friendId }: Named, next: number | null): Record<string, string> {
  const read = db.pluck(`SELECT ${friendName} FROM friends WHERE id = ?`);
  const friend = read.get(next ?? friendId ?? 0) as string | undefined;
  if (next !== null && friend === undefined) throw new AppError('notFound', { what: 'friend' });
  return { name, friend: friend ?? '' };
}

/**
 * Says whom a private chat is with; null = nobody of the book. What chats say of both friends is reckoned anew.
 * @throws AppError `notFound` (conversation, friend), `invalidInput` {fields: ['conversationId']} for a group
 */
export const linkConversationCommand = defineCommand<{ conversationId: number; friendId: number | null }, Saved>({
  name: 'chats.linkConversation',
  writes: true,
  // days of several chats with one friend are counted message by message
  heavy: () => true,
  run(ctx, { conversationId, friendId }) {
    const { db } = ctx;
    const chat = db.sql('SELECT name, kind, friend_id AS friendId FROM conversations WHERE id = ?').get(conversationId) as
      | (Named & { kind: string })
      | undefined;
    if (!chat) throw new AppError('notFound', { what: 'conversation' });
    if (chat.kind === 'group') throw new AppError('invalidInput', { fields: ['conversationId'] });
    const kind = friendId === null ? 'chats.unlinkConversation' : 'chats.linkConversation';
    const { undoId } = act(ctx, { kind, topics: ['chats', 'friends'], details: detailsOf(ctx, chat, friendId) }, (record) => {
      if (chat.friendId === friendId) return;
      const friends = [chat.friendId, friendId].filter((id) => id !== null);
      // somebody worked on them; and the last thing that an undo comes to, so that their last contact is reckoned from what is there then
      record.update('friends', friends, { updated_at: ctx.clock.now() });
      record.remove('friend_chat_stats', friends);
      record.update('conversations', [conversationId], { friend_id: friendId });
      finishFriends(ctx, friends);
      const rows = friends.filter((id) => db.pluck('SELECT 1 FROM friend_chat_stats WHERE friend_id = ?').get(id) !== undefined);
      record.inserted('friend_chat_stats', rows);
    });
    return { id: conversationId, undoId };
  },
});

/** Says which friend somebody is who writes in groups; null = nobody of the book. @throws AppError `notFound` (talker, friend) */
export const linkTalkerCommand = defineCommand<{ talkerId: number; friendId: number | null }, Saved>({
  name: 'chats.linkTalker',
  writes: true,
  heavy: () => false,
  run(ctx, { talkerId, friendId }) {
    const talker = ctx.db.sql('SELECT name, friend_id AS friendId FROM chat_talkers WHERE id = ?').get(talkerId) as Named | undefined;
    if (!talker) throw new AppError('notFound', { what: 'talker' });
    const kind = friendId === null ? 'chats.unlinkTalker' : 'chats.linkTalker';
    const { undoId } = act(ctx, { kind, topics: ['chats'], details: detailsOf(ctx, talker, friendId) }, (record) => {
      record.update('chat_talkers', [talkerId], { friend_id: friendId });
    });
    return { id: talkerId, undoId };
  },
});
