import type { AnyCommand } from '../../platform/jobs/command.ts';
import { explainCommand, flowCommand, flowPeopleCommand, setLevelCommand } from './trust.service.ts';

export { trustRouter } from './trust.router.ts';
export { moveTo, recordFirstLevel, recordImportedLevels } from './trust.service.ts';

/** What may run in the worker. */
export const trustCommands: AnyCommand[] = [setLevelCommand, explainCommand, flowCommand, flowPeopleCommand];

export { bringLevels } from './bring-levels.ts';
export { takeOverLevels } from './trust.merged.ts';
export { trustUndoTables } from './trust.undo.ts';
