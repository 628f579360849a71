import type { AnyCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { logTouchCommand, wishBirthdayCommand } from './touches.service.ts';

export { touchesRouter } from './touches.router.ts';

/** What may run in the worker. */
export const touchesCommands: AnyCommand[] = [logTouchCommand, wishBirthdayCommand];

export const touchesUndoTables: UndoTable[] = [{ name: 'touches', key: 'id' }];
export { takeOverTouches } from './touches.merged.ts';
