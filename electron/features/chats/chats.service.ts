import type { UndoChatsReport } from '../../../shared/contracts/chats.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { eraseChatCommand, forgetErasuresCommand } from './chat-erase.ts';
import { refreshFriends, refreshFriendsOf } from './chat-stats.ts';
import { undoChatBatch } from './chat-undo.ts';
import { linkConversationCommand, linkTalkerCommand } from './link.service.ts';

/** Takes one import of chats back; see undoChatBatch. */
export const undoChatBatchCommand = defineCommand<{ batchId: number }, UndoChatsReport>({
  name: 'chats.undoBatch',
  writes: true,
  heavy: () => true,
  run: (ctx, { batchId }, control) => undoChatBatch(ctx, batchId, control),
});

export const chatsCommands: AnyCommand[] = [
  undoChatBatchCommand,
  linkConversationCommand,
  linkTalkerCommand,
  eraseChatCommand,
  forgetErasuresCommand,
];

/** Rows that hang on friends: when one is taken back, they let go of it, and find it again when it is brought back. */
export const chatsUndoTables: UndoTable[] = [
  { name: 'conversations', key: 'id', refresh: refreshFriendsOf },
  { name: 'chat_talkers', key: 'id' },
  { name: 'friend_chat_stats', key: 'friend_id', hint: (friendIds) => ({ friendIds }), refresh: refreshFriends },
];
