import { z } from 'zod';
import { messageDirections, messageKinds, timePrecisions } from '../domain/messages.ts';
import { day, line, moment, rowId } from './common.ts';

export const conversationKinds = ['private', 'group'] as const;

/** Place of a message in time and in the book: integer below 2^53, ascending with time; the same as long as the message is there. */
export const messageId = z.int().positive();

// ── reading

export const conversationListInput = z.object({
  accountId: rowId.nullable(),
  kind: z.enum(conversationKinds).nullable(),
  /** chats with this friend, and groups she wrote in */
  friendId: rowId.nullable(),
  /** part of its name or of the friend's */
  search: line(100),
  offset: z.int().min(0),
  limit: z.int().min(1).max(500),
});
export const conversation = z.object({
  id: rowId,
  accountId: rowId,
  kind: z.enum(conversationKinds),
  externalId: z.string().nullable(),
  name: z.string(),
  /** whom a private chat is with; null = nobody of the book, or a group */
  friendId: rowId.nullable(),
  friendName: z.string().nullable(),
  /** of that friend, 1–6 */
  trustLevel: z.int().nullable(),
  messageCount: z.int(),
  firstAt: moment.nullable(),
  lastAt: moment.nullable(),
  inCount: z.int(),
  outCount: z.int(),
  lastInAt: moment.nullable(),
  lastOutAt: moment.nullable(),
  /** days on which both wrote */
  twoWayDays: z.int(),
  /** its newest message, the first 200 characters of it; null = it has none */
  last: z
    .object({ direction: z.enum(messageDirections), kind: z.enum(messageKinds), text: z.string(), talkerName: z.string().nullable() })
    .nullable(),
});
export type Conversation = z.infer<typeof conversation>;
/** Newest message first. */
export const conversationPage = z.object({ total: z.int(), rows: z.array(conversation) });

export const messagesInput = z.object({
  conversationId: rowId,
  /** null = the newest; `before` / `after` = the page that ends before / begins after this message; `around` = half a page each side of it, itself included */
  from: z.object({ side: z.enum(['before', 'after', 'around']), id: messageId }).nullable(),
  limit: z.int().min(1).max(500),
});
export const message = z.object({
  id: messageId,
  at: moment,
  precision: z.enum(timePrecisions),
  direction: z.enum(messageDirections),
  kind: z.enum(messageKinds),
  text: z.string(),
  /** who of a group wrote it; null = the peer of a private chat, the seller, WeChat itself */
  talkerId: rowId.nullable(),
  talkerName: z.string().nullable(),
});
export type Message = z.infer<typeof message>;
/** Oldest first. */
export const messagePage = z.object({ rows: z.array(message), hasOlder: z.boolean(), hasNewer: z.boolean() });
export type MessagePage = z.infer<typeof messagePage>;

export const jumpInput = z.object({ conversationId: rowId, on: day });
/** The first message on or after that day (China time), else the last before it; null = an empty conversation. */
export const jumpResult = z.object({ id: messageId }).nullable();

export const membersInput = z.object({ conversationId: rowId });
export const member = z.object({
  talkerId: rowId,
  name: z.string(),
  groupName: z.string(),
  externalId: z.string().nullable(),
  friendId: rowId.nullable(),
  friendName: z.string().nullable(),
});
export type Member = z.infer<typeof member>;
export const memberList = z.array(member);

export const friendStatsInput = z.object({ friendId: rowId });
/** null = that side never wrote */
export const firstMessage = z
  .object({
    messageId,
    conversationId: rowId,
    at: moment,
    precision: z.enum(timePrecisions),
    kind: z.enum(messageKinds),
    /** its beginning */
    text: z.string(),
  })
  .nullable();
export type FirstMessage = z.infer<typeof firstMessage>;
const openedBy = z.enum(['in', 'out']).nullable();
/** What a friend's private chats say; null = there are none. */
export const friendChatStats = z
  .object({
    firstAt: moment.nullable(),
    lastInAt: moment.nullable(),
    lastOutAt: moment.nullable(),
    inCount: z.int(),
    outCount: z.int(),
    /** days (China time) on which both wrote */
    twoWayDays: z.int(),
    /** messages of hers with a word for price or product (settings), and the newest; a little behind after an import or new words */
    askedCount: z.int(),
    lastAskedAt: moment.nullable(),
    firstIn: firstMessage,
    firstOut: firstMessage,
    /** whose first message was earlier; null = the times in the file do not say */
    openedBy,
    /** from the first message to the first of the other side; null = none, or not to be told */
    answeredAfterMs: z.int().nullable(),
  })
  .nullable();
export type FriendChatStats = z.infer<typeof friendChatStats>;

/** `before` = first message of the contact above; null = from the newest on */
export const contactsInput = z.object({ friendId: rowId, before: messageId.nullable(), limit: z.int().min(1).max(200) });
/** Messages of private chats with less than three hours of silence between them. */
export const contact = z.object({
  /** its first message */
  messageId,
  conversationId: rowId,
  fromAt: moment,
  toAt: moment,
  precision: z.enum(timePrecisions),
  openedBy,
  inCount: z.int(),
  outCount: z.int(),
});
export type Contact = z.infer<typeof contact>;
/** Newest first. */
export const contactPage = z.object({ rows: z.array(contact), more: z.boolean() });
export type ContactPage = z.infer<typeof contactPage>;

// ── changing

/** null = nobody of the book */
export const linkConversationInput = z.object({ conversationId: rowId, friendId: rowId.nullable() });
export const linkTalkerInput = z.object({ talkerId: rowId, friendId: rowId.nullable() });
/** `messageId` null = the whole conversation. Final: to have it again she imports its file again */
export const eraseChatInput = z.object({ conversationId: rowId, messageId: messageId.nullable() });
export const erasedReport = z.object({ removed: z.int() });

// ── importing

/** What the seller decided about one conversation of a file. `newFriend` makes a friend where there is none yet; `leaveOut` reads nothing of it. */
export const conversationChoice = z.object({
  as: z.enum(['friend', 'newFriend', 'noFriend', 'leaveOut']),
  /** with `friend` */
  friendId: rowId.optional(),
  /** where the file does not say whether it is a group */
  group: z.boolean().optional(),
  /** the group of the book that it is; one that has another id is refused */
  conversationId: rowId.optional(),
});
export const chatOwner = z.object({ ids: z.array(z.string().max(200)).max(50), names: z.array(z.string().max(200)).max(50) });
export const peoplePolicy = z.object({
  /** by `key` of scanned conversations; the others are matched by wxid, then by name with a conversation of the book */
  mapping: z.record(z.string(), conversationChoice),
  unknownPeers: z.enum(['newFriend', 'noFriend']),
  unknownTalkers: z.enum(['newFriend', 'member']),
});

export const chatProblem = z.object({
  /** place in the list of files */
  file: z.int(),
  line: z.int(),
  problem: z.string(),
  /** its beginning */
  text: z.string(),
});
export const chatImportReport = z.object({
  batchId: rowId,
  /** read = added + duplicate + problem + leftOut */
  read: z.int(),
  added: z.int(),
  /** in the book already, or twice in the file */
  duplicate: z.int(),
  problem: z.int(),
  /** of conversations she left out */
  leftOut: z.int(),
  friendsCreated: z.int(),
  conversationCount: z.int(),
  /** at most 1,000, most new messages first */
  conversations: z.array(
    z.object({
      conversationId: rowId,
      name: z.string(),
      kind: z.enum(conversationKinds),
      friendId: rowId.nullable(),
      isNew: z.boolean(),
      added: z.int(),
      duplicate: z.int(),
    }),
  ),
  /** the first 200 */
  problems: z.array(chatProblem),
  problemCounts: z.record(z.string(), z.int()),
});
export type ChatImportReport = z.infer<typeof chatImportReport>;

export const scannedConversation = z.object({
  file: z.int(),
  /** what the choices are made by */
  key: z.string(),
  externalId: z.string().nullable(),
  name: z.string(),
  kind: z.enum(conversationKinds),
  /** false = guessed by the number of people who wrote */
  kindKnown: z.boolean(),
  messages: z.int(),
  firstAt: moment.nullable(),
  lastAt: moment.nullable(),
  /** how many are in the book already; null = it cannot be told before she says who she is */
  known: z.int().nullable(),
  /** the conversation of the book it would go on with */
  conversationId: rowId.nullable(),
  /** who it is with: `sure` by wxid or by the conversation, `doubtful` by an equal name only */
  match: z.object({ friendId: rowId, name: z.string(), how: z.enum(['sure', 'doubtful']) }).nullable(),
  /** who wrote, most first, at most 200 */
  talkers: z.array(z.object({ id: z.string().nullable(), name: z.string(), messages: z.int() })),
});
export type ScannedConversation = z.infer<typeof scannedConversation>;
export const chatScan = z.object({
  read: z.int(),
  problem: z.int(),
  conversations: z.array(scannedConversation),
  /** true = a file does not say who the seller is, and the account does not remember either, or remembers nobody who wrote in it */
  asksForOwner: z.boolean(),
  /** everybody who wrote in files that do not say who the seller is, most first, at most 200; `samples` = one or two things she said */
  ownerCandidates: z.array(
    z.object({ id: z.string().nullable(), name: z.string(), messages: z.int(), conversations: z.int(), samples: z.array(z.string()) }),
  ),
  owner: chatOwner,
  problems: z.array(chatProblem),
  problemCounts: z.record(z.string(), z.int()),
});
export type ChatScan = z.infer<typeof chatScan>;

/** Taking an import of chats back is final: to have it again she imports the file again. */
export const undoChatsReport = z.object({
  batchId: rowId,
  /** messages that went */
  removed: z.int(),
  /** messages that stay because a later import contained them too */
  handedOver: z.int(),
  conversationsRemoved: z.int(),
  friendsRemoved: z.int(),
  /** friends it had made who stay, because they were worked on since or other chats are with them */
  friendsKept: z.int(),
});
export type UndoChatsReport = z.infer<typeof undoChatsReport>;
