import {
  contactPage,
  contactsInput,
  conversation,
  conversationListInput,
  conversationPage,
  friendChatStats,
  friendStatsInput,
  jumpInput,
  jumpResult,
  memberList,
  membersInput,
  messagePage,
  messagesInput,
} from '../../../shared/contracts/chats.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { jumpTo, listConversations, listMembers, readConversation, readMessages } from './chats.queries.ts';
import { readContacts, readFriendStats } from './contacts.queries.ts';

export const conversationsRouter = router({
  list: procedure
    .input(conversationListInput)
    .output(conversationPage)
    .query(({ ctx, input }) => listConversations(ctx, input)),
  get: procedure
    .input(membersInput)
    .output(conversation)
    .query(({ ctx, input }) => readConversation(ctx, input.conversationId)),
});

export const chatsRouter = router({
  messages: procedure
    .input(messagesInput)
    .output(messagePage)
    .query(({ ctx, input }) => readMessages(ctx, input)),
  jump: procedure
    .input(jumpInput)
    .output(jumpResult)
    .query(({ ctx, input }) => jumpTo(ctx, input.conversationId, input.on)),
  members: procedure
    .input(membersInput)
    .output(memberList)
    .query(({ ctx, input }) => listMembers(ctx, input.conversationId)),
  friendStats: procedure
    .input(friendStatsInput)
    .output(friendChatStats)
    .query(({ ctx, input }) => readFriendStats(ctx, input.friendId)),
  contacts: procedure
    .input(contactsInput)
    .output(contactPage)
    .query(({ ctx, input }) => readContacts(ctx, input)),
});
