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
  linkConversationInput,
  linkTalkerInput,
  memberList,
  membersInput,
  messagePage,
  messagesInput,
} from '../../../shared/contracts/chats.ts';
import { saved } from '../../../shared/contracts/common.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { jumpTo, listConversations, listMembers, readConversation, readMessages } from './chats.queries.ts';
import { readContacts, readFriendStats } from './contacts.queries.ts';
import { linkConversationCommand, linkTalkerCommand } from './link.service.ts';

export const conversationsRouter = router({
  list: procedure
    .input(conversationListInput)
    .output(conversationPage)
    .query(({ ctx, input }) => listConversations(ctx, input)),
  get: procedure
    .input(membersInput)
    .output(conversation.nullable())
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
  linkConversation: procedure
    .input(linkConversationInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(linkConversationCommand, input)),
  linkTalker: procedure
    .input(linkTalkerInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(linkTalkerCommand, input)),
  contacts: procedure
    .input(contactsInput)
    .output(contactPage)
    .query(({ ctx, input }) => readContacts(ctx, input)),
});
