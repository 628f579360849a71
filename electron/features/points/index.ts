import type { AnyCommand } from '../../platform/jobs/command.ts';
import type { UndoTable } from '../../platform/undo/recorder.ts';
import { addPointsCommand } from './points.service.ts';

export { type KnownPoints, pointsReader, recordImportedPoints } from './points.imported.ts';
export { takeOverPoints } from './points.merged.ts';
export { allBalances, pointBalances } from './points.queries.ts';
export { pointsRouter } from './points.router.ts';

/** What may run in the worker. */
export const pointsCommands: AnyCommand[] = [addPointsCommand];

export const pointsUndoTables: UndoTable[] = [{ name: 'point_entries', key: 'id' }];
