import { AppError } from '../../../shared/errors.ts';
import type { HostContext } from '../../platform/host-context.ts';
import type { AnyCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { postCommands } from './calendar.service.ts';
import { calendarExportCommands } from './calendar-export.ts';
import { calendarImportCommands } from './calendar-import.ts';
import { eventCommands, eventUndoTables } from './events.service.ts';
import { postUndoTables } from './post-rows.ts';
import { manyPostsCommands } from './posts-many.service.ts';
import { recurrenceUndoTables } from './recurrence-rows.ts';
import { recurrenceCommands, rollForwardCommand, seriesWait } from './recurrences.service.ts';
import { slotCommands, slotUndoTables } from './slots.service.ts';

export { calendarRouter, postsRouter } from './calendar.router.ts';
export { eventsRouter, recurrencesRouter, slotsRouter } from './planning.router.ts';
export { settleByQueue } from './post-audiences.ts';
export { insertPost } from './post-rows.ts';
export { bytesOfViewers, takeOverSeenPosts } from './post-viewers.ts';
export { recurringAssets } from './recurrence-rows.ts';
export { advertsSeenSince } from './seen-adverts.ts';
export { listFreeSlots } from './slots.service.ts';
export { keepTagsOfPosts, tagsOfPosts } from './tags.merged.ts';

export const calendarUndoTables: UndoTable[] = [...postUndoTables, ...recurrenceUndoTables, ...slotUndoTables, ...eventUndoTables];

/** What may run in the worker. */
export const calendarCommands: AnyCommand[] = [
  ...postCommands,
  ...manyPostsCommands,
  ...recurrenceCommands,
  ...slotCommands,
  ...eventCommands,
  ...calendarExportCommands,
  ...calendarImportCommands,
];

/** At the start: the series that lack posts get them. */
export function plugCalendar(ctx: HostContext): void {
  if (!seriesWait(ctx)) return;
  // the next start tries again
  ctx.execute(rollForwardCommand, null).catch((error: unknown) => {
    ctx.logger.error('calendar.rollForward failed', { kind: error instanceof AppError ? error.kind : 'unknown' });
  });
}
