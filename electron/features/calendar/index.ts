import type { AnyCommand } from '../../platform/jobs/command.ts';
import { postCommands } from './calendar.service.ts';

export { calendarRouter, postsRouter } from './calendar.router.ts';
export { calendarUndoTables } from './calendar.service.ts';
export { advertsSeenSince } from './seen-adverts.ts';

/** What may run in the worker. */
export const calendarCommands: AnyCommand[] = [...postCommands];
