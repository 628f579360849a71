import type { AnyCommand } from '../../platform/jobs/command.ts';
import { addAssetCommand } from './assets.service.ts';
import { postCommands } from './calendar.service.ts';

export { assetFile, keepAssetRow, keepPictureFile } from './assets.service.ts';
export { calendarRouter, postsRouter } from './calendar.router.ts';
export { calendarUndoTables } from './calendar.service.ts';
export { recognisePicture } from './picture.ts';

/** What may run in the worker. */
export const calendarCommands: AnyCommand[] = [...postCommands, addAssetCommand];
