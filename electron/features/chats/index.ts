export { type ChatFileToImport, type ChatImport, importChat } from './chat-import.ts';
export { type ChatLook, scanChat } from './chat-scan.ts';
export { lookAtChatUndo, undoChatBatch } from './chat-undo.ts';
export { chatsRouter, conversationsRouter } from './chats.router.ts';
export { chatsCommands, chatsUndoTables, undoChatBatchCommand } from './chats.service.ts';
export type { IncomingChats, IncomingRecord } from './incoming.ts';
export { firstIdAt, secondOf, slots, timeOf } from './message-id.ts';
export type { Owner } from './owner.ts';
export type { ChooseConversation, ConversationChoice, PeoplePolicy } from './people.ts';
