export { queueUsage, queueUses } from './queue-usage.ts';
export { keepTagsOfQueues, tagsOfQueues, takeOverSending } from './sending.merged.ts';
export { listsWaitingFor } from './sending.queries.ts';
export { sendingRouter } from './sending.router.ts';
export { sendingCommands, sendingUndoTables } from './sending.service.ts';
