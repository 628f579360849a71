import { z } from 'zod';
import { changeReport, rowId, saved } from '../../../shared/contracts/common.ts';
import {
  addAssetInput,
  archiveContentInput,
  asset,
  contentCard,
  contentFacets,
  contentIdsInput,
  contentInput,
  contentListInput,
  contentPage,
  contentPiece,
  contentVersion,
  missingFor,
  removeAssetsInput,
  removedAssets,
  restoreVersionInput,
  setThumbInput,
  templatePreview,
  templatePreviewInput,
  templateWords,
  thumb,
  unusedAssets,
  updateContentInput,
} from '../../../shared/contracts/content.ts';
import { contentFileInput, contentPreview, exportContentInput, importedContent } from '../../../shared/contracts/content-files.ts';
import { missingForInput } from '../../../shared/contracts/content-missing.ts';
import { exportFile } from '../../../shared/contracts/friends.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { readThumb, unusedAssets as readUnused } from './assets.queries.ts';
import { addAssetCommand, removeAssetsCommand, setThumbCommand } from './assets.service.ts';
import { getPiece, listPieces, listVersions, readCards } from './content.queries.ts';
import {
  archiveContentCommand,
  createContentCommand,
  deleteContentCommand,
  duplicateContentCommand,
  restoreVersionCommand,
  updateContentCommand,
} from './content.service.ts';
import { exportPieces, importPieces, inspectPieces } from './content-files.ts';
import { pieceFacets } from './find-pieces.ts';
import { readUsage } from './plugs.ts';
import { missingAmong, previewFor, valuesFor } from './words.queries.ts';

const idInput = z.object({ id: rowId });

/** Runs what takes in a staged file, and lets go of the file whatever became of it. */
export async function withStaged<T>(
  ctx: HostContext,
  fileId: string,
  run: (file: { path: string; name: string; size: number }) => Promise<T>,
): Promise<T> {
  const { path, name, size } = ctx.staging.find(fileId);
  try {
    return await run({ path, name, size });
  } finally {
    ctx.staging.drop(fileId);
  }
}

export const contentRouter = router({
  list: procedure
    .input(contentListInput)
    .output(contentPage)
    .query(({ ctx, input }) => listPieces(ctx, input)),
  /** in the order asked for; those that are gone are left out */
  cards: procedure
    .input(contentIdsInput)
    .output(z.array(contentCard))
    .query(({ ctx, input }) => readCards(ctx, input.ids, readUsage(ctx))),
  facets: procedure.output(contentFacets).query(({ ctx }) => pieceFacets(ctx)),
  get: procedure
    .input(idInput)
    .output(contentPiece)
    .query(({ ctx, input }) => getPiece(ctx, input.id)),
  versions: procedure
    .input(idInput)
    .output(z.array(contentVersion))
    .query(({ ctx, input }) => listVersions(ctx, input.id)),
  create: procedure
    .input(contentInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createContentCommand, input)),
  update: procedure
    .input(updateContentInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateContentCommand, input)),
  duplicate: procedure
    .input(idInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(duplicateContentCommand, input)),
  archive: procedure
    .input(archiveContentInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(archiveContentCommand, input)),
  delete: procedure
    .input(contentIdsInput)
    .output(changeReport)
    .mutation(({ ctx, input }) => ctx.execute(deleteContentCommand, input)),
  restore: procedure
    .input(restoreVersionInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(restoreVersionCommand, input)),
  valuesFor: procedure
    .input(z.object({ friendId: rowId }))
    .output(templateWords)
    .query(({ ctx, input }) => valuesFor(ctx, input.friendId)),
  previewFor: procedure
    .input(templatePreviewInput)
    .output(templatePreview)
    .query(({ ctx, input }) => previewFor(ctx, input)),
  missingFor: procedure
    .input(missingForInput)
    .output(missingFor)
    .query(({ ctx, input }) => missingAmong(ctx, input)),
  addAsset: procedure
    .input(addAssetInput)
    .output(asset)
    .mutation(({ ctx, input }) => withStaged(ctx, input.fileId, (file) => ctx.execute(addAssetCommand, file))),
  setThumb: procedure
    .input(setThumbInput)
    .output(asset)
    .mutation(({ ctx, input }) =>
      withStaged(ctx, input.fileId, ({ path, size }) => ctx.execute(setThumbCommand, { assetId: input.assetId, path, size })),
    ),
  thumb: procedure
    .input(idInput)
    .output(thumb)
    .query(({ ctx, input }) => readThumb(ctx, input.id)),
  export: procedure
    .input(exportContentInput)
    .output(exportFile)
    .mutation(({ ctx, input }) => exportPieces(ctx, input)),
  inspectFile: procedure
    .input(contentFileInput)
    .output(contentPreview)
    .mutation(({ ctx, input }) => inspectPieces(ctx, input.fileId)),
  importFile: procedure
    .input(contentFileInput)
    .output(importedContent)
    .mutation(({ ctx, input }) => importPieces(ctx, input.fileId)),
  discardFile: procedure
    .input(contentFileInput)
    .output(z.object({ ok: z.literal(true) }))
    .mutation(({ ctx, input }) => {
      ctx.staging.drop(input.fileId);
      return { ok: true as const };
    }),
  unusedAssets: procedure.output(unusedAssets).query(({ ctx }) => readUnused(ctx)),
  removeAssets: procedure
    .input(removeAssetsInput)
    .output(removedAssets)
    .mutation(({ ctx, input }) => ctx.execute(removeAssetsCommand, input)),
});
