import type { UndoTable } from '../../platform/undo/recorder.ts';

export { plugImports } from './before-big.ts';
export { decodeText } from './formats/decode.ts';
export { type TableSource, tableFromBytes } from './formats/open-table.ts';
export { readStableFile } from './formats/stable-file.ts';
export { importsRouter } from './imports.router.ts';
export { closeImportsCommand, importsCommands } from './imports.service.ts';
export { importTimeline } from './imports.timeline.ts';
export { layRows } from './lay-rows.ts';
export { orderImportRouter } from './orders/order-import.router.ts';
export { stored as storedChats } from './queue/chat-commit.ts';
export { chatImportRouter, importQueueRouter } from './queue/queue.router.ts';
export { rememberSolitaire } from './solitaire-batch.ts';
export { settleImported } from './staged-of.ts';
export { forgetUnread, unreadListsWith } from './unread-rows.ts';

/** The history of imports is never taken back: an undone import stays in it, marked as such. */
export const importsUndoTables: UndoTable[] = [];
