export { adoptChats } from './adopt.ts';
export { type ChatsToErase, eraseChatCommand, eraseChats, erasuresWait, forgetErasuresCommand, waitingErasures } from './chat-erase.ts';
export { type ChatFileToImport, type ChatImport, importChat } from './chat-import.ts';
export { type ChatLook, scanChat } from './chat-scan.ts';
export { lookAtChatUndo, undoChatBatch } from './chat-undo.ts';
export { takeOverChats } from './chats.merged.ts';
export { chatsRouter, conversationsRouter } from './chats.router.ts';
export { chatsCommands, chatsUndoTables, undoChatBatchCommand } from './chats.service.ts';
export { chatTimeline } from './contacts.queries.ts';
export { daysTheyWrote } from './days-they-wrote.ts';
export {
  type BatchedChats,
  type IncomingChats,
  type IncomingRecord,
  type IncomingSink,
  type PouredChats,
  pourBatches,
} from './incoming.ts';
export { type FileMark, filesLike, type KnownFile } from './known-files.ts';
export { contactsWent, settlingContacts } from './last-contact.ts';
export { type LastWords, lastWordsWith } from './last-words.ts';
export { firstIdAt, isTimely, secondOf, slots, timeOf } from './message-id.ts';
export { type Owner, ownerSaid } from './owner.ts';
export type { ChooseConversation, ConversationChoice, PeoplePolicy } from './people.ts';
export { ChatSpool, type SpooledChats } from './spool.ts';
export { talkerWxid } from './talker-wxid.ts';

export type { LetterCount } from './utf8.ts';
