import type { AnyCommand } from '../../platform/jobs/command.ts';
import { unusedAssetsCommand } from './assets.queries.ts';
import { addAssetCommand, removeAssetsCommand, setThumbCommand } from './assets.service.ts';
import { pieceCommands } from './content.service.ts';
import { contentFileCommands } from './content-files.ts';
import { titleTestCommands } from './title-tests.ts';
import { missingForCommand } from './words.queries.ts';

export { assetFile, assetFiles, assetPath, keepPictureFile } from './asset-files.ts';
export { assetColumns, unusedAmong } from './assets.queries.ts';
export { addAssetCommand, keepAssetRow } from './assets.service.ts';
export { getPiece, listPieces, readCards } from './content.queries.ts';
export { contentRouter, withStaged } from './content.router.ts';
export { contentUndoTables } from './content.service.ts';
export { findPieces } from './find-pieces.ts';
export { recognisePicture } from './picture.ts';
export { plugContent, type UsageSource, usesBesidesPosts } from './plugs.ts';
export { templateValues } from './template-values.ts';
export { titleTestsRouter } from './title-tests.router.ts';

/** What may run in the workers. */
export const contentCommands: AnyCommand[] = [
  addAssetCommand,
  setThumbCommand,
  removeAssetsCommand,
  unusedAssetsCommand,
  ...pieceCommands,
  ...contentFileCommands,
  ...titleTestCommands,
  missingForCommand,
];
