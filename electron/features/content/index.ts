import type { AnyCommand } from '../../platform/jobs/command.ts';
import { addAssetCommand } from './assets.service.ts';

export { assetColumns } from './assets.queries.ts';
export { addAssetCommand, assetFile, keepAssetRow, keepPictureFile } from './assets.service.ts';
export { recognisePicture } from './picture.ts';

/** What may run in the worker. */
export const contentCommands: AnyCommand[] = [addAssetCommand];
