import { open, readFile, rm } from 'node:fs/promises';
import { type Asset, maxPictureBytes, maxThumbBytes, maxThumbSide, maxVideoBytes } from '../../../shared/contracts/content.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { write } from '../../platform/undo/undo-log.ts';
import { filesOf, hashFile, keepFile, keepThumbFile } from './asset-files.ts';
import { getAsset, unusedAmong } from './assets.queries.ts';
import { recognisePicture } from './picture.ts';
import { recogniseVideo, type Video } from './video.ts';

/** Hashing and copying more than this takes longer than the host's thread should be away. */
const heavyBytes = 2 * 1024 * 1024;

export { maxPictureBytes };

export interface AddAssetInput {
  /** staged copy of the file */
  path: string;
  name: string;
  size: number;
}

type Recognised = Omit<Video, 'mime'> & Pick<Asset, 'mime'>;

/**
 * Takes a picture or video into the data folder, once per content; the bytes decide what it is, not the name. A video is never in
 * memory as a whole.
 * @throws AppError `notAPicture` {what, name}, `fileTooLarge` {name, maxBytes, what}, `diskFull`, `readOnlyFolder`
 */
export const addAssetCommand = defineCommand<AddAssetInput, Asset>({
  name: 'posts.addAsset',
  writes: true,
  heavy: (input) => input.size > heavyBytes && input.size <= maxVideoBytes,
  async run(ctx, { path, name, size }) {
    const found = await recognise(path, name, size);
    const sha256 = await hashFile(path);
    await keepFile(ctx, path, { sha256, mime: found.mime });
    const { id } = write(ctx, () => keepAssetRow(ctx, { ...found, sha256, name, bytes: size }));
    ctx.announce({ topics: ['assets'] });
    return getAsset(ctx, id);
  },
});

/** @throws AppError `notAPicture`, `fileTooLarge` */
async function recognise(path: string, name: string, size: number): Promise<Recognised> {
  if (size > maxVideoBytes) throw new AppError('fileTooLarge', { name, maxBytes: maxVideoBytes, what: 'media' });
  const file = await open(path, 'r');
  try {
    const video = await recogniseVideo({
      size,
      async read(at, length) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
        return buffer.subarray(0, bytesRead);
      },
    });
    if (video && 'problem' in video) throw new AppError('notAPicture', { what: video.problem, name });
    if (video) return video;
  } finally {
    await file.close();
  }
  if (size > maxPictureBytes) throw new AppError('fileTooLarge', { name, maxBytes: maxPictureBytes, what: 'media' });
  const picture = recognisePicture(await readFile(path));
  if ('problem' in picture) throw new AppError('notAPicture', { what: picture.problem, name });
  return { ...picture, durationMs: null };
}

/** The row of a kept file, made if there is none of the same content yet; inside the caller's transaction. */
export function keepAssetRow(
  ctx: ServiceContext,
  asset: Omit<Recognised, 'durationMs'> & { durationMs?: number | null; sha256: string; name: string; bytes: number },
): { id: number; isNew: boolean } {
  const known = ctx.db.pluck('SELECT id FROM assets WHERE sha256 = ?').get(asset.sha256) as number | undefined;
  if (known !== undefined) return { id: known, isNew: false };
  const { lastInsertRowid } = ctx.db
    .sql(
      `INSERT INTO assets (sha256, name, mime, bytes, width, height, duration_ms, created_at)
       VALUES (@sha256, @name, @mime, @bytes, @width, @height, @durationMs, @now)`,
    )
    .run({ durationMs: null, ...asset, now: ctx.clock.now() });
  return { id: Number(lastInsertRowid), isNew: true };
}

/**
 * Keeps the small picture that the page drew of an asset; its bytes must be a small WebP.
 * @throws AppError `notFound`, `notAPicture` {what: 'thumb'}
 */
export const setThumbCommand = defineCommand<{ assetId: number; path: string; size: number }, Asset>({
  name: 'content.setThumb',
  writes: true,
  heavy: () => false,
  async run(ctx, { assetId, path, size }) {
    const sha256 = ctx.db.pluck('SELECT sha256 FROM assets WHERE id = ?').get(assetId) as string | undefined;
    if (!sha256) throw new AppError('notFound', { what: 'asset' });
    const bytes = size <= maxThumbBytes ? await readFile(path) : Buffer.alloc(0);
    const found = recognisePicture(bytes);
    if ('problem' in found || found.mime !== 'image/webp' || Math.max(found.width, found.height) > maxThumbSide)
      throw new AppError('notAPicture', { what: 'thumb' });
    await keepThumbFile(ctx, sha256, bytes);
    write(ctx, () => ctx.db.sql('UPDATE assets SET has_thumb = 1 WHERE id = ?').run(assetId));
    ctx.announce({ topics: ['assets'] });
    return getAsset(ctx, assetId);
  },
});

/**
 * Takes unused pictures and videos away for good, files and all; not part of undo. What came into use since she looked stays.
 * @returns how many went, how many stayed, bytes set free
 */
export const removeAssetsCommand = defineCommand<{ ids: number[] }, { removed: number; kept: number; bytes: number }>({
  name: 'content.removeAssets',
  writes: true,
  heavy: ({ ids }) => ids.length > 200,
  async run(ctx, { ids }) {
    const gone = write(ctx, () => {
      const chosen = JSON.stringify(unusedAmong(ctx, ids));
      return ctx.db
        .sql('DELETE FROM assets WHERE id IN (SELECT value FROM json_each(?)) RETURNING sha256, mime, bytes')
        .all(chosen) as Pick<Asset & { sha256: string }, 'sha256' | 'mime' | 'bytes'>[];
    });
    // the rows are gone for certain: a file that stays behind costs room, never a picture
    for (const asset of gone) for (const path of filesOf(ctx, asset)) await rm(path, { force: true }).catch(() => {});
    if (gone.length > 0) ctx.announce({ topics: ['assets'] });
    return { removed: gone.length, kept: ids.length - gone.length, bytes: gone.reduce((sum, { bytes }) => sum + bytes, 0) };
  },
});
